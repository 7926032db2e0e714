"""The worker: leases what is due, one job after another, until it is told to stop."""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from sqlalchemy.exc import OperationalError

from complaints.clock import utcnow
from complaints.context import Context
from complaints.errors import ConfigurationError, Refusal, trail
from complaints.jobs import queue, schedule, sealing
from complaints.jobs.handlers import HANDLERS
from complaints.jobs.queue import GaveUpError, Leased, LeaseLostError

PAUSE = 5.0
# Errors with messages of ours; another error's message may quote a row.
OURS = (ConfigurationError, GaveUpError, Refusal)
log = logging.getLogger(__name__)


def run(context: Context, stop: threading.Event) -> None:
    """Work until `stop` is set. A database that is away for a while does not end the worker.

    The ledger is sealed in a thread of its own, and letters go out in another: a long scan and a
    slow mail server hold neither up.
    """
    others = [threading.Thread(target=sealing.run, args=(context, stop), name="sealer")]
    kinds = {}
    if context.config.mail_server is not None:
        only = {"only": schedule.DELIVER}
        others.append(threading.Thread(target=_run, args=(context, stop), kwargs=only, name="post"))
        kinds["but"] = schedule.DELIVER
    for other in others:
        other.start()
    try:
        _run(context, stop, **kinds)
    finally:
        stop.set()
        for other in others:
            other.join()


def _run(context: Context, stop: threading.Event, **kinds: str) -> None:
    while not stop.is_set():
        try:
            run_pending(context, utcnow(), stop=stop, **kinds)
        except OperationalError as error:
            log.error("jobs wait, the database does not answer: %s", type(error.orig).__name__)
        stop.wait(PAUSE)


def run_pending(
    context: Context,
    now: datetime,
    *,
    stop: threading.Event | None = None,
    only: str | None = None,
    but: str | None = None,
) -> list[str]:
    """Do all jobs that are due at `now`; return their kinds in the order done or tried.

    `only` is the one kind to do, `but` the kind to leave to others.
    """
    with context.database.transaction() as session:
        schedule.arm(session, context.config, now=now)
    # Where a worker was killed nobody waits long for a code. Two that send at once do no harm.
    lasts = schedule.DELIVER_LEASE if only == schedule.DELIVER else queue.LEASE
    tried: list[str] = []
    while stop is None or not stop.is_set():
        with context.database.transaction() as session:
            job = queue.lease(session, now=now, only=only, but=but, lasts=lasts)
        if job is None:
            break
        tried.append(job.kind)
        run_job(context, job, now)
    return tried


def run_job(context: Context, job: Leased, now: datetime) -> None:
    """Do one leased job; where it fails, store the error and try later."""
    again_at = schedule.next_time(job.kind, context.config, now=now)
    try:
        if job.attempts > queue.MAX_ATTEMPTS:
            raise GaveUpError(queue.GAVE_UP)
        HANDLERS[job.kind](context, job, now)
    except LeaseLostError:
        log.warning("job %s (%s) was taken over by another worker", job.id, job.kind)
    except OperationalError:
        # The lease runs out by itself; without a database there is nowhere to keep the error.
        raise
    except Exception as error:  # a job's failure must not end the worker
        chain = trail(error)
        log.error("job %s (%s) failed, attempt %s: %s", job.id, job.kind, job.attempts, chain)
        with context.database.transaction() as session:
            job.fail(
                session,
                error=str(error) if isinstance(error, OURS) else str(chain[0]["error"]),
                now=now,
                again_at=again_at,
            )
