"""Writes the letters about a suit or the like: that it was notified, and what its end means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from complaints.models import Claim, Complaint, Proceeding
from complaints.queries.decisions import reasons
from complaints.queries.law import clocks, suits
from complaints.queries.sellers import listing_states
from complaints.rules.kinds import Side
from complaints.rules.law.clocks import by_the_end
from complaints.rules.law.proceedings import Meaning, meaning_of
from complaints.rules.law.regimes import ClockKind
from complaints.services.mailing import outbox
from complaints.storage.links import SellerOf
from complaints.words.letters import Letter
from complaints.words.letters import proceedings as letters
from complaints.words.letters.proceedings import About
from complaints.words.letters.reasons import Accused
from complaints.work import UnitOfWork

# Makes the letter to one reader about some of a proceeding's claims.
Made = Callable[[UnitOfWork, Proceeding, Sequence[Claim], About], Letter]


def tell_of_notice(work: UnitOfWork, row: Proceeding, rows: Sequence[Claim]) -> None:
    """Tell the other side of a notice, and the side that sent it what is still asked for."""
    _tell(work, "proceeding_noted", row, rows, _noted)


def tell_of_end(work: UnitOfWork, row: Proceeding, rows: Sequence[Claim]) -> None:
    """Tell both sides how it ended and what was made of it, about claims of which no decision tells
    them."""
    _tell(work, "proceeding_ended", row, rows, _ended)


def _noted(work: UnitOfWork, row: Proceeding, rows: Sequence[Claim], about: About) -> Letter:
    counts = suits.counting_for(work.session, row, rows)
    meanings = {
        meaning_of(claim.id in counts, claim.state, listing_down=claim.listing_down)
        for claim in rows
    }
    # The strongest is said, where a notice means more than one thing for one reader's listings.
    meaning = next(each for each in Meaning if each in meanings)
    return letters.noted(about, meaning, regime=rows[0].regime)


def _ended(work: UnitOfWork, row: Proceeding, rows: Sequence[Claim], about: About) -> Letter:
    by_claim = clocks.clocks_of_claims(work.session, [claim.id for claim in rows])
    back = [
        (clock.ends_at, clock.calendar)
        for claim in rows
        for clock in by_claim.get(claim.id, [])
        if clock.kind in (ClockKind.RESTORE, ClockKind.WAIT) and clock.state == "running"
    ]
    return letters.ended(
        about,
        result=row.result or "",
        done=row.done or "",
        reasons=row.reasons,
        now=_now(work, rows, Side(about.reader)),
        back=by_the_end(*min(back)) if back else None,
    )


def _now(work: UnitOfWork, rows: Sequence[Claim], side: Side) -> list[Accused]:
    """Return how the claims' listings stand, as this side may know it."""
    urls = reasons.addresses(work.session, rows)
    states = listing_states.states_after(work, urls)
    accused = []
    for row in rows:
        state = states[row.listing_id]
        was_down = row.listing_down or row.state == "reinstated"
        now = state.to_seller if side is Side.SELLER else state.to_filer
        accused.append(Accused(urls[row.listing_id], now(row, was_down=was_down)))
    return accused


def _tell(work: UnitOfWork, kind: str, row: Proceeding, rows: Sequence[Claim], made: Made) -> None:
    """Write one letter to the filer, and one to each seller about its claims."""
    reference = work.session.get_one(Complaint, row.complaint_id).reference
    urls = reasons.addresses(work.session, rows)

    def about(side: Side, some: Sequence[Claim], page: str | None) -> About:
        return About(
            reference, [urls[claim.listing_id] for claim in some], row.forum, row.name,
            teller=Side(row.side), reader=side, page=page,
        )  # fmt: skip

    page = work.links.page(f"/claims/{rows[0].id}/proceedings")
    to_filer = made(work, row, rows, about(Side.FILER, rows, page))
    outbox.write(work, kind, to_filer, filer_id=rows[0].filer_id, complaint_id=row.complaint_id)
    by_seller: dict[SellerOf, list[Claim]] = defaultdict(list)
    for claim in rows:
        by_seller[outbox.seller_of(claim)].append(claim)
    for seller, of_seller in by_seller.items():
        to_seller = made(work, row, of_seller, about(Side.SELLER, of_seller, None))
        outbox.write_to_seller(work, seller, kind, to_seller)
