"""The table of jobs: put, lease, finish, fail. Knows no kind of job.

A lease is a token and a time. A worker that holds the token may finish the job. One that lost it
(too slow, taken for dead) updates no row when it finishes, and its transaction is rolled back.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, true, update
from sqlalchemy.orm import Session

from complaints.db import insertion
from complaints.models import Job

LEASE = timedelta(minutes=15)
MAX_ATTEMPTS = 8
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = FIRST_RETRY * 2 ** (MAX_ATTEMPTS - 2)
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
        values: dict[str, object] = {"lease": None, "leased_until": None, "error": None}
        if again_at is None:
            values["done_at"] = now
        else:
            values |= {"run_at": again_at, "attempts": 0}
        self._update(session, values)

    def fail(
        self, session: Session, *, error: str, now: datetime, again_at: datetime | None = None
    ) -> None:
        """Store the error and try later: the wait doubles; after the last attempt it is given up.

        A recurring job (`again_at`) waits for its next time instead. Raises LeaseLostError.
        """
        values: dict[str, object] = {"lease": None, "leased_until": None, "error": error[:2000]}
        if self.attempts < MAX_ATTEMPTS:
            values["run_at"] = now + FIRST_RETRY * 2 ** (self.attempts - 1)
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


def put(
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


def bring_forward(session: Session, unique_key: str, *, to: datetime) -> None:
    """Let a job run at this time that was to run later."""
    later = update(Job).where(Job.unique_key == unique_key, Job.run_at > to)
    session.execute(later.values(run_at=to))


def lease(
    session: Session,
    *,
    now: datetime,
    only: str | None = None,
    but: str | None = None,
    lasts: timedelta = LEASE,
) -> Leased | None:
    """Take the job that has been due longest and that nobody holds; None where there is none.

    `only` is the one kind to take, `but` the kind to leave alone; `lasts` is how long it is held
    where the worker dies.
    """
    is_ours = (
        true() if only is None else Job.kind == only,
        true() if but is None else Job.kind != but,
    )
    due = (
        select(Job)
        .where(
            Job.done_at.is_(None),
            Job.run_at <= now,
            *is_ours,
            or_(Job.leased_until.is_(None), Job.leased_until <= now),
        )
        .order_by(Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = session.scalar(due)
    if job is None:
        return None
    job.attempts += 1
    job.lease = secrets.token_hex(8)
    job.leased_until = now + lasts
    session.flush()
    return Leased(job.id, job.kind, job.payload, job.lease, job.attempts)
