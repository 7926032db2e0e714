"""Takes the steps of clocks whose time is over, in the order in which they are."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Final

from complaints.errors import Refusal
from complaints.models import Claim, Clock
from complaints.queries import clocks as running_clocks
from complaints.rules.clocks import AT_ONCE
from complaints.rules.regimes import ClockStep
from complaints.services import clocks, pending
from complaints.services.claims import lapsing, restoring, rounds
from complaints.work import UnitOfWork

log = logging.getLogger(__name__)
# What the end of a clock does to its claim, which is locked.
Step = Callable[[UnitOfWork, Claim, Clock], None]
STEPS: Final[Mapping[ClockStep, Step]] = {
    ClockStep.LAPSE: lapsing.lapse,
    ClockStep.RESTORE: restoring.restore_listing,
    ClockStep.SILENCE: rounds.silence,
}


def move_announced(work: UnitOfWork, *, limit: int = AT_ONCE) -> int:
    """Compute anew the ends of up to `limit` clocks that cross a year whose days off are announced
    by now; return how many."""
    due = running_clocks.lock_announced_clocks(work.session, work.now, limit)
    for clock in due:
        clocks.compute_anew(work, clock)
    return len(due)


def ring_due(work: UnitOfWork, *, limit: int = AT_ONCE) -> int:
    """End up to `limit` clocks whose time is over and take their steps; return how many.

    A worker that slept takes them in the order in which their times ended. A step that is refused
    changes nothing: its clock goes to the list of staff.
    """
    due = running_clocks.lock_due_clocks(work.session, work.now, limit)
    for clock in due:
        _ring(work, clock)
    return len(due)


def _ring(work: UnitOfWork, clock: Clock) -> None:
    # A claim has several clocks, and the step of an earlier one may have stopped this one.
    if clock.state not in ("running", "paused"):
        return
    try:
        with work.session.begin_nested():
            take_end_step(work, clock)
    except Refusal as refusal:
        work.session.refresh(clock)
        log.warning("clock %s: its step is refused: %s", clock.id, refusal)
        clocks.leave_to_staff(work, clock, str(refusal))


def take_end_step(work: UnitOfWork, clock: Clock) -> None:
    """End a clock and do to its claim, which is locked, what its end does. A decision about the
    claim that has no effect yet becomes void."""
    clocks.end_clock(work, clock)
    if clock.step is not None and clock.claim_id is not None:
        claim = work.session.get_one(Claim, clock.claim_id)
        if clock.step == ClockStep.RESTORE:
            # What the law does at this moment goes before what somebody has just decided.
            pending.void(work, claim.id, "a law's clock rang")
        STEPS[ClockStep(clock.step)](work, claim, clock)
