"""Rounds of answers under our own rules: the filer replies, the seller answers once more, and what
silence means once a round's time is over.

Takes the filer's answers: to a request of staff, and to a counter-notice.
"""

from __future__ import annotations

from collections.abc import Sequence

from complaints.base.errors import Refusal
from complaints.models import Claim, Clock
from complaints.queries.decisions import entering
from complaints.queries.law import clocks as running_clocks
from complaints.queries.law import raised_proof
from complaints.queries.sellers import marketplaces
from complaints.rules.actors import Role
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.kinds import EventBy, EventKind
from complaints.rules.law.clocks import by_the_end
from complaints.rules.law.regimes import ClockKind
from complaints.rules.machines import require_transition
from complaints.services import timeline
from complaints.services.decisions.claims.holding import listing_url, lock_claim, tell_filer
from complaints.services.law import clocks
from complaints.services.law import raised_proof as going_on
from complaints.services.mailing import outbox
from complaints.services.move import transition
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.letters.restoring import rejoined, replied
from complaints.work import UnitOfWork

# Claims of one complaint, which are locked, each with its clock that is over.
Rung = Sequence[tuple[Claim, Clock]]


def silence(work: UnitOfWork, rung: Rung) -> None:
    """Let staff decide on what there is: whoever was asked has said nothing.

    The clock that ended says whose silence it was (`queries/decisions/answers.py`): staff read it
    in the queue and at the case. The filer's silence ends the rounds: the seller is not asked
    again.
    """
    for claim, clock in rung:
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
    round runs; second-person-needed and one-let-in-the-other, for staff who decided the claim,
    where two others are left.
    """
    work = marketplaces.for_sellers(work, [claim_id])
    claim = lock_claim(work, claim_id, expected)
    if work.actor.filer_id is not None:
        raise Refusal("forbidden", _("The seller answers the filer's reply."))
    entering.require_not_decided(work, claim, _("Entering what the seller says"))
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


def complete(work: UnitOfWork, claim_id: int, *, note: str, expected: int | None = None) -> Claim:
    """Send what staff asked for, or what a boycott's law asks for: the claim waits for a decision
    once nothing lacks. The caller has put the documents to the claim.

    Refuses with: not-found; stale; wrong-state; forbidden.
    """
    claim = lock_claim(work, claim_id, expected)
    if claim.id in raised_proof.find_lacking(work, [claim]):
        require_transition(CLAIM, claim.state, "complete", work.actor.role)
        timeline.add_event(work, [claim], EventKind.AMENDMENT, note=note)
        ledger.record(work, "amend", "claim", claim.id)
        # Who files, and the right, are shown once for all of its claims.
        going_on.release_proven(work, claim.filer_id)
        return claim
    transition(work, claim, "complete")
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
        raise Refusal(
            "forbidden", _("Only the filer can answer a counter-notice. Staff decide about it.")
        )
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
