"""The worker: leases what is due, one job after another, until it is told to stop.

It has a thread for what takes long, one for files of complaints, one for letters and one for the
rest, so that neither a long scan nor a slow mail server holds the others up. Beside them the ledger
is sealed, events go to webhooks, and the leases of all are renewed.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from complaints import migration
from complaints.base import logs
from complaints.base.errors import ConfigurationError, Refusal, trail
from complaints.jobs import calling, queue, schedule, sealing
from complaints.jobs.handlers import HANDLERS
from complaints.jobs.holding import Holding
from complaints.jobs.queue import GaveUpError, Leased, LeaseLostError
from complaints.jobs.scan_process import ScanProcessError
from complaints.jobs.watching import Watch
from complaints.rules.upkeep.jobs import DELIVER, ENDING, IMPORT, LONG
from complaints.storage import db_errors
from complaints.storage.context import Context

PAUSE = 5.0
# Errors with messages of ours; another error's message may quote a row.
OURS = (ConfigurationError, GaveUpError, Refusal, ScanProcessError)
log = logging.getLogger(__name__)


class Share(NamedTuple):
    """The kinds of jobs that one thread does: `only` these, where there are any, but not `but`."""

    only: Collection[str] = ()
    but: Collection[str] = ()


ALL = Share()


def work_until_stopped(context: Context, stop: threading.Event) -> None:
    """Work until `stop` is set. A database that is away for a while does not end the worker.

    Returns once what is in hand came to its end. Whoever cannot wait for that calls
    `holding.give_back` and ends the process: no thread of the worker keeps it alive.
    """
    holding, watch, ended = Holding(), Watch(), threading.Event()
    by_mail = context.config.mail_server is not None
    own = (*LONG, IMPORT)
    rest = Share(but=(*own, DELIVER) if by_mail else own)
    others = [
        _thread("sealer", sealing.seal_until_stopped, context, stop),
        _thread("webhooks", calling.call_until_stopped, context, stop),
        _thread("scans", work, context, stop, holding, watch, Share(only=LONG)),
        _thread("imports", work, context, stop, holding, watch, Share(only=(IMPORT,))),
    ]
    if by_mail:
        post = Share(only=(DELIVER,))
        others.append(_thread("post", work, context, stop, holding, watch, post))
    heart = _thread("heartbeat", holding.run, context, ended)
    for thread in (heart, *others):
        thread.start()
    try:
        work(context, stop, holding, watch, rest)
    finally:
        stop.set()
        for thread in others:
            thread.join()
        ended.set()
        heart.join()


def _thread(name: str, target: Any, *args: object) -> threading.Thread:
    return threading.Thread(target=target, args=args, name=name, daemon=True)


def work(
    context: Context, stop: threading.Event, holding: Holding, watch: Watch, share: Share
) -> None:
    """Do the jobs of a share as they become due, until `stop` is set."""
    while not stop.is_set():
        try:
            # Beside tables of a version that leaves this one no room, it does nothing.
            migration.require_current(context.database)
            if look_and_do(context, holding, watch, share):
                continue
        except ConfigurationError as error:
            log.error("jobs wait: %s", error)
        except Exception as error:
            log.error("jobs wait: %s", db_errors.for_log(error))
        stop.wait(PAUSE)


def look_and_do(context: Context, holding: Holding, watch: Watch, share: Share) -> str | None:
    """Look at the clock, then do one job that is due; return its kind, None where none is due.

    While the clock is in doubt, what ends something by time waits.
    """
    holding.give_back_what_was_cut_off(context)
    look = watch.look(context)
    if look.in_doubt:
        share = share._replace(but=(*share.but, *ENDING))
    return do_next(context, look.now, holding=holding, share=share)


def run_pending(
    context: Context, now: datetime, *, share: Share = ALL, holding: Holding | None = None
) -> list[str]:
    """Do all jobs that are due at `now`; return their kinds in the order done or tried."""
    holding = holding or Holding()
    holding.give_back_what_was_cut_off(context)
    tried: list[str] = []
    while (kind := do_next(context, now, holding=holding, share=share)) is not None:
        tried.append(kind)
    return tried


def do_next(context: Context, now: datetime, *, holding: Holding, share: Share) -> str | None:
    """Do the job that has been due longest; return its kind, None where none is due."""
    with context.database.transaction() as session:
        schedule.arm(session, context.config, now=now)
        job = queue.lease(session, now=now, only=share.only, but=share.but)
    if job is None:
        return None
    try:
        with holding.of(job):
            run_job(context, job, now)
    except SQLAlchemyError:
        holding.cut_off(job)
        raise
    return job.kind


def run_job(context: Context, job: Leased, now: datetime) -> None:
    """Do one leased job; where it fails, store the error and try later.

    Raises SQLAlchemyError where the database is away: that is no failure of the job.
    """
    with logs.of_job(job.id, job.kind):
        _run(context, job, now)


def _run(context: Context, job: Leased, now: datetime) -> None:
    again_at = schedule.next_time(job.kind, context.config, now=now)
    try:
        if job.attempts > queue.MAX_ATTEMPTS and again_at is None:
            raise GaveUpError(queue.GAVE_UP)
        HANDLERS[job.kind](context, job, now)
    except LeaseLostError:
        _say_that_it_is_lost(job)
    except Exception as error:  # a job's failure must not end the worker
        if db_errors.waits(error):
            raise
        _fail(context, job, error, now, again_at)


def _fail(
    context: Context, job: Leased, error: Exception, now: datetime, again_at: datetime | None
) -> None:
    why = db_errors.for_log(error)
    log.error("job %s (%s) failed, attempt %s: %s", job.id, job.kind, job.attempts, why)
    sentence = str(error) if isinstance(error, OURS) else str(trail(error)[0]["error"])
    try:
        with context.database.transaction() as session:
            job.fail(session, error=sentence, now=now, again_at=again_at)
    except LeaseLostError:
        _say_that_it_is_lost(job)


def _say_that_it_is_lost(job: Leased) -> None:
    log.warning("job %s (%s) was given back, or another worker took it over", job.id, job.kind)
