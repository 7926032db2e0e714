"""What a worker holds: renewed by a heartbeat while it works, given back when it is cut off.

The heartbeat has a thread of its own, so that a scan keeps its lease however long it takes, and so
does a worker whose database is away for less than the lease.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from complaints.base import machine
from complaints.base.clock import utcnow
from complaints.jobs import queue
from complaints.jobs.queue import Leased
from complaints.storage import db_errors
from complaints.storage.context import Context

# Seconds between two beats, and after one that failed.
EVERY = 15.0
AFTER_FAILURE = 3.0
# Seconds for which `give_back` waits for SQLite's writer, and how often it asks.
PATIENCE = 2.0
ASKS_EVERY = 0.05
log = logging.getLogger(__name__)


class Holding:
    """The jobs that the threads of one worker have in hand, and those that they were cut off."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, Leased] = {}
        self._cut_off: set[str] = set()
        self._gone: set[str] = set()

    @contextmanager
    def of(self, job: Leased) -> Iterator[None]:
        """Keep the lease of a job while it is worked on."""
        with self._lock:
            self._held[job.lease] = job
        try:
            yield
        finally:
            with self._lock:
                self._held.pop(job.lease, None)

    def cut_off(self, job: Leased) -> None:
        """Note that the database went away under this job: it is given back with the next look."""
        with self._lock:
            self._cut_off.add(job.lease)

    def give_back_what_was_cut_off(self, context: Context) -> None:
        """Let others, and this worker, take again what the database was away for."""
        with self._lock:
            leases = set(self._cut_off)
        if not leases:
            return
        with context.database.transaction() as session:
            queue.give_back(session, leases)
        with self._lock:
            self._cut_off -= leases

    def beat(self, context: Context, now: datetime) -> None:
        """Renew the leases of all jobs in hand, and say which were lost."""
        with self._lock:
            held = dict(self._held)
        if not held:
            return
        with context.database.transaction() as session:
            ours = queue.renew(session, list(held), now=now)
        with self._lock:
            # One that is gone may just have been finished: it is lost if it is still in hand later.
            gone = held.keys() - ours
            lost = [self._held.pop(each) for each in gone & self._gone if each in self._held]
            self._gone = gone
        for job in lost:
            log.warning("job %s (%s): its lease is lost, its work will not count", job.id, job.kind)

    def run(self, context: Context, ended: threading.Event) -> None:
        """Beat until `ended` is set. Nothing that goes wrong ends it: the next beat tries again."""
        pause = EVERY
        while not ended.wait(pause):
            try:
                self.beat(context, utcnow())
                pause = EVERY
            except Exception as error:
                log.error("leases of jobs wait to be renewed: %s", db_errors.for_log(error))
                pause = AFTER_FAILURE


def give_back(context: Context) -> None:
    """Give back all leases of this process, at its end: what still works ends without effect.

    Any thread may call it while others work. It waits for no writer for long: what it cannot give
    back, others take once this process is proven dead, or after a minute.
    """
    latest = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < latest:
            with context.database.at_once() as session:
                if session is not None:
                    queue.give_back(session, queue.held_by(session, machine.holder()))
                    return
            time.sleep(ASKS_EVERY)
    except DBAPIError as error:
        log.error("leases were not given back: %s", type(error.orig).__name__)
