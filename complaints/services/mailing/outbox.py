"""Writes outgoing letters in the transaction that they report. Ground: calls no service but the
events'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from complaints.models import Claim, Letter
from complaints.queries.logins import accounts, notice_requests
from complaints.queries.sellers import places
from complaints.rules.filing.listing_urls import marketplace_name
from complaints.rules.kinds import LetterKind
from complaints.rules.sellers.places import SellerPlace
from complaints.services.outward import events
from complaints.storage.links import PLACE, SellerOf
from complaints.words import LANGUAGES, letters
from complaints.words.days import UTC_ZONE
from complaints.words.letters.claims import with_link
from complaints.words.letters.pages import ask_us, notice_by_link, without_account
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

    Exactly one of `filer_id`, `store_id` and `claim_id` is given. The letter is written in the
    language that its reader chose, else in each of the house, its reader's first; a seller reads
    moments by the clocks of its place, and whom to ask. It stays as it is written here.
    """
    reading = reading_of(work.session, filer_id or SellerOf(complaint_id or 0, store_id, claim_id))
    if reading.place is not None:
        asks = ask_us(work.links.contact, marketplace_name(reading.place.marketplace))
        letter = replace(letter, can=(*letter.can, asks))
    if filer_id is not None and notice_requests.comes_by_link(work.session, filer_id):
        page = work.links.page("/notices")
        if complaint_id is None:
            letter = replace(letter, where=(*letter.where, without_account(page)))
        else:
            # The page that others are led to asks to sign in first.
            letter = replace(letter, where=(notice_by_link(PLACE, page),))
    order = reading.languages
    subject, body = letters.compose(letter, order, zone=reading.zone, test=work.links.test)
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


@dataclass(frozen=True, slots=True)
class Reading:
    """In which languages somebody reads letters, its own first; a seller also where it is."""

    languages: Sequence[str]
    place: SellerPlace | None = None

    @property
    def zone(self) -> str:
        """By which clocks it reads moments."""
        return UTC_ZONE if self.place is None else self.place.zone


def reading_of(session: Session, reader: int | SellerOf) -> Reading:
    """Return how an addressee reads: a filer, by its id, or a seller."""
    if isinstance(reader, int):
        return Reading(languages_for(session, reader))
    place = places.find_place(session, reader)
    return Reading(places.languages_for(session, reader, place), place)


def addressee_of(letter: Letter) -> int | SellerOf:
    """Return to whom a stored letter is: a filer, by its id, or a seller."""
    seller = SellerOf(letter.complaint_id or 0, letter.store_id, letter.claim_id)
    return letter.filer_id or seller


def languages_for(session: Session, filer_id: int) -> list[str]:
    """Return the languages of a letter to a filer: the one that its log-in chose, else all."""
    chosen = accounts.languages_of_filers(session, [filer_id])
    return [chosen[filer_id]] if filer_id in chosen else list(LANGUAGES)


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
