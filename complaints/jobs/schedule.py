"""Recurring jobs: each is one row, due again after each run at the time that this module gives."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from complaints.config import Config
from complaints.jobs import queue

CLOCKS_EVERY = timedelta(minutes=1)
PRUNE_EVERY = timedelta(hours=1)
LOOK_EVERY = timedelta(minutes=5)
SWEEP_EVERY = timedelta(hours=6)
RECURRING = ("clocks", "prune", "scan", "sample", "sweep", "look", "heads")
# Somebody waits for a code.
DELIVER_EVERY = timedelta(seconds=10)
DELIVER_LEASE = timedelta(seconds=90)
# It is there only where letters go out by mail.
DELIVER = "deliver"


def arm(session: Session, config: Config, *, now: datetime) -> None:
    """Add the recurring jobs that are not in the table yet.

    One that waits for longer than it ever has to was put off by a clock that was ahead: it takes
    its turn again.
    """
    for kind in (*RECURRING, *([DELIVER] if config.smtp_url else [])):
        first = _next_scan(config, now) if kind == "scan" else now
        queue.put(session, kind, run_at=first, unique_key=kind)
        following = next_time(kind, config, now=now)
        assert following is not None, "each of them is due again"
        queue.bring_forward(session, kind, to=max(following, now + queue.LONGEST_RETRY))


def next_time(kind: str, config: Config, *, now: datetime) -> datetime | None:
    """Return when a recurring job is due next, after `now`; None for a job that runs once."""
    if kind == "clocks":
        return now + CLOCKS_EVERY
    if kind == DELIVER:
        return now + DELIVER_EVERY
    if kind == "look":
        return now + LOOK_EVERY
    if kind == "prune":
        return now + PRUNE_EVERY
    if kind == "sweep":
        return now + SWEEP_EVERY
    if kind in ("scan", "heads"):
        return _next_scan(config, now)
    if kind == "sample":
        return _next_month(config, now)
    return None


def _next_month(config: Config, now: datetime) -> datetime:
    """Return the first of the next month, an hour after the scan of that day."""
    first = (now.replace(day=1) + timedelta(days=32)).replace(day=1)
    scan = first.replace(hour=config.scan_hour, minute=0, second=0, microsecond=0)
    return scan + timedelta(hours=1)


def _next_scan(config: Config, now: datetime) -> datetime:
    today = now.replace(hour=config.scan_hour, minute=0, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)
