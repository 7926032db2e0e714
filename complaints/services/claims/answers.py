"""Takes the filer's answers: to a request of staff, and to a counter-notice."""

from __future__ import annotations

from complaints.errors import Refusal
from complaints.models import Claim
from complaints.queries import boycotts
from complaints.rules.actors import Role
from complaints.rules.clocks import by_the_end
from complaints.rules.kinds import EventBy, EventKind
from complaints.rules.regimes import ClockKind
from complaints.services import clocks, ledger, outbox, timeline
from complaints.services.claims.holding import listing_url, lock_claim
from complaints.services.claims.rounds import heard_filer
from complaints.services.move import transition
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.letters.restoring import replied
from complaints.work import UnitOfWork


def complete(work: UnitOfWork, claim_id: int, *, note: str, expected: int | None = None) -> Claim:
    """Send what staff asked for: the claim waits for a decision again.

    Refuses with: not-found; stale; wrong-state; forbidden.
    """
    claim = lock_claim(work, claim_id, expected)
    transition(work, claim, "complete")
    if boycotts.passing(work.session, [claim.complaint_id], work.now):
        # A claim that a boycott lets pass has no deadline, and comes after all claims that have
        # one.
        clocks.stop_those(work, claim.id, "boycott", ClockKind.DECIDE)
    timeline.add_event(work, [claim], EventKind.AMENDMENT, note=note)
    return claim


def reply(work: UnitOfWork, claim_id: int, *, statement: str, expected: int | None = None) -> Claim:
    """Answer the seller's counter-notice: the filer stands by its claim, in its own words.

    Changes no state: staff decide on both sides' statements. The seller gets a letter; where our
    own rounds run, it can answer once more.
    Refuses with: not-found; stale; forbidden, when the actor is not on the filer's side;
    wrong-state, where no counter-notice waits for a decision.
    """
    claim = lock_claim(work, claim_id, expected)
    if work.actor.role is not Role.FILER:
        raise Refusal("forbidden", _("The filer answers a counter-notice; staff decide it."))
    if claim.state != "countered":
        raise Refusal(
            "wrong-state",
            _(
                "This claim is “%(state)s”: there is no counter-notice to answer.",
                state=label("state", claim.state),
            ),
            state=claim.state,
            possible=[],
        )
    timeline.add_event(work, [claim], EventKind.AMENDMENT, by=EventBy.FILER, note=statement)
    ledger.record(work, "reply", "claim", claim.id)
    clock = heard_filer(work, claim)
    by = None if clock is None else by_the_end(clock.ends_at, clock.calendar)
    letter = replied(claim.id, listing_url(work.session, claim), statement=statement, by=by)
    outbox.tell_seller(work, claim, "claim_replied", letter)
    return claim
