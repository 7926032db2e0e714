"""What each kind of job does. A handler finishes its job in the transaction of its work."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from complaints.base.clock import utcnow
from complaints.health import letters
from complaints.health.documents import require_place
from complaints.jobs import (
    delivering,
    digesting,
    heads,
    memory,
    pruning,
    scan_process,
    schedule,
)
from complaints.jobs.queue import Leased
from complaints.models import Job, PolicyDraft
from complaints.queries.filing import documents
from complaints.queries.findings import samples as sample_queries
from complaints.queries.findings import scans
from complaints.queries.upkeep import health
from complaints.rules.actors import SYSTEM
from complaints.rules.upkeep.jobs import is_scan_due
from complaints.services.cases import boycotts, suspensions
from complaints.services.decisions import claims, taking_effect
from complaints.services.findings import samples
from complaints.services.logins import sign_ups
from complaints.services.policy import policy_drafts
from complaints.services.registry.rows import chunks
from complaints.storage.context import Context
from complaints.work import UnitOfWork, begin_work
from complaints.work.policy import in_force

KEPT_UNNAMED = timedelta(days=1)
_AT_ONCE = 1_000

# What the job `clocks` does, in this order.
BY_CLOCK: Final[tuple[Callable[[UnitOfWork], int], ...]] = (
    taking_effect.carry_out_due,
    boycotts.deliver_due, boycotts.lapse_due, boycotts.heed_due, boycotts.expire_due,
    suspensions.move_due,
    claims.move_announced, claims.run_on_due, claims.ring_due, claims.remind_due,
    claims.announce_due, claims.give_due,
)  # fmt: skip

Handler = Callable[[Context, Leased, datetime], None]


def run_scan(context: Context, job: Leased, now: datetime) -> None:
    """Scan the record and turn the findings into flags, where anything came since the last scan."""
    with context.database.reading() as session:
        # One that cannot be read fails here.
        in_force(session)
        is_due = has_scan_to_do(session, context, now)
    if is_due:
        scan_process.scan(context, job, now)
        return
    with context.database.transaction() as session:
        seen = {"nothing_came_at": now.isoformat()}
        session.execute(update(Job).where(Job.id == job.id).values(payload=seen))
        _finish(session, context, job, now)


def has_scan_to_do(session: Session, context: Context, now: datetime) -> bool:
    """Say whether anything came since the last scan, or a day is almost over."""
    last = scans.newest_run(session)
    if last is None:
        return health.has_complaints(session)
    return is_scan_due(
        last.started_at,
        has_come=scans.has_come(session, last),
        scan_every=timedelta(minutes=context.config.scan_every),
        now=now,
    )


def run_clocks(context: Context, job: Leased, now: datetime) -> None:
    """Take the clocks' steps. They can be repeated, so only the last transaction is fenced."""
    take_steps(context, now)
    with context.database.transaction() as session:
        _finish(session, context, job, now)


def take_steps(context: Context, now: datetime) -> None:
    """Take the steps of all clocks that are due: pending decisions take effect, warnings lapse or
    are heeded, terms end, and whatever a claim's clock does; then remind of what is not over yet.

    Each verb does a bounded number in a transaction of its own, again until nothing is due.
    """
    for verb in BY_CLOCK:
        _repeat(context, _by_clock(context, now, verb))
    with begin_work(context, SYSTEM, now=now) as work:
        sign_ups.write_to_notifiers(work, vault=context.vault)


def run_sample(context: Context, job: Leased, now: datetime) -> None:
    """Draw this month's random sample of unflagged filers, once."""
    with context.database.reading() as session:
        policy = in_force(session)
        eligible = sample_queries.eligible(session, policy.sample, now=now)
    with begin_work(context, SYSTEM, now=now) as work:
        samples.draw_sample(work, eligible, seed=secrets.randbelow(2**31))
        _finish(work.session, context, job, now)


def run_prune(context: Context, job: Leased, now: datetime) -> None:
    """Delete what has ended; where much has, a part of it, and the rest in a minute."""
    all_gone = pruning.prune(context, now, at_most=pruning.AT_MOST)
    again_at = schedule.next_time(job.kind, context.config, now=now)
    with context.database.transaction() as session:
        job.finish(session, now=now, again_at=again_at if all_gone else now + pruning.AGAIN_AFTER)


