"""What staff do with a clock on their list: its step did not follow by itself.

It was over already when this version's tables came, or its step was refused.
"""

from __future__ import annotations

from complaints.errors import Refusal
from complaints.models import Claim, Clock
from complaints.rules.actors import SYSTEM
from complaints.services import clocks, ledger
from complaints.services.claims.pausing import lock_with_clock
from complaints.services.claims.ringing import take_end_step
from complaints.words import message as _
from complaints.work import UnitOfWork


def carry_out_end(work: UnitOfWork, clock_id: int, *, reason: str) -> Claim:
    """Let follow now what the clock's end does.

    Refuses with: not-found; held; forbidden; wrong-state, where it does not wait for this;
    and with what the step itself is refused for.
    """
    claim, clock = lock_with_clock(work, clock_id)
    _require_overdue(clock)
    ledger.record(work, "carried_out", "clock", clock.id, why=reason, claim=claim.id)
    # The clock takes this step; the ledger's entry above says who allowed it.
    take_end_step(work.by(SYSTEM), clock)
    return claim


def leave(work: UnitOfWork, clock_id: int, *, reason: str) -> Claim:
    """Leave the claim as it is: the clock is over, and nothing follows.

    Refuses with: not-found; held; forbidden; wrong-state.
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
