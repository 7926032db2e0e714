"""Asks sellers to answer before a decision, where the accusation depends on what only they know.

Ground: calls no other service but the clocks and the outbox.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from complaints.models import Claim, Clock, Complaint, Listing
from complaints.queries.law.clocks import clocks_of_claims, law_of
from complaints.rules.kinds import LetterKind
from complaints.rules.law.calendars import Calendar
from complaints.rules.law.clocks import by_the_end, end_of, length_of
from complaints.rules.law.regimes import REGIMES, ClockKind
from complaints.rules.sellers.counter_notices import HEARD_FIRST
from complaints.services.law import clocks
from complaints.services.mailing import outbox
from complaints.storage.links import SellerOf
from complaints.words import Message
from complaints.words.letters import Letter
from complaints.words.letters.claims import noticed
from complaints.work import UnitOfWork

# Laws under which what a boycott's filer sends is decided before the seller is heard.
_AT_ONCE = [each.code for each in REGIMES if not each.hears_first]


def hear_sellers(
    work: UnitOfWork, claim_ids: Collection[int], *, whatever_basis: bool = False
) -> None:
    """Start the clocks by which sellers are asked to answer, and write each of them one letter a
    complaint; a claim without a known store gets its own letter.

    Claims whose basis does not call for it are left as they are, unless the filer's standing does
    (`whatever_basis`).
    """
    statement = (
        select(Claim, Complaint.reference, Listing.url)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .where(Claim.id.in_(claim_ids))
        .order_by(Claim.id)
    )
    # A notice that is not complete asks the seller nothing; one that its law wants decided
    # expeditiously does not wait for the seller.
    statement = statement.where(
        Claim.state != "incomplete",
        or_(Claim.treatment.is_(None), Claim.regime.is_(None), Claim.regime.not_in(_AT_ONCE)),
    )
    if not whatever_basis:
        statement = statement.where(Complaint.basis.in_(sorted(HEARD_FIRST)))
    by_seller: dict[SellerOf, list[tuple[Claim, str, str]]] = {}
    for claim, reference, url in work.session.execute(statement):
        by_seller.setdefault(outbox.seller_of(claim), []).append((claim, reference, url))
    heard = [claim for against in by_seller.values() for claim, _, _ in against]
    laws = [(claim.id, law_of(work, claim)) for claim in heard]
    ends = clocks.start_all(work, laws, ClockKind.HEAR)
    for seller, everything in by_seller.items():
        # Whom we have asked already has its letter.
        against = [each for each in everything if each[0].id in ends]
        if not against:
            continue
        (reference,) = {reference for _, reference, _ in against}
        first = min((claim for claim, _, _ in against), key=lambda claim: ends[claim.id])
        due = by_the_end(ends[first.id], first.calendar or "")
        letter = noticed(reference, [url for _, _, url in against], due=due)
        outbox.write_to_seller(work, seller, "claim_noticed", letter)


def hear_again(
    work: UnitOfWork, rows: Sequence[Claim], letter: Callable[[Sequence[str], Message], Letter]
) -> None:
    """Give the sellers of open claims of one complaint who know of them their time to answer again,
    as long as the first one, and write each of them why: `letter` says it, of the addresses of its
    listings and the first day until which it can answer.

    Who was asked before a decision and has not answered is asked anew. Who has answered can answer
    once more: until then nothing is decided against it, and a law's clock that brings its listing
    back runs on. A seller who has heard of nothing yet has no time to begin again.
    """
    due = _begin_again(work, rows)
    by_seller: dict[SellerOf, list[Claim]] = {}
    for claim in rows:
        if claim.id in due:
            by_seller.setdefault(outbox.seller_of(claim), []).append(claim)
    for seller, theirs in by_seller.items():
        ids = [claim.listing_id for claim in theirs]
        urls = work.session.scalars(
            select(Listing.url).where(Listing.id.in_(ids)).order_by(Listing.id)
        ).all()
        first = min((due[claim.id] for claim in theirs), key=lambda clock: clock.ends_at)
        said = letter(urls, by_the_end(first.ends_at, first.calendar))
        outbox.write_to_seller(work, seller, str(LetterKind.COMPLAINT_AMENDED), said)


def _begin_again(work: UnitOfWork, rows: Sequence[Claim]) -> Mapping[int, Clock]:
    """Begin the time to answer of those claims whose seller knows of them; return the clocks by
    claim."""
    earlier = clocks_of_claims(work.session, [claim.id for claim in rows])
    begun: dict[int, Clock] = {}
    for claim in rows:
        asked = any(clock.kind == ClockKind.HEAR for clock in earlier.get(claim.id, ()))
        clock = None
        if claim.state == "countered":
            clock = clocks.start(work, claim, ClockKind.REJOIN, until=_end_of_hearing(work, claim))
        elif asked:
            clock = clocks.start(work, claim, ClockKind.HEAR)
        if clock is not None:
            begun[claim.id] = clock
    return begun


def _end_of_hearing(work: UnitOfWork, claim: Claim) -> datetime | None:
    law = law_of(work, claim)
    rule = law.clock(ClockKind.HEAR)
    if rule is None:
        return None
    return end_of(rule, length_of(rule, work.policy.law), Calendar(law.calendar), work.now).at
