"""Writes outgoing letters in the transaction that they report. Ground: calls no service but the
events'."""

from __future__ import annotations

from sqlalchemy.orm import Session

from complaints.models import Claim, Letter
from complaints.queries.logins import accounts
from complaints.rules.kinds import LetterKind
from complaints.services.outward import events
from complaints.storage.links import PLACE, SellerOf
from complaints.words import ENGLISH, LANGUAGES, letters
from complaints.words.letters.claims import with_link
from complaints.work import UnitOfWork


def write(
    work: UnitOfWork,
    kind: str,
    letter: letters.Letter,
    *,
    filer_id: int | None = None,
    store_id: int | None = None,
    claim_id: int | None = None,
    complaint_id: int | None = None,
    boycott_id: int | None = None,
    joining_id: int | None = None,
    suspension_id: int | None = None,
) -> Letter:
    """Put a letter into the outbox: to a filer, to a store, or to the seller of a claim's listing.

    Exactly one of `filer_id`, `store_id` and `claim_id` is given. The letter is written in each
    language of the house, the one that the filer's log-in chose first, else English; it stays as it
    is written here.
    """
    order = languages_for(work.session, filer_id)
    subject, body = letters.compose(letter, order, test=work.links.test)
    row = Letter(
        kind=str(LetterKind(kind)),
        language=order[0],
        filer_id=filer_id,
        store_id=store_id,
        claim_id=claim_id,
        complaint_id=complaint_id,
        boycott_id=boycott_id,
        joining_id=joining_id,
        suspension_id=suspension_id,
        subject=subject,
        body=body,
        created_at=work.now,
        policy_number=work.policy.number,
    )
    work.session.add(row)
    work.session.flush()
    events.write_event(work, "letter", "written", row.id, {})
    return row


def languages_for(session: Session, filer_id: int | None) -> list[str]:
    """Return the languages of a letter in the order in which it is written: the reader's first."""
    known = accounts.languages_of_filers(session, [filer_id]) if filer_id is not None else {}
    first = known.get(filer_id or 0, ENGLISH)
    return [first, *(each for each in LANGUAGES if each != first)]


def seller_of(claim: Claim) -> SellerOf:
    """Return the addressee of letters about this claim's listing: its store or, where that is not
    known, the seller of the claim's listing, whom the marketplace knows."""
    known = claim.store_id is not None
    return SellerOf(claim.complaint_id, claim.store_id, None if known else claim.id)


def tell_seller(work: UnitOfWork, claim: Claim, kind: str, letter: letters.Letter) -> Letter:
    """Put a letter to the seller of a claim's listing into the outbox."""
    return write_to_seller(work, seller_of(claim), kind, letter)


def write_to_seller(
    work: UnitOfWork, seller: SellerOf, kind: str, letter: letters.Letter
) -> Letter:
    """Put a letter to a seller into the outbox, with the placeholder of the link to answer by."""
    return write(
        work,
        kind,
        with_link(letter, PLACE),
        store_id=seller.store_id,
        claim_id=seller.claim_id,
        complaint_id=seller.complaint_id,
    )
