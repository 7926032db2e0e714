"""Staff let a claim's clock stand still, with a reason, and let it run on.

What staff do with a clock on their list: its step did not follow by itself.

It was over already when this version's tables came, or its step was refused.
"""

from __future__ import annotations

from complaints.base.errors import Refusal, not_found
from complaints.models import Claim, Clock
from complaints.queries.law import clocks as running_clocks
from complaints.rules.actors import SYSTEM
from complaints.rules.law.clocks import may_pause
from complaints.services.decisions.claims.holding import lock_claim
from complaints.services.decisions.claims.ringing import take_end_step
from complaints.services.law import clocks
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def pause(work: UnitOfWork, clock_id: int, *, reason: str) -> Claim:
    """Let a clock stand still. One that a law bounds rings at its latest moment all the same.

    Refuses with: not-found; forbidden; wrong-state, where it does not run, or its
    time is the law's or the seller's.
    """
    claim, clock = lock_with_clock(work, clock_id)
    if not may_pause(clock.kind, clock.latest):
        raise Refusal(
            "wrong-state",
            _("This deadline is set by law, or belongs to the seller. Nobody can put it off."),
            state=clock.state,
        )
    clocks.pause(work, clock, reason)
    return claim


def resume(work: UnitOfWork, clock_id: int) -> Claim:
    """Let a clock run on that stands still: it ends later by as long as it stood.

    Refuses with: not-found; forbidden; wrong-state.
    """
    claim, clock = lock_with_clock(work, clock_id)
    clocks.resume(work, clock)
    return claim


def lock_with_clock(work: UnitOfWork, clock_id: int) -> tuple[Claim, Clock]:
    """Return a clock and its claim, both locked, for a member of staff.

    Refuses with: not-found; forbidden.
    """
    claim_id = running_clocks.claim_of(work.session, clock_id)
    if claim_id is None:
        raise not_found(_("deadline"))
    claim = lock_claim(work, claim_id, None)
    if not work.actor.is_staff:
        raise Refusal("forbidden", _("Only staff can pause a deadline or let it run on."))
    return claim, running_clocks.lock_clock(work.session, clock_id)


def carry_out_end(work: UnitOfWork, clock_id: int, *, reason: str) -> Claim:
    """Let follow now what the clock's end does.

    Refuses with: not-found; forbidden; wrong-state, where it does not wait for this;
    and with what the step itself is refused for.
    """
    claim, clock = lock_with_clock(work, clock_id)
    _require_overdue(clock)
    ledger.record(work, "carried_out", "clock", clock.id, why=reason, claim=claim.id)
    # The clock takes this step; the ledger's entry above says who allowed it.
    take_end_step(work.by(SYSTEM), [clock])
    return claim


def leave(work: UnitOfWork, clock_id: int, *, reason: str) -> Claim:
    """Leave the claim as it is: the clock is over, and nothing follows.

    Refuses with: not-found; forbidden; wrong-state.
    """
    claim, clock = lock_with_clock(work, clock_id)
    _require_overdue(clock)
    ledger.record(work, "left", "clock", clock.id, why=reason, claim=claim.id)
    clocks.stop(work, clock, reason)
    return claim


def _require_overdue(clock: Clock) -> None:
    if clock.state != "overdue":
        raise Refusal(
            "wrong-state",
            _(
                "This deadline is not on the list: it is still running, or somebody has dealt "
                "with it."
            ),
            state=clock.state,
        )
