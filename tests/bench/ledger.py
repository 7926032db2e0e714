"""What the ledger's chain costs: at its migration, to the sealer, to verify, and to who files.

    python -m tests.bench.ledger [--entries 1000000] [--writes 300] [--postgresql]

Makes a throw-away database with many entries before the chain, migrates it, verifies it, lets the
sealer seal as many again, and times writes of one entry alone and while a backlog is sealed.
"""

from __future__ import annotations

import argparse
import functools
import os
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from complaints import migration
from complaints.clock import utcnow
from complaints.config import Config
from complaints.context import Context
from complaints.jobs import sealing
from complaints.models import LedgerEntry
from complaints.queries import ledger_verdict
from complaints.rules import actors
from complaints.services import ledger
from complaints.work import Work
from tests.opened import open_new
from tests.postgresql import throwaway
from tests.working import LINKS

PAGE = 10_000


def fill(context: Context, count: int) -> None:
    """Add entries, a third with words, as busy years would."""
    now = utcnow()
    for start in range(0, count, PAGE):
        rows = [
            {
                "at": now - timedelta(seconds=count - number), "actor_kind": "person",
                "actor_id": number % 40, "verb": "take_down", "subject": "claim",
                "subject_id": number, "why": f"The mark is on label {number}."
                if number % 3 == 0 else None, "facts": {"from": "received", "to": "removed"},
                "hand_kind": "log_in", "hand_id": number % 40,
            }
            for number in range(start, min(start + PAGE, count))
        ]  # fmt: skip
        with context.database.transaction() as session:
            session.execute(insert(LedgerEntry), rows)


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def verify(context: Context) -> None:
    with context.database.snapshot(as_stored=True) as connection:
        verdict = ledger_verdict.check(connection)
    assert verdict.holds, verdict


def write(context: Context, count: int) -> list[float]:
    """Return the milliseconds of transactions that write one entry, as the shortest verb does."""
    taken = []
    for number in range(count):
        began = time.perf_counter()
        with context.database.transaction() as session:
            work = Work(session, actors.SYSTEM, utcnow(), LINKS)
            ledger.record(work, "read", "document", number + 1, why="Why.")
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def beside(context: Context, count: int, backlog: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of writes while nothing is sealed, and while a backlog is."""
    alone = write(context, count)
    fill(context, backlog)
    stop = threading.Event()
    sealer = threading.Thread(target=sealing.run, args=(context, stop))
    sealer.start()
    sealed = write(context, count)
    stop.set()
    sealer.join()
    return alone, sealed


@contextmanager
def opened(postgresql: bool) -> Iterator[Context]:
    with tempfile.TemporaryDirectory() as folder:
        if not postgresql:
            yield Context.of(
                Config(f"sqlite:///{Path(folder)}/a.db", b"s" * 32, b"i" * 32, b"e" * 32)
            )
            return
        with throwaway() as url:
            yield Context.of(Config(url, b"s" * 32, b"i" * 32, b"e" * 32))


def measure(context: Context, *, entries: int, writes: int) -> None:
    """Measure over a database at the newest revision, and print."""
    migration.downgrade(context.database, "0024")
    fill(context, entries)
    tell("chained by the migration", timed(lambda: migration.upgrade(context.database)))
    tell("verified", timed(lambda: verify(context)))
    fill(context, entries)
    tell("sealed", timed(lambda: sealing.seal(context, utcnow())))
    for all_, when in ((True, "at the start"), (False, "later")):
        taken = timed(functools.partial(sealing.seal, context, utcnow(), all_=all_))
        tell(f"a run with nothing to seal, {when}", taken)
    alone, sealed = beside(context, writes, entries // 5)
    for name, each in (("alone", alone), ("while a backlog is sealed", sealed)):
        middle, most = statistics.median(each), sorted(each)[int(len(each) * 0.99)]
        say(f"one entry, {name}: median {middle:.2f} ms, 99 % {most:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--writes", type=int, default=300)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    with opened(given.postgresql) as context:
        open_new(context.database)
        measure(context, entries=given.entries, writes=given.writes)
        context.database.dispose()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"memory at most {memory:.0f} MB, load {os.getloadavg()[0]:.1f}")


def tell(what: str, seconds: float) -> None:
    say(f"{what}: {seconds:.2f} s (load {os.getloadavg()[0]:.1f})")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
