"""Whose account this is, and who is signed in by a session's token."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.models import Account, AccountSession, Filer, Person
from complaints.rules import actors
from complaints.rules.actors import Actor, ActorKind, HandKind, PersonRole
from complaints.rules.logins.accounts import (
    AccountRole,
    Me,
    idle_for,
    is_idle,
    mailbox_of,
    one_spelling,
)
from complaints.storage.vault import hash_secret
from complaints.words import message as _


def signed_in(session: Session, token: str, *, now: datetime) -> Me | None:
    """Return the account that is signed in by this session token, None once the session has ended.

    A session that was not used for long counts as ended, and a staff session that began without a
    second factor.
    """
    row = session.execute(
        select(
            AccountSession.id,
            AccountSession.with_second_factor,
            AccountSession.last_seen_at,
            AccountSession.proved_at,
            AccountSession.for_notices,
            Account.id.label("account_id"),
            Account.email,
            Account.language,
            Account.person_id,
            Account.filer_id,
            Person.role,
            Person.active,
            func.coalesce(Person.name, Filer.name).label("name"),
        )
        .join(Account, Account.id == AccountSession.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(Filer, Filer.id == Account.filer_id)
        .where(
            AccountSession.token_hash == hash_secret(token),
            AccountSession.ended_at.is_(None),
            AccountSession.ends_at > now,
            Account.active,
        )
    ).one_or_none()
    if row is None:
        return None
    if row.for_notices:
        role, actor = AccountRole.NOTIFIER, actors.notifier(row.filer_id)
    elif row.person_id is None:
        role, actor = AccountRole.FILER, actors.filer(row.filer_id)
    elif row.active and row.with_second_factor:
        role = AccountRole(row.role)
        actor = actors.person(row.person_id, PersonRole(row.role))
    else:
        return None
    if is_idle(role, row.last_seen_at, now):
        return None
    return Me(
        account_id=row.account_id,
        session_id=row.id,
        name=row.name,
        email=row.email,
        role=role,
        seen_at=row.last_seen_at,
        proved_at=row.proved_at,
        language=row.language if row.language else None,
        actor=actor.by(HandKind.LOG_IN, row.account_id),
    )


def filer_signing_in(session: Session, account_id: int | None) -> Actor:
    """Return the filer for whom an account signs in, acting by that log-in.

    Refuses with: unauthorised, where the account is not active any more.
    """
    account = session.get(Account, account_id)
    if account is None or not account.active or account.filer_id is None:
        raise Refusal("unauthorised", _("This account cannot sign in any more."))
    return actors.filer(account.filer_id).by(HandKind.LOG_IN, account.id)


_LANGUAGES = (
    select(Account.filer_id, Account.language)
    .where(
        Account.filer_id.in_(bindparam("filers", expanding=True)),
        Account.active,
        Account.language.is_not(None),
    )
    .order_by(Account.id.desc())
)


def languages_of_filers(session: Session, filer_ids: Collection[int]) -> dict[int, str]:
    """Return the language that each of these filers reads, where its log-in chose one."""
    return {
        filer_id: language
        for filer_id, language in session.execute(_LANGUAGES, {"filers": list(filer_ids)}).tuples()
        if filer_id is not None and language is not None
    }


def had_second_factor(session: Session, token: str | None) -> bool:
    """Say whether the session of this token was begun with a second factor."""
    statement = select(AccountSession.with_second_factor).where(
        AccountSession.token_hash == hash_secret(token or "")
    )
    return bool(session.scalar(statement))


def role_of(session: Session, account: Account) -> AccountRole:
    """Return the role of the account's owner."""
    if account.person_id is None:
        return AccountRole.FILER
    return AccountRole(session.get_one(Person, account.person_id).role)


def owner_name(session: Session, account: Account) -> str:
    """Return the name of the account's owner."""
    if account.person_id is not None:
        return session.get_one(Person, account.person_id).name
    return session.get_one(Filer, account.filer_id).name


def find_account(session: Session, email: str) -> Account | None:
    """Return the account with this email address, however it is spelt."""
    try:
        spelt = one_spelling(email)
    except ValueError:
        return None
    return session.scalar(select(Account).where(Account.email == spelt))


def of_mailbox(session: Session, mailbox: str, *, staff_alone: bool = False) -> Account | None:
    """Return an account of this mailbox (`rules.accounts.mailbox_of`), of staff alone if said."""
    statement = select(Account).where(Account.mailbox == mailbox)
    if staff_alone:
        statement = statement.where(Account.person_id.is_not(None))
    return session.scalar(statement.order_by(Account.id).limit(1))


def has_log_in(session: Session, filer_id: int) -> bool:
    """Say whether somebody signs in for this filer, by an address that was confirmed."""
    confirmed = select(Account.id).where(
        Account.filer_id == filer_id, Account.confirmed_at.is_not(None)
    )
    return session.scalar(confirmed.limit(1)) is not None


def log_ins_of(session: Session, kind: ActorKind, owner_id: int) -> Sequence[Account]:
    """Return the accounts by which somebody signs in for an owner of keys: none for a partner."""
    column = {ActorKind.PERSON: Account.person_id, ActorKind.FILER: Account.filer_id}.get(kind)
    if column is None:
        return ()
    usable = (Account.active, Account.confirmed_at.is_not(None))
    return session.scalars(
        select(Account).where(column == owner_id, *usable).order_by(Account.id)
    ).all()


def staff_of(session: Session, email: str) -> Account | None:
    """Return the account of a member of staff whose mailbox this address leads to."""
    try:
        mailbox = mailbox_of(one_spelling(email))
    except ValueError:
        return None
    return of_mailbox(session, mailbox, staff_alone=True)


def staff_mailboxes(session: Session) -> set[str]:
    """Return the mailboxes of staff (`rules.accounts.mailbox_of`)."""
    return set(session.scalars(select(Account.mailbox).where(Account.person_id.is_not(None))))


def get_account(session: Session, email: str) -> Account:
    """Return the account with this email address. Refuses with: invalid-request."""
    account = find_account(session, email)
    if account is None:
        raise invalid("/email", Code.NOT_FOUND, _("There is no account with this email address."))
    return account


def find_by_uniquifier(session: Session, uniquifier: str) -> Account | None:
    """Return the account of which a cookie or a link holds this value."""
    return session.scalar(select(Account).where(Account.fs_uniquifier == uniquifier))


def browser_epoch(session: Session, account_id: int) -> int:
    """Return the number that cookies of the account's known browsers carry now."""
    return session.scalars(select(Account.browser_epoch).where(Account.id == account_id)).one()


def open_sessions(
    session: Session, account_id: int, role: AccountRole, *, now: datetime
) -> Sequence[AccountSession]:
    """Return the account's sessions that go on, the one used last first."""
    return session.scalars(
        select(AccountSession)
        .where(
            AccountSession.account_id == account_id,
            AccountSession.ended_at.is_(None),
            AccountSession.ends_at > now,
            AccountSession.last_seen_at > now - idle_for(role),
        )
        .order_by(AccountSession.last_seen_at.desc(), AccountSession.id.desc())
    ).all()
