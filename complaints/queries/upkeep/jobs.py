"""How the jobs fare: which recurring ones are late, which fail, how far behind each kind is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from complaints.models import Installation, Job
from complaints.queries.upkeep import clock_jumps
from complaints.rules.upkeep import jobs as rules
from complaints.rules.upkeep.health import FAILING
from complaints.settings.config import Config

# How long a job that was given up is told.
TOLD_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Late:
    """A recurring job that missed its time at `since`.

    One that was never there, as where no worker ever ran, is late since the database was made.
    """

    kind: str
    since: datetime


def late(session: Session, config: Config, now: datetime) -> list[Late]:
    """Return the recurring jobs that did not come to their end in time, by kind.

    What waits for a clock that is in doubt is not late.
    """
    waits = rules.ENDING if clock_jumps.unsettled(session) else ()
    kinds = [kind for kind in _kinds(config) if kind not in waits]
    there = _due(session, kinds)
    made_at = session.scalar(select(Installation.made_at)) or now
    missed = [Late(kind, made_at) for kind in kinds if kind not in there]
    troubled = [each for each in missed if rules.is_late(each.kind, made_at, now=now)]
    for kind, run_at in there.items():
        since = _late_since(kind, run_at, config, now)
        if since is not None:
            troubled.append(Late(kind, since))
    return sorted(troubled, key=lambda each: each.kind)


def lags(session: Session, config: Config, now: datetime) -> dict[str, float]:
    """Return by kind of recurring job how many seconds it is past its time; 0 where it is not.

    Empty where no worker ever ran.
    """
    due = _due(session, _kinds(config))
    return {kind: max(0.0, (now - run_at).total_seconds()) for kind, run_at in due.items()}


def failing(session: Session, now: datetime) -> dict[str, int]:
    """Return by kind how often a job has failed in a row, at most; for a day also where it was
    given up.

    A recurring job that was given up until its next time begins to count again: that counts as bad.
    """
    is_told = or_(Job.done_at.is_(None), Job.done_at > now - TOLD_FOR)
    failed = (
        select(Job.kind, func.min(Job.attempts), func.max(Job.attempts))
        .where(Job.error.is_not(None), is_told)
        .group_by(Job.kind)
    )
    rows = session.execute(failed).tuples()
    return {kind: most if least else FAILING.bad for kind, least, most in rows}


def _due(session: Session, kinds: Collection[str]) -> dict[str, datetime]:
    due = select(Job.unique_key, Job.run_at).where(Job.unique_key.in_(kinds))
    return {kind: run_at for kind, run_at in session.execute(due).tuples() if kind is not None}


def _kinds(config: Config) -> tuple[str, ...]:
    return rules.recurring(by_mail=bool(config.smtp_url), watched=bool(config.operator_mail))


def _late_since(kind: str, run_at: datetime, config: Config, now: datetime) -> datetime | None:
    """Return since when a recurring job is late; None where it is on time.

    One that is due later than its kind ever is was put off by a clock that was ahead, and no worker
    has looked since.
    """
    if rules.is_late(kind, run_at, now=now):
        return run_at
    every = timedelta(minutes=config.scan_every)
    following = rules.next_time(kind, scan_hour=config.scan_hour, scan_every=every, now=now)
    assert following is not None, "each of them is due again"
    return now if rules.is_late(kind, following, now=run_at) else None
