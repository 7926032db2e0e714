"""Recurring jobs: each is one row, due again after each run at the time that rules/upkeep/jobs.py
gives.

It also mends the table, with each look of a worker: what processes hold that have ended, and what a
clock left that was ahead.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from complaints.base import machine
from complaints.jobs import queue
from complaints.rules.upkeep import jobs as rules
from complaints.settings.config import Config


def arm(session: Session, config: Config, *, now: datetime) -> None:
    """Add the recurring jobs that are not in the table yet, and mend what is there.

    No job is due later than one of its kind ever is, and no lease lasts longer than one does. What
    the dead hold, and what nobody renewed, is free again.
    """
    unfinished = queue.unfinished_jobs(session)
    there = {job.unique_key for job in unfinished}
    for kind in rules.recurring(by_mail=bool(config.smtp_url), watched=bool(config.operator_mail)):
        if kind not in there:
            first = _latest(kind, config, now) if kind == "scan" else now
            queue.add_job(session, kind, run_at=first, unique_key=kind)
    for job in unfinished:
        latest = _latest(job.kind, config, now)
        if job.run_at > latest:
            queue.bring_forward(session, [job.id], to=latest)
    if any(job.leased_until and job.leased_until > now + queue.LEASE for job in unfinished):
        queue.shorten_leases(session, now=now)
    for job in unfinished:
        if job.lease and (job.leased_until <= now or machine.is_proven_dead(job.holder or "")):
            again_at = min(_after_death(job.attempts, now), _latest(job.kind, config, now))
            queue.free_job(session, job.lease, run_at=again_at)


def _after_death(attempts: int, now: datetime) -> datetime:
    """Return when a job is due again whose worker died: at once, behind what is due already.

    A job that kills each worker that takes it keeps no other from its turn; after more than
    eight times it waits, so that what else the worker does comes to an end.
    """
    return now if attempts <= queue.MAX_ATTEMPTS else now + queue.LONGEST_RETRY


def _latest(kind: str, config: Config, now: datetime) -> datetime:
    """Return the latest time that a job of this kind is ever due at, looked at now."""
    return next_time(kind, config, now=now) or now + queue.LONGEST_RETRY


def next_time(kind: str, config: Config, *, now: datetime) -> datetime | None:
    """Return when a recurring job is due next, after `now`; None for a job that runs once."""
    every = timedelta(minutes=config.scan_every)
    return rules.next_time(kind, scan_hour=config.scan_hour, scan_every=every, now=now)
