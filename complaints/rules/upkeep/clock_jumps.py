"""Whether a machine's clock jumped: what it says, against the time since the machine's boot.

A clock that is corrected in small steps, as time services do, has not jumped. Neither has that of
a machine that was off or slept: the time since its boot counts sleep too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# A smaller step between two looks is a correction.
JUMP = timedelta(minutes=1)
# Seconds since the boot for which a clock that jumped has to go evenly until it is trusted again.
SETTLES_AFTER = 3600.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What both clocks said at one moment: the time of day, and the seconds since the boot."""

    wall: datetime
    moment: float


def jump(before: Reading, after: Reading) -> timedelta | None:
    """Return by how much the clock jumped in between, below zero for back; None where it did not.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    >>> before = Reading(noon, 100.0)
    >>> jump(before, Reading(noon + timedelta(hours=2), 100.0 + 7200))
    >>> str(jump(before, Reading(noon + timedelta(hours=2), 105.0)))
    '1:59:55'
    """
    passed = timedelta(seconds=after.moment - before.moment)
    by = (after.wall - before.wall) - passed
    return by if abs(by) >= JUMP else None


def has_settled(since: float, moment: float) -> bool:
    """Say whether a clock that last jumped at `since` is trusted again; both since the boot."""
    return moment - since >= SETTLES_AFTER
