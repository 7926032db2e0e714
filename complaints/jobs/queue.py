"""The table of jobs: put, lease, renew, give back, finish, fail. Knows no kind of job.

A lease is a token and a time, and names the process that holds it. A worker that holds the token
may finish the job. One that lost it (too slow, taken for dead) updates no row when it finishes, and
its transaction is rolled back.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, case, or_, select, update
from sqlalchemy.orm import Session

from complaints.base import machine
from complaints.models import Job
from complaints.storage.db import insertion

# Renewed by a heartbeat (holding.py) while its worker lives.
LEASE = timedelta(minutes=1)
MAX_ATTEMPTS = 8
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = FIRST_RETRY * 2 ** (MAX_ATTEMPTS - 2)
FREE: Mapping[str, object] = {"lease": None, "leased_until": None, "holder": None}
GAVE_UP = "The worker ended before it could finish; tried too often."


class GaveUpError(Exception):
    """The job was begun too often without an end."""


class LeaseLostError(Exception):
    """Another worker has taken this job over; the work done here must not be committed."""


@dataclass(frozen=True, slots=True)
class Leased:
    """A job that a worker has leased."""

    id: int
    kind: str
    payload: Mapping[str, object]
    lease: str
    attempts: int

    def finish(self, session: Session, *, now: datetime, again_at: datetime | None = None) -> None:
        """Mark the job done, or due again, in the transaction of its work.

        Raises LeaseLostError.
        """
        values: dict[str, object] = {**FREE, "error": None}
        if again_at is None:
            values["done_at"] = now
        else:
            values |= {"run_at": again_at, "attempts": 0}
        self._update(session, values)

    def fail(
        self, session: Session, *, error: str, now: datetime, again_at: datetime | None = None
    ) -> None:
        """Store the error and try later: the wait doubles; after the last attempt it is given up.

        A recurring job (`again_at`) waits for its next time instead, and never longer. Raises
        LeaseLostError.
        """
        values: dict[str, object] = {**FREE, "error": error[:2000]}
        if self.attempts < MAX_ATTEMPTS:
            later = now + FIRST_RETRY * 2 ** (self.attempts - 1)
            values["run_at"] = later if again_at is None else min(later, again_at)
        elif again_at is None:
            values["done_at"] = now
        else:
            values |= {"run_at": again_at, "attempts": 0}
        self._update(session, values)

    def _update(self, session: Session, values: dict[str, object]) -> None:
        mine = update(Job).where(Job.id == self.id, Job.lease == self.lease, Job.done_at.is_(None))
        touched = session.execute(mine.values(values).returning(Job.id)).scalar()
        if touched is None:
            raise LeaseLostError(self.kind)


def add_job(
    session: Session,
    kind: str,
    *,
    run_at: datetime,
    unique_key: str | None = None,
    payload: Mapping[str, object] | None = None,
) -> None:
    """Add a job; one whose `unique_key` is there already is left as it is."""
    row = {
        "kind": kind,
        "unique_key": unique_key,
        "payload": dict(payload or {}),
        "run_at": run_at,
        "attempts": 0,
    }
    session.execute(insertion(session, Job).values(row).on_conflict_do_nothing())


def lease(
    session: Session,
    *,
    now: datetime,
    only: Collection[str] = (),
    but: Collection[str] = (),
) -> Leased | None:
    """Take the job that has been due longest and that nobody holds; None where there is none.

    `only` are the kinds to take, all where it is empty; `but` are those to leave alone.
    """
    due = (
        select(Job)
        .where(
            Job.done_at.is_(None),
            Job.run_at <= now,
            Job.kind.not_in(but),
            or_(Job.leased_until.is_(None), Job.leased_until <= now),
        )
        .order_by(Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = session.scalar(due.where(Job.kind.in_(only)) if only else due)
    if job is None:
        return None
    job.attempts += 1
    job.lease = secrets.token_hex(8)
    job.leased_until = now + LEASE
    job.holder = machine.holder()
    session.flush()
    return Leased(job.id, job.kind, job.payload, job.lease, job.attempts)


def renew(session: Session, leases: Collection[str], *, now: datetime) -> set[str]:
    """Hold these leases for another while; return those that are still ours."""
    held = update(Job).where(Job.lease.in_(leases), Job.done_at.is_(None))
    renewed = held.values(leased_until=now + LEASE).returning(Job.lease)
    return {lease for lease in session.scalars(renewed) if lease is not None}


def give_back(session: Session, leases: Collection[str]) -> None:
    """Let others take what these leases hold. The attempts were cut off, and do not count as ones
    that failed.

    What still works on one of the jobs ends without effect.
    """
    one_less = case((Job.attempts > 0, Job.attempts - 1), else_=0)
    held = update(Job).where(Job.lease.in_(leases), Job.done_at.is_(None))
    session.execute(held.values(**FREE, attempts=one_less))


def free_job(session: Session, lease: str, *, run_at: datetime) -> None:
    """Let others take a job whose worker died. The attempt counts: it may be the job that kills."""
    held = update(Job).where(Job.lease == lease, Job.done_at.is_(None))
    session.execute(held.values(**FREE, run_at=run_at))


def held_by(session: Session, holder: str) -> list[str]:
    """Return the leases that a process holds."""
    ours = select(Job.lease).where(
        Job.holder == holder, Job.lease.is_not(None), Job.done_at.is_(None)
    )
    return [lease for lease in session.scalars(ours) if lease is not None]


def unfinished_jobs(session: Session) -> Sequence[Row[Any]]:
    """Return what is known of all jobs that are not done."""
    columns = (
        Job.id,
        Job.kind,
        Job.unique_key,
        Job.run_at,
        Job.lease,
        Job.leased_until,
        Job.holder,
        Job.attempts,
    )
    return session.execute(select(*columns).where(Job.done_at.is_(None)).order_by(Job.id)).all()


def bring_forward(session: Session, ids: Collection[int], *, to: datetime) -> None:
    """Let jobs run at this time that were to run later."""
    later = update(Job).where(Job.id.in_(ids), Job.run_at > to)
    session.execute(later.values(run_at=to))


def shorten_leases(session: Session, *, now: datetime) -> None:
    """Let no lease last longer than one does; whoever lives renews it."""
    too_long = update(Job).where(Job.done_at.is_(None), Job.leased_until > now + LEASE)
    session.execute(too_long.values(leased_until=now + LEASE))
