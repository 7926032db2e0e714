"""A first run of `prune` on an old database: a million rows that ended long ago.

    python -m tests.bench.pruning --rows 1000000

The rows are keys of forms, sessions and windows of attempts. It prints how long the batches'
transactions lasted, and how long a writer beside them waited for its own.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from complaints.base.clock import utcnow
from complaints.jobs import pruning
from complaints.models import Account, AccountSession, Attempt, FormKey
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import FilerKind
from complaints.services.logins import people
from complaints.storage.context import Context
from complaints.storage.db import Database
from complaints.work import UnitOfWork
from tests.bench.whole import memory, migrated

PART = 50_000


def fill(context: Context, rows: int) -> None:
    """Write so many rows that ended two years ago, a third of each kind."""
    old = utcnow() - timedelta(days=730)
    with context.database.transaction() as session:
        work = UnitOfWork(session, SYSTEM, old, context.links)
        filer = people.add_filer(work, reference="acme", name="Acme", kind=FilerKind.AGENT)
        account = Account(
            email="a@b.example", mailbox="a@b.example", filer_id=filer.id, fs_uniquifier="u",
            passkey_handle="p", created_at=old, confirmed_at=old,
        )  # fmt: skip
        session.add(account)
        session.flush()
        account_id = account.id
    for start in range(0, rows // 3, PART):
        numbers = range(start, min(start + PART, rows // 3))
        with context.database.transaction() as session:
            session.execute(
                insert(FormKey),
                [{"digest": f"{n:064}", "location": "/x", "created_at": old} for n in numbers],
            )
            session.execute(
                insert(Attempt),
                [{"key": f"{n:064}", "count": 1, "window_ends_at": old} for n in numbers],
            )
            session.execute(insert(AccountSession), [_session(account_id, n, old) for n in numbers])


def _session(account_id: int, number: int, ended: datetime) -> dict[str, object]:
    return {
        "account_id": account_id, "token_hash": f"{number:064}", "browser": "Firefox",
        "with_second_factor": False, "network": "n" * 32, "created_at": ended,
        "last_seen_at": ended, "ends_at": ended,
    }  # fmt: skip


class Timed(Database):
    """A database that keeps how long each write transaction lasted, from lock to commit."""

    lasted: list[float]
    worked: list[float]

    @contextmanager
    def transaction(self):
        with super().transaction() as session:
            begun, before = time.perf_counter(), time.thread_time()
            yield session
            session.flush()
            session.commit()
            self.lasted.append(time.perf_counter() - begun)
            self.worked.append(time.thread_time() - before)


def writer(url: str, stop: threading.Event, waits: list[float]) -> None:
    """Write a row again and again beside it, as another process does: with a lock of its own."""
    database = Database(url)
    number = 0
    while not stop.is_set():
        number += 1
        begun = time.perf_counter()
        with database.transaction() as session:
            row = {"digest": f"new{number}", "created_at": utcnow()}
            session.execute(insert(FormKey), [row])
        waits.append(time.perf_counter() - begun)
        stop.wait(0.02)
    database.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/old.db"
        os.environ["DATABASE_URL"] = url
        migrated(url)
        context = Context.from_environment()
        fill(context, rows)
        context.database.dispose()
        context.database.__class__ = Timed
        lasted: list[float] = []
        worked: list[float] = []
        context.database.lasted, context.database.worked = lasted, worked  # type: ignore[attr-defined]
        stop, waits = threading.Event(), []  # type: threading.Event, list[float]
        beside = threading.Thread(target=writer, args=(url, stop, waits))
        beside.start()
        runs, begun, before = 1, time.perf_counter(), time.process_time()
        while not pruning.prune(context, utcnow(), at_most=pruning.AT_MOST):
            runs += 1
        figures: dict[str, Any] = {
            "rows": rows, "runs": runs, "seconds": time.perf_counter() - begun,
            "cpu": time.process_time() - before, "batches": len(lasted),
            "median_ms": statistics.median(lasted) * 1000, "longest_ms": max(lasted) * 1000,
            "longest_cpu_ms": max(worked) * 1000,
            "writer_median_ms": statistics.median(waits) * 1000,
            "writer_longest_ms": max(waits) * 1000, "mib": memory(os.getpid())[0],
            "load": os.getloadavg()[0],
        }  # fmt: skip
        stop.set()
        beside.join()
        context.database.dispose()
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
