"""How a letter reaches its addressee, and the mailbox on record: an account's is its log-in's, else
one that it showed; a seller's, as the platform, its staff or a partner stated it.

Where an account's mailbox did not take a letter, the next one is another confirmed one, once each.
One that was only typed may be a stranger's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from abuse.identity.attributes import normalise
from abuse.identity.origins import Origin
from complaints.models import Account, Delivery, FilerIdentity, Letter, LetterReport
from complaints.queries.mailing import inboxes
from complaints.rules.kinds import Failure, IdentityKind, InboxKind
from complaints.rules.mailing.arrivals import Reported
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.upkeep import sealed
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox that a letter goes to. `identity_id` says which attribute of the filer it is; None
    for a seller's, and where it is none. `is_next`: it did not refuse the letter yet."""

    address: str = field(repr=False)
    identity_id: int | None = None
    is_next: bool = True


def mailbox_of(session: Session, letter: Letter, vault: Vault) -> Mailbox | None:
    """Return the mailbox that a letter goes to; None where none is on record, or where it was
    sealed under another key."""
    if letter.filer_id is not None:
        return _of_filer(session, letter.filer_id, failed_at(session, letter.id), vault)
    inbox = inboxes.of_letters(session, [letter]).get(letter.id)
    if inbox is None or inbox.kind != InboxKind.MAILBOX:
        return None
    address = vault.unseal(inbox.address, inbox.key_id, about=sealed.of_inbox(inbox))
    return None if address is None else Mailbox(address)


def failed_at(session: Session, letter_id: int) -> set[int | None]:
    """Return the filer's mailboxes, by attribute, that did not take a letter; None stands for one
    that is no attribute."""
    failed = select(LetterReport.identity_id).where(
        LetterReport.letter_id == letter_id,
        LetterReport.reach == Reach.MAILBOX,
        LetterReport.report == Reported.FAILED,
    )
    return set(session.scalars(failed))


def _of_filer(
    session: Session, filer_id: int, failed: Collection[int | None], vault: Vault
) -> Mailbox | None:
    """Return the first mailbox of a filer that did not refuse; the first one where all did."""
    first = None
    for each in _mailboxes(session, filer_id, vault, proven=bool(failed)):
        first = first or each
        if each.identity_id not in failed:
            return each
    return first and Mailbox(first.address, first.identity_id, is_next=False)


def _mailboxes(session: Session, filer_id: int, vault: Vault, *, proven: bool) -> Iterator[Mailbox]:
    """Yield the mailboxes of a filer: its log-ins', the oldest first, then those that it showed,
    the latest first; of these, where one has failed, the confirmed ones (`proven`)."""
    readable = (FilerIdentity.kind == IdentityKind.EMAIL, FilerIdentity.sealed.is_not(None))
    latest = (FilerIdentity.last_seen.desc(), FilerIdentity.id)
    marks = session.scalars(
        select(FilerIdentity).where(FilerIdentity.filer_id == filer_id, *readable).order_by(*latest)
    ).all()
    log_ins = select(Account.email).where(
        Account.filer_id == filer_id, Account.confirmed_at.is_not(None), Account.active
    )
    for address in session.scalars(log_ins.order_by(Account.id)):
        yield Mailbox(address, _mark_of(address, marks, vault))
    for mark in marks:
        if proven and mark.origin != Origin.CONFIRMED:
            continue
        about = sealed.identity(mark.id, mark.filer_id, mark.kind)
        shown = vault.unseal(mark.sealed, mark.key_id, about=about) if mark.sealed else None
        if shown is not None:
            yield Mailbox(shown, mark.id)
        elif not proven:
            return


def _mark_of(address: str, marks: Sequence[FilerIdentity], vault: Vault) -> int | None:
    """Return which of a filer's attributes a log-in's mailbox is."""
    forms = normalise(IdentityKind.EMAIL, address)
    return next(
        (row.id for row in marks if any(vault.is_digest(row.digest, *form) for form in forms)), None
    )


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
