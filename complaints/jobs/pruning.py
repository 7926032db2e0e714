"""Deletes what has ended, table by table, in batches that hold nobody up.

Which rows have ended is read with nothing locked. A batch is one short transaction: its size
follows the clock, so that on SQLite a writer waits a tenth of a second or so, and gets its turn in
the pause.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from complaints.queries.upkeep import retention as queries
from complaints.rules.actors import SYSTEM
from complaints.rules.upkeep import retention as rules
from complaints.services.mailing import account_letters
from complaints.services.upkeep import retention
from complaints.storage.context import Context
from complaints.work import begin_work

# Of one run. What is left goes in the next one, a minute later: other jobs have their turn between.
AT_MOST = timedelta(seconds=10)
AGAIN_AFTER = timedelta(minutes=1)
# Keys that are read at once; rows of a batch, and the seconds that one should last.
READ = 20_000
FIRST, SMALLEST, LARGEST = 100, 20, 2_000
AIM = 0.05
PAUSE = 0.005


def prune(context: Context, now: datetime, *, at_most: timedelta) -> bool:
    """Delete what has ended by `now`, until the process is to end or the time is over; return
    whether all of it is gone."""
    until = time.monotonic() + at_most.total_seconds()
    tables = [name for kept in rules.ENDS for name in kept.tables]

    def is_over() -> bool:
        return time.monotonic() > until or context.stopping.is_set()

    return _erase_texts(context, now, is_over) and all(
        _end_all(context, name, now, is_over) for name in tables
    )


def _end_all(context: Context, name: str, now: datetime, is_over: Callable[[], bool]) -> bool:
    """Delete the ended rows of one table; return False where it is over before."""
    size = FIRST
    while keys := _ended(context, name, now):
        while keys:
            if is_over():
                return False
            batch, keys = keys[:size], keys[size:]
            begun = time.perf_counter()
            with begin_work(context, SYSTEM, now=now) as work:
                gone = retention.delete_ended(work, name, batch)
            if not gone:
                # Somebody uses them just now: the next run looks again.
                return True
            pace = AIM / (time.perf_counter() - begun)
            size = int(min(max(size * min(max(pace, 0.25), 2.0), SMALLEST), LARGEST))
            time.sleep(PAUSE)
    return True


def _ended(context: Context, name: str, now: datetime) -> list[queries.Key]:
    with context.database.reading() as session:
        return queries.ended_keys(session, name, now=now, limit=READ)


def _erase_texts(context: Context, now: datetime, is_over: Callable[[], bool]) -> bool:
    """Erase the texts of letters to log-ins that went long ago; their rows stay for a while."""
    touched = 1
    while touched:
        if is_over():
            return False
        with begin_work(context, SYSTEM, now=now) as work:
            touched = account_letters.erase_old(work, limit=FIRST)
    return True
