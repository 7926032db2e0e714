"""How the jobs fare: which are late, which fail, and how far behind each kind is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from complaints.config import Config
from complaints.models import Installation, Job
from complaints.queries import clock_jumps
from complaints.rules import jobs as rules

# How long a job that was given up is told.
TOLD_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Late:
    """A job that missed its time at `since`, or that fails: then `error` says how it ended last.

    A recurring job that was never there, as where no worker ever ran, is late since the database
    was made.
    """

    kind: str
    since: datetime
    error: str | None = None
    attempts: int = 0


def late(session: Session, config: Config, now: datetime) -> list[Late]:
    """Return the jobs that did not come to their end in time, and those that fail, by kind.

    What waits for a clock that is in doubt is not late.
    """
    waits = rules.ENDING if clock_jumps.unsettled(session) else ()
    kinds = [kind for kind in _kinds(config) if kind not in waits]
    jobs = session.scalars(_told(now)).all()
    there = {job.unique_key: job for job in jobs}
    missing = [kind for kind in kinds if kind not in there]
    made_at = session.scalar(select(Installation.made_at)) or now
    troubled = [Late(kind, made_at) for kind in missing if rules.is_late(kind, made_at, now=now)]
    for job in jobs:
        since = _late_since(job, config, now) if job.unique_key in kinds else None
        if since or rules.is_failing(job.attempts, has_error=job.error is not None):
            troubled.append(Late(job.kind, since or job.run_at, job.error, job.attempts))
    return sorted(troubled, key=lambda each: (each.kind, each.since))


def lags(session: Session, config: Config, now: datetime) -> dict[str, float]:
    """Return by kind of recurring job how many seconds it is past its time; 0 where it is not."""
    due = select(Job.unique_key, Job.run_at).where(Job.unique_key.in_(_kinds(config)))
    return {
        kind: max(0.0, (now - run_at).total_seconds())
        for kind, run_at in session.execute(due).tuples()
        if kind is not None
    }


def _kinds(config: Config) -> tuple[str, ...]:
    return rules.recurring(by_mail=bool(config.smtp_url), watched=bool(config.operator_mail))


def _told(now: datetime) -> Select[tuple[Job]]:
    """Return the jobs that are not done, and those that were given up not long ago."""
    given_up = and_(Job.error.is_not(None), Job.done_at > now - TOLD_FOR)
    return select(Job).where(or_(Job.done_at.is_(None), given_up)).order_by(Job.id)


def _late_since(job: Job, config: Config, now: datetime) -> datetime | None:
    """Return since when a recurring job is late; None where it is on time.

    One that is due later than its kind ever is was put off by a clock that was ahead, and no worker
    has looked since.
    """
    if rules.is_late(job.kind, job.run_at, now=now):
        return job.run_at
    following = rules.next_time(job.kind, scan_hour=config.scan_hour, now=now)
    assert following is not None, "each of them is due again"
    return now if rules.is_late(job.kind, following, now=job.run_at) else None
