"""Rounds of answers under our own rules: the filer replies, the seller answers once more, and what
silence means once a round's time is over."""

from __future__ import annotations

from complaints.errors import Refusal
from complaints.models import Claim, Clock
from complaints.queries import clocks as running_clocks
from complaints.queries import marketplaces
from complaints.rules.kinds import EventBy, EventKind
from complaints.rules.regimes import ClockKind
from complaints.services import clocks, ledger, timeline
from complaints.services.claims.holding import listing_url, lock_claim, tell_filer
from complaints.words import message as _
from complaints.words.letters.restoring import rejoined
from complaints.work import UnitOfWork


def silence(work: UnitOfWork, claim: Claim, clock: Clock) -> None:
    """Let staff decide on what there is: whoever was asked has said nothing.

    The clock that ended says whose silence it was (`queries/answers.py`): staff read it in the
    queue and at the case. The filer's silence ends the rounds: the seller is not asked again.
    """
    if claim.state == "countered":
        ledger.record(work, "silent", "claim", claim.id, side=clock.waits, clock=clock.id)


def heard_filer(work: UnitOfWork, claim: Claim) -> Clock | None:
    """End the filer's round and begin the seller's; return its clock, None where none begins."""
    if not running_clocks.running(work.session, claim.id, ClockKind.REPLY):
        return None
    clocks.stop_those(work, claim.id, "reply", ClockKind.REPLY)
    return clocks.start(work, claim, ClockKind.REJOIN)


def rejoin(
    work: UnitOfWork, claim_id: int, *, statement: str, expected: int | None = None
) -> Claim:
    """Answer the filer's reply for the seller, once.

    Refuses with: not-found; stale; forbidden, for the filer; two-sides; wrong-state, where no such
    round runs.
    """
    work = marketplaces.for_sellers(work, [claim_id])
    claim = lock_claim(work, claim_id, expected)
    if work.actor.filer_id is not None:
        raise Refusal("forbidden", _("The seller answers the filer's reply."))
    if not running_clocks.running(work.session, claim.id, ClockKind.REJOIN):
        raise Refusal(
            "wrong-state",
            _("The filer has not replied, or the time to answer it once more is over."),
            state=claim.state,
            possible=[],
        )
    clocks.stop_those(work, claim.id, "rejoin", ClockKind.REJOIN)
    timeline.add_event(work, [claim], EventKind.AMENDMENT, by=EventBy.SELLER, note=statement)
    ledger.record(work, "rejoin", "claim", claim.id)
    letter = rejoined(
        claim.id,
        listing_url(work.session, claim),
        statement=statement,
        page=work.links.page(f"/claims/{claim.id}"),
    )
    tell_filer(work, claim, "claim_replied", letter)
    return claim
