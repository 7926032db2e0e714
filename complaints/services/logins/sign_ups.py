"""Opens accounts: filers sign up themselves; an administrator or an operator opens staff's.

Passwords come as hashes; must not handle them in plain text.
"""

from __future__ import annotations

import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from abuse.identity.attributes import normalise
from abuse.identity.origins import Origin
from complaints.base.errors import FieldError, Refusal, invalid
from complaints.models import Account, Filer, FilerIdentity, Person
from complaints.queries.logins import accounts
from complaints.rules import actors
from complaints.rules.actors import LOCAL, SYSTEM, Hand, HandKind
from complaints.rules.kinds import IdentityKind
from complaints.rules.logins.accounts import mailbox_of, one_spelling
from complaints.services.cases import matches
from complaints.services.cases.matches import Shown
from complaints.services.mailing import account_letters
from complaints.services.registry import Marks, Registry
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import Message
from complaints.words import message as _
from complaints.words.forms import AN_EMAIL
from complaints.work import UnitOfWork

# Log-ins that one transaction looks at.
_AT_ONCE = 500


def open_for_filer(
    work: UnitOfWork, filer_id: int, *, email: str, password_hash: str | None, language: str | None
) -> Account:
    """Open an account for a filer; it can be used once the address is confirmed. One filer can
    have several accounts.

    Refuses with: taken; invalid-request, for an invalid address.
    """
    account = _new(work, email=email, language=language)
    _require_own_mailbox(work.session, account, staff_alone=True)
    account.filer_id = filer_id
    account.password_hash = password_hash
    work.session.add(account)
    work.session.flush()
    ledger.record(_by_owner(work, account), "signed_up", "account", account.id)
    return account


def open_for_person(
    work: UnitOfWork, person_id: int, *, email: str, language: str | None = None
) -> Account:
    """Open the account of a member of staff, without a password: the link in a letter sets it.

    Refuses with: taken; invalid-request, for an invalid address.
    """
    account = _new(work, email=email, language=language)
    _require_own_mailbox(work.session, account)
    account.person_id = person_id
    account.active = work.session.get_one(Person, person_id).active
    account.confirmed_at = work.now
    work.session.add(account)
    work.session.flush()
    ledger.record(work, "opened", "account", account.id)
    return account


def invite(
    work: UnitOfWork, person_id: int, *, email: str, vault: Vault, language: str | None = None
) -> Account:
    """Open the account of a member of staff and write the letter whose link sets the password;
    where the person waits for a second approval, that writes it.

    Refuses with: taken; invalid-request, for an invalid address.
    """
    account = open_for_person(work, person_id, email=email, language=language)
    if account.active:
        link = work.links.password(account.fs_uniquifier)
        account_letters.write_account_letter(work, account, "invited", holds=link, vault=vault)
    return account


def confirm_address(work: UnitOfWork, account: Account, *, vault: Vault) -> None:
    """Confirm the account's address. Only now it becomes an identity attribute of the filer, a
    confirmed one, so that nobody is linked with a stranger whose address they typed, and that the
    account is matched with bound and flagged parties."""
    account.confirmed_at = account.confirmed_at or work.now
    if account.filer_id is None:
        return
    filer = work.session.scalars(select(Filer).where(Filer.id == account.filer_id)).one()
    shown = {"email": account.email, "country": filer.country}
    Registry(work.session, vault, source=LOCAL, now=work.now).identities(
        [Marks(filer.id, shown, work.now, {"email": Origin.CONFIRMED})]
    )
    # Nothing is held yet: staff see the match on the filer's page.
    matches.match(work.by(SYSTEM), filer, Shown())
    ledger.record(_by_owner(work, account), "confirmed", "account", account.id)


def mark_confirmed_mailboxes(work: UnitOfWork, *, after: int, vault: Vault) -> int | None:
    """Mark as confirmed the mailboxes of some log-ins that were confirmed before it was kept how a
    mark is known, where the filer shows them. Return the last id, None at the end."""
    unnoted = select(FilerIdentity.id).where(
        FilerIdentity.filer_id == Account.filer_id,
        FilerIdentity.kind == IdentityKind.EMAIL,
        FilerIdentity.origin != Origin.CONFIRMED,
    )
    statement = (
        select(Account)
        .where(Account.id > after, Account.confirmed_at.is_not(None), unnoted.exists())
        .order_by(Account.id)
        .limit(_AT_ONCE)
    )
    log_ins = work.session.scalars(statement).all()
    for account in log_ins:
        digests = [
            digest
            for kind, mailbox in normalise(IdentityKind.EMAIL, account.email)
            for digest in (vault.digest(kind, mailbox), vault.old_digest(kind, mailbox))
        ]
        work.session.execute(
            update(FilerIdentity)
            .where(
                FilerIdentity.filer_id == account.filer_id,
                FilerIdentity.kind == IdentityKind.EMAIL,
                FilerIdentity.digest.in_(digests),
                FilerIdentity.origin != Origin.CONFIRMED,
            )
            .values(origin=str(Origin.CONFIRMED), known_since=account.confirmed_at)
        )
    return log_ins[-1].id if log_ins else None


def choose_language(session: Session, account_id: int, language: str) -> None:
    """Store the language that the account reads."""
    session.get_one(Account, account_id).language = str(language)


def _new(work: UnitOfWork, *, email: str, language: str | None) -> Account:
    try:
        spelt = one_spelling(email)
    except ValueError:
        raise invalid("/email", AN_EMAIL) from None
    if accounts.find_account(work.session, email) is not None:
        raise _taken(_("There is an account with this email address."))
    return Account(
        email=spelt,
        mailbox=mailbox_of(spelt),
        language=None if language is None else str(language),
        active=True,
        fs_uniquifier=secrets.token_hex(16),
        passkey_handle=secrets.token_hex(16),
        created_at=work.now,
    )


def _require_own_mailbox(session: Session, account: Account, *, staff_alone: bool = False) -> None:
    """Refuses with: taken, where another account has the same mailbox: one person is one member of
    staff, and does not file for a filer. A filer may have several log-ins of one mailbox
    (`staff_alone`)."""
    if accounts.of_mailbox(session, account.mailbox, staff_alone=staff_alone) is not None:
        raise _taken(
            _(
                "This email address already has an account. Each person has one account: enter "
                "the address of somebody else."
            )
        )


def _taken(why: Message) -> Refusal:
    return Refusal("taken", why, fields=[FieldError("/email", why)])


def _by_owner(work: UnitOfWork, account: Account) -> UnitOfWork:
    """Return the work as the filer's own: by the operator's command, else by the log-in itself."""
    hand = work.actor.hand or Hand(HandKind.LOG_IN, account.id)
    return work.by(actors.filer(account.filer_id or 0).by(hand.kind, hand.id))
