"""Takes the steps of clocks whose time is over, in the order in which they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from complaints.models import Claim, Clock
from complaints.queries import clocks as running_clocks
from complaints.rules.clocks import AT_ONCE
from complaints.rules.regimes import ClockStep
from complaints.services import clocks
from complaints.services.claims import lapsing, restoring, rounds
from complaints.services.move import locked
from complaints.work import Work

# What the end of a clock does to its claim, which is locked.
Step = Callable[[Work, Claim, Clock], None]
STEPS: Final[Mapping[ClockStep, Step]] = {
    ClockStep.LAPSE: lapsing.lapse,
    ClockStep.RESTORE: restoring.restore,
    ClockStep.SILENCE: rounds.silence,
}


def ring_due(work: Work, *, limit: int = AT_ONCE) -> int:
    """End up to `limit` clocks whose time is over and take their steps; return how many.

    A worker that slept takes them in the order in which their times ended.
    """
    due = running_clocks.due(work.session, work.now, limit)
    for clock in due:
        clocks.end(work, clock)
        if clock.step is not None and clock.claim_id is not None:
            STEPS[ClockStep(clock.step)](work, locked(work.session, Claim, clock.claim_id), clock)
    return len(due)