def run_look(context: Context, job: Leased, now: datetime) -> None:
    """Compare newly uploaded papers with those that are stored."""
    from complaints.jobs import looking

    # Each would count as one that cannot be looked at.
    require_place(context)
    looking.look_at_waiting(context, now)
    with context.database.transaction() as session:
        _finish(session, context, job, now)


def run_sweep(context: Context, job: Leased, now: datetime) -> None:
    """Delete document contents that no row names and that were written a day ago or earlier.

    A content is stored before its row; where writing the row fails, it stays behind.
    """
    # In another's place no file would have a row of ours.
    require_place(context)
    before = now - KEPT_UNNAMED
    for sha256s in chunks(context.archive.older_than(before), _AT_ONCE):
        with context.database.reading() as session:
            unnamed = set(sha256s) - documents.stored(session, sha256s)
        for sha256 in sorted(unnamed):
            context.archive.delete(sha256, before=before)
    with context.database.transaction() as session:
        _finish(session, context, job, now)


def run_heads(context: Context, job: Leased, now: datetime) -> None:
    """Keep the head of the ledger: in the log, in a file and, where one is set, in a mailbox."""
    heads.keep_head(context, now)
    with context.database.transaction() as session:
        _finish(session, context, job, now)


def run_watch(context: Context, job: Leased, now: datetime) -> None:
    """Write to the operator where something does not work any more, or does again."""
    known = letters.write_letters(context, job.payload, now)
    with context.database.transaction() as session:
        session.execute(update(Job).where(Job.id == job.id).values(payload=known))
        _finish(session, context, job, now)


def run_deliver(context: Context, job: Leased, now: datetime) -> None:
    """Send the letters that are due by mail, each in transactions of its own."""
    delivering.deliver(context, now)
    with context.database.transaction() as session:
        _finish(session, context, job, now)


def run_digest(context: Context, job: Leased, now: datetime) -> None:
    """Write the day's mail to those who chose one."""
    digesting.write_digests(context, now)
    with context.database.transaction() as session:
        _finish(session, context, job, now)


@memory.given_back
def run_backtest(context: Context, job: Leased, now: datetime) -> None:
    """Replay the record under the policy in force and a draft, and store the result."""
    # A server starts without the detector's libraries, which take a second to load.
    from complaints.jobs import backtesting

    with context.database.reading() as session:
        draft = session.get_one(PolicyDraft, job.payload["draft"])

    def progress(done: int, looks: int) -> None:
        with begin_work(context, SYSTEM, now=now) as work:
            policy_drafts.go_on(work, draft, done, looks)

    outcome = backtesting.replay(context, draft, now=now, progress=progress)
    with begin_work(context, SYSTEM, now=now) as work:
        policy_drafts.finish(work, draft, **outcome)
        _finish(work.session, context, job, now)


def run_import(context: Context, job: Leased, now: datetime) -> None:
    """File the complaints of a sent file for a while; what is left has its turn after others."""
    # The rules of filing take a while to load, and not every worker has a file to read.
    from complaints.jobs import importing

    is_over = importing.file_rows(context, int(str(job.payload["import"])), now)
    with context.database.transaction() as session:
        job.finish(session, now=now, again_at=None if is_over else utcnow())


def _by_clock(
    context: Context, now: datetime, verb: Callable[[UnitOfWork], int]
) -> Callable[[Session], int]:
    return lambda session: verb(UnitOfWork(session, SYSTEM, now, context.links))


def _repeat(context: Context, verb: Callable[[Session], int]) -> None:
    touched = 1
    while touched:
        with context.database.transaction() as session:
            touched = verb(session)


def _finish(session: Session, context: Context, job: Leased, now: datetime) -> None:
    job.finish(session, now=now, again_at=schedule.next_time(job.kind, context.config, now=now))


HANDLERS: dict[str, Handler] = {
    "scan": run_scan, "clocks": run_clocks, "prune": run_prune, "sample": run_sample,
    "backtest": run_backtest,
    "sweep": run_sweep,
    "look": run_look,
    "heads": run_heads,
    "watch": run_watch,
    "deliver": run_deliver,
    "digest": run_digest,
    "import": run_import,
}  # fmt: skip
