"""How a letter reaches its addressee, and the mailbox on record: an account's is its log-in's, else
one that it showed; a seller's, as the platform, its staff or a partner stated it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from complaints.models import Account, Delivery, FilerIdentity, Letter
from complaints.queries.mailing import inboxes
from complaints.rules.kinds import Failure, IdentityKind, InboxKind
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.upkeep import sealed
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork


def mailbox_of(session: Session, letter: Letter, vault: Vault) -> str | None:
    """Return the mailbox that a letter goes to; None where none is on record, or where it was
    sealed under another key."""
    if letter.filer_id is not None:
        return _of_filer(session, letter.filer_id, vault)
    inbox = inboxes.of_letters(session, [letter]).get(letter.id)
    if inbox is None or inbox.kind != InboxKind.MAILBOX:
        return None
    return vault.unseal(inbox.address, inbox.key_id, about=sealed.of_inbox(inbox))


def _of_filer(session: Session, filer_id: int, vault: Vault) -> str | None:
    logged_in = session.scalar(_log_ins(Account.filer_id == filer_id))
    if logged_in is not None:
        return logged_in
    shown = session.scalar(_shown_emails(FilerIdentity.filer_id == filer_id))
    if shown is None or shown.sealed is None:
        return None
    about = sealed.identity(shown.id, shown.filer_id, shown.kind)
    return vault.unseal(shown.sealed, shown.key_id, about=about)


def reaches(session: Session, letters: Sequence[Letter]) -> dict[int, Reach]:
    """Return by each letter's id how it reaches its addressee, by what is on record."""
    of_sellers = inboxes.of_letters(session, letters)
    to_filers = {letter.filer_id for letter in letters if letter.filer_id is not None}
    written_to = with_mailbox(session, to_filers)
    ways = {}
    for letter in letters:
        if letter.filer_id is not None:
            known = letter.filer_id in written_to
            ways[letter.id] = Reach.MAILBOX if known else Reach.BY_HAND
        else:
            inbox = of_sellers.get(letter.id)
            ways[letter.id] = Reach.BY_HAND if inbox is None else Reach(inbox.kind)
    return ways


def way_of(work: UnitOfWork, letter: Letter) -> Reach:
    """Return how a letter goes out: as it reaches its addressee, but by hand instead of by mail
    where this service sends no mail, and where the mailbox does not exist."""
    return ways(work, [letter])[letter.id]


def ways(work: UnitOfWork, letters: Sequence[Letter]) -> dict[int, Reach]:
    """Return by each letter's id how it goes out."""
    by_letter = reaches(work.session, letters)
    mailed = {each for each, way in by_letter.items() if way is Reach.MAILBOX}
    by_hand = _refused(work.session, mailed) if work.links.mails else mailed
    return {each: Reach.BY_HAND if each in by_hand else way for each, way in by_letter.items()}


def may_arrive(session: Session, letter: Letter) -> bool:
    """Say whether the mail server has neither refused the letter for good nor given it back."""
    return not _refused(session, [letter.id])


def _refused(session: Session, letter_ids: Collection[int]) -> set[int | None]:
    """Return those of these letters that the mail server refused for good, or gave back."""
    refused = select(Delivery.letter_id).where(
        Delivery.letter_id.in_(letter_ids),
        Delivery.failure.in_((Failure.RECIPIENT, Failure.REFUSED, Failure.BOUNCED)),
        Delivery.due_at.is_(None),
    )
    return set(session.scalars(refused))


def with_mailbox(session: Session, filer_ids: Collection[int | None]) -> set[int | None]:
    """Return those of these filers that have a mailbox on record."""
    if not filer_ids:
        return set()
    confirmed = (Account.confirmed_at.is_not(None), Account.active)
    readable = (FilerIdentity.kind == IdentityKind.EMAIL, FilerIdentity.sealed.is_not(None))
    log_in = select(Account.filer_id).where(Account.filer_id.in_(filer_ids), *confirmed)
    shown = select(FilerIdentity.filer_id).where(FilerIdentity.filer_id.in_(filer_ids), *readable)
    return set(session.scalars(log_in.union(shown)))


def _log_ins(condition: ColumnElement[bool]) -> Select[tuple[str]]:
    """Return the addresses of confirmed log-ins of filers, the oldest log-in first."""
    confirmed = (Account.confirmed_at.is_not(None), Account.active)
    return select(Account.email).where(condition, *confirmed).order_by(Account.id).limit(1)


def _shown_emails(condition: ColumnElement[bool]) -> Select[tuple[FilerIdentity]]:
    """Return the email addresses that filers showed, sealed, the latest first."""
    readable = (FilerIdentity.kind == IdentityKind.EMAIL, FilerIdentity.sealed.is_not(None))
    latest = (FilerIdentity.last_seen.desc(), FilerIdentity.id)
    return select(FilerIdentity).where(condition, *readable).order_by(*latest).limit(1)
