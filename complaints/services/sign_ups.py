"""Opens accounts: for who files, by themselves; for staff, by an administrator or an operator.

Passwords come as hashes: this knows none.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.errors import FieldError, Refusal, invalid
from complaints.links import Links
from complaints.models import Account, Filer
from complaints.queries import accounts
from complaints.rules import actors
from complaints.rules.accounts import one_spelling
from complaints.rules.actors import LOCAL, Actor
from complaints.services import account_letters, ledger
from complaints.services.registry import Registry
from complaints.vault import Vault
from complaints.words import message as _
from complaints.words.forms import AN_EMAIL


def open_for_filer(
    session: Session,
    filer_id: int,
    *,
    email: str,
    password_hash: str | None,
    language: str | None,
    now: datetime,
) -> Account:
    """Open the account of somebody who files; it is good once the address is confirmed. Several
    may file for one filer, each with a log-in.

    Refuses with: taken; invalid-request, for what is no address.
    """
    account = _new(session, email=email, language=language, now=now)
    account.filer_id = filer_id
    account.password_hash = password_hash
    return _added(session, actors.filer(filer_id), account, "signed_up", now)


def open_for_person(
    session: Session,
    actor: Actor,
    person_id: int,
    *,
    email: str,
    language: str | None = None,
    now: datetime,
) -> Account:
    """Open the account of a member of staff, without a password: a letter's link sets it, and
    confirms the address by that.

    Refuses with: taken; invalid-request, for what is no address.
    """
    account = _new(session, email=email, language=language, now=now)
    account.person_id = person_id
    account.confirmed_at = now
    return _added(session, actor, account, "opened", now)


def invite(
    session: Session,
    actor: Actor,
    person_id: int,
    *,
    email: str,
    vault: Vault,
    links: Links,
    language: str | None = None,
    now: datetime,
) -> Account:
    """Open the account of a member of staff and write the letter whose link sets the password.

    Refuses with: taken; invalid-request, for what is no address.
    """
    account = open_for_person(session, actor, person_id, email=email, language=language, now=now)
    link = links.password(account.fs_uniquifier)
    account_letters.write(session, account, "invited", holds=link, vault=vault, now=now)
    return account


def confirm(session: Session, account: Account, *, vault: Vault, now: datetime) -> None:
    """Note that the address is the account's; it becomes an identity of the filer only now, so
    that nobody is linked with a stranger whose address they typed."""
    account.confirmed_at = account.confirmed_at or now
    if account.filer_id is None:
        return
    filer = session.scalars(select(Filer).where(Filer.id == account.filer_id)).one()
    shown = {"email": account.email, "country": filer.country}
    Registry(session, vault, source=LOCAL, now=now).identities([(filer.id, shown, now)])
    ledger.record(session, actors.filer(filer.id), "confirmed", "account", account.id, now=now)


def choose_language(session: Session, account_id: int, language: str) -> None:
    """Keep the language that the account reads."""
    session.get_one(Account, account_id).language = str(language)


def _new(session: Session, *, email: str, language: str | None, now: datetime) -> Account:
    try:
        spelt = one_spelling(email)
    except ValueError:
        raise invalid("/email", AN_EMAIL) from None
    if accounts.find(session, email) is not None:
        taken = _("There is an account with this e-mail address.")
        raise Refusal("taken", taken, fields=[FieldError("/email", taken)])
    return Account(
        email=spelt,
        language=None if language is None else str(language),
        active=True,
        fs_uniquifier=secrets.token_hex(16),
        passkey_handle=secrets.token_hex(16),
        created_at=now,
    )


def _added(session: Session, actor: Actor, account: Account, verb: str, now: datetime) -> Account:
    session.add(account)
    session.flush()
    ledger.record(session, actor, verb, "account", account.id, now=now)
    return account
