"""What each kind of job does. A handler finishes its job in the transaction of its work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from complaints.context import Context
from complaints.jobs import schedule
from complaints.jobs.queue import Leased
from complaints.models import Job, Replay
from complaints.rules import policies
from complaints.rules.actors import SYSTEM
from complaints.services import boycotts, claims

KEPT_FOR = timedelta(days=7)
_AT_ONCE = 1_000

Handler = Callable[[Context, Leased, datetime], None]


def run_scan(context: Context, job: Leased, now: datetime) -> None:
    """Scan the record and turn what is found into flags."""
    # A server starts without the detector's libraries, which take a second to load.
    from complaints.jobs import scanning

    policy = policies.load(context.config.policy_file).scan
    scanned = scanning.sweep(context.database, policy, now=now)
    with context.database.transaction() as session:
        scanned.record(session, SYSTEM, now=now)
        _finish(session, context, job, now)


def run_clocks(context: Context, job: Leased, now: datetime) -> None:
    """Let the clock act: warnings lapse or are heeded, terms end, unanswered questions lapse.

    Each verb does a bounded number in a transaction of its own, again until nothing is due; all
    of them can be repeated, so only the last transaction is fenced.
    """
    policy = policies.load(context.config.policy_file).boycott
    links = context.links
    verbs: tuple[Callable[[Session], int], ...] = (
        lambda session: boycotts.lapse_due(session, links=links, now=now),
        lambda session: boycotts.heed_due(session, policy=policy, links=links, now=now),
        lambda session: boycotts.expire_due(session, links=links, now=now),
        lambda session: claims.lapse_overdue(session, SYSTEM, now=now),
    )
    for verb in verbs:
        _repeat(context, verb)
    with context.database.transaction() as session:
        _finish(session, context, job, now)


def run_prune(context: Context, job: Leased, now: datetime) -> None:
    """Forget answers kept for repeated POSTs, and finished jobs, after a week."""
    old = now - KEPT_FOR

    def prune(session: Session) -> int:
        replays = select(Replay.id).where(Replay.created_at < old).limit(_AT_ONCE)
        jobs = select(Job.id).where(Job.done_at < old).limit(_AT_ONCE)
        gone = session.execute(delete(Replay).where(Replay.id.in_(replays)).returning(Replay.id))
        done = session.execute(delete(Job).where(Job.id.in_(jobs)).returning(Job.id))
        return len(gone.all()) + len(done.all())

    _repeat(context, prune)
    with context.database.transaction() as session:
        _finish(session, context, job, now)


def _repeat(context: Context, verb: Callable[[Session], int]) -> None:
    touched = 1
    while touched:
        with context.database.transaction() as session:
            touched = verb(session)


def _finish(session: Session, context: Context, job: Leased, now: datetime) -> None:
    job.finish(session, now=now, again_at=schedule.next_time(job.kind, context.config, now=now))


HANDLERS: dict[str, Handler] = {"scan": run_scan, "clocks": run_clocks, "prune": run_prune}
