"""Do the jobs come to their end, and in time?"""

from __future__ import annotations

from datetime import datetime, timedelta

from complaints.health.check import Found, lasting, well
from complaints.queries.upkeep import health, installations
from complaints.queries.upkeep import jobs as job_queries
from complaints.rules.upkeep.health import FAILING, JOBS, SCAN, State
from complaints.storage.context import Context
from complaints.words import Listed, Message
from complaints.words import message as _


def on_time(context: Context, now: datetime) -> Found:
    """Look for recurring jobs that missed their time."""
    with context.database.reading() as session:
        late = job_queries.late(session, context.config, now)
        has_any = bool(job_queries.lags(session, context.config, now))
    if not has_any:
        return Found(State.WARN, _no_worker())
    if not late:
        return well(_("The jobs are done in time."))
    since = min(job.since for job in late)
    return Found(
        JOBS.of(now - since),
        _(
            "These jobs are late, the oldest by %(time)s: %(jobs)s. See that a worker runs "
            "(`cleanhands run` on SQLite, `cleanhands worker` on PostgreSQL), and what its log "
            "says.",
            time=lasting(now - since),
            jobs=Listed([job.kind for job in late], "and"),
        ),
    )


def _no_worker() -> Message:
    return _(
        "No worker has done anything for this database yet: start `cleanhands run` on SQLite, "
        "`cleanhands worker` on PostgreSQL."
    )


def failing(context: Context, now: datetime) -> Found:
    """Look for jobs that fail again and again."""
    with context.database.reading() as session:
        failed = job_queries.failing(session, now)
    states = {kind: FAILING.of(attempts) for kind, attempts in failed.items()}
    worst = max(states.values(), default=State.OK)
    if worst is State.OK:
        return well(_("No job fails again and again."))
    kinds = sorted(kind for kind, state in states.items() if state is not State.OK)
    return Found(
        worst,
        _(
            "These jobs fail again and again: %(jobs)s. The worker's log says where, beside “job”.",
            jobs=Listed(kinds, "and"),
        ),
    )


def scanned(context: Context, now: datetime) -> Found:
    """Look how long ago the last scan ended, and whether it took longer than from one to the next.
    A demo is scanned when it is made."""
    every = timedelta(minutes=context.config.scan_every)
    with context.database.reading() as session:
        last = health.last_scan(session)
        if last is not None:
            begun = last.finished_at
        else:
            begun = health.installation(session).made_at if health.has_complaints(session) else now
        is_demo = installations.is_demo(session)
    state = State.OK if is_demo else SCAN.of(now - begun)
    if state is State.OK and last is not None and last.took > every:
        return Found(
            State.WARN,
            _(
                "The last scan took %(time)s, longer than the %(every)s after which the next one "
                "is due: they follow one another without a pause. Set CLEANHANDS_SCAN_EVERY to "
                "more minutes.",
                time=lasting(last.took),
                every=lasting(every),
            ),
        )
    if state is State.OK:
        return well(_("The record is scanned."))
    return Found(
        state,
        _(
            "No scan has ended for %(time)s, so nobody new is flagged: see what the worker's log "
            "says of the job “scan”, or run `cleanhands scan`.",
            time=lasting(now - begun),
        ),
    )
