"""When recurring jobs are due, from when on they are late, and which wait for a clock in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from complaints.base.clock import month_after

CLOCKS_EVERY = timedelta(minutes=1)
LOOK_EVERY = timedelta(minutes=5)
PRUNE_EVERY = timedelta(hours=1)
SWEEP_EVERY = timedelta(hours=6)
RECURRING = ("clocks", "prune", "scan", "sample", "sweep", "look", "heads")
# Somebody waits for a code. It is there only where letters go out by mail.
DELIVER = "deliver"
DELIVER_EVERY = timedelta(seconds=10)
# Who reads letters once a day has them in the morning, in China and in Europe.
DIGEST = "digest"
# It is there only where the operator is written to.
WATCH = "watch"
WATCH_EVERY = timedelta(minutes=1)
# They take long, and have a thread of their own: the clocks do not wait for them.
SCAN = "scan"
LONG = (SCAN, "backtest")
# Files that people send are filed beside all else, so that a long one keeps nothing waiting.
# One is never given up: after an error it goes on a little later.
IMPORT = "import"
IMPORT_AGAIN = timedelta(minutes=1)
# They end something by time. While the clock is in doubt they wait.
ENDING = ("clocks", "prune", "sweep", "sample")
SCAN_AT_LEAST_EVERY = timedelta(days=1)
# How long after its time a job that has not come to its end is late. A scan may take hours.
LATE_AFTER: Final[Mapping[str, timedelta]] = {
    "deliver": timedelta(minutes=5),
    "watch": timedelta(minutes=15),
    "clocks": timedelta(minutes=15),
    "look": timedelta(minutes=30),
    "prune": timedelta(hours=3),
    "sweep": timedelta(hours=6),
    "scan": timedelta(hours=6),
    "heads": timedelta(hours=6),
    "digest": timedelta(hours=6),
    "sample": timedelta(days=1),
}


def recurring(*, by_mail: bool, watched: bool = False) -> tuple[str, ...]:
    """Return the kinds of the recurring jobs: with letters by mail, and to the operator, or not."""
    return (*RECURRING, *((DELIVER, DIGEST) if by_mail else ()), *([WATCH] if watched else ()))


def next_time(
    kind: str, *, scan_hour: int, scan_every: timedelta, now: datetime
) -> datetime | None:
    """Return when a recurring job is due next, after `now`, or one that is never given up; None for
    a job that runs once."""
    every = {
        "clocks": CLOCKS_EVERY,
        DELIVER: DELIVER_EVERY,
        WATCH: WATCH_EVERY,
        IMPORT: IMPORT_AGAIN,
        "look": LOOK_EVERY,
        "prune": PRUNE_EVERY,
        "sweep": SWEEP_EVERY,
        SCAN: scan_every,
    }
    if kind in every:
        return now + every[kind]
    if kind == DIGEST:
        return _next_daily(0, now)
    if kind == "heads":
        return _next_daily(scan_hour, now)
    if kind == "sample":
        return _next_month(scan_hour, now)
    return None


def is_scan_due(
    started_at: datetime, *, has_come: bool, scan_every: timedelta, now: datetime
) -> bool:
    """Say whether a scan is due: something came since the last one began at `started_at`, or the
    next look would come more than a day after it. Terms end and papers are compared by themselves,
    so that a day without a scan is too long even where nobody filed."""
    return has_come or now + scan_every > started_at + SCAN_AT_LEAST_EVERY


def is_late(kind: str, run_at: datetime, *, now: datetime) -> bool:
    """Say whether a recurring job that was due at `run_at` and has not come to its end is late."""
    return now - run_at >= LATE_AFTER[kind]


def _next_daily(hour: int, now: datetime) -> datetime:
    """Return the next full hour of this name, in UTC."""
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


def _next_month(scan_hour: int, now: datetime) -> datetime:
    """Return the first of the next month, an hour after what is daily."""
    daily = month_after(now).replace(hour=scan_hour, minute=0, second=0, microsecond=0)
    return daily + timedelta(hours=1)
