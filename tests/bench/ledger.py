"""What the ledger's chain costs: at its migration, to the sealer, to verify, and to who files.

    python -m tests.bench.ledger [--entries 1000000] [--writes 300] [--postgresql]

Makes a throw-away database with many entries before the chain, migrates it, verifies it, lets the
sealer seal as many again, and times writes of one entry and whole filings: alone, beside a sealer
that seals what they write, and while a backlog is sealed.
"""

from __future__ import annotations

import argparse
import functools
import itertools
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
from complaints.base.clock import utcnow
from complaints.jobs import sealing
from complaints.models import LedgerEntry, Partner
from complaints.queries.upkeep import ledger_verdict
from complaints.rules import actors
from complaints.rules.filing.targets import Target
from complaints.services.filing import intake
from complaints.services.filing.intake import Notice
from complaints.services.upkeep import ledger
from complaints.settings.config import Config
from complaints.storage.context import Context
from complaints.work import UnitOfWork
from tests.api.bodies import ANSWERS, SIGNED
from tests.scenes.opened import open_new
from tests.scenes.postgresql import throwaway
from tests.scenes.working import LINKS

PAGE = 10_000
PARTNER = 1


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
        verdict = ledger_verdict.check_ledger(connection)
    assert verdict.holds, verdict


def write(context: Context, number: int) -> None:
    """Write one entry, as the shortest verb does."""
    with context.database.transaction() as session:
        work = UnitOfWork(session, actors.SYSTEM, utcnow(), LINKS)
        ledger.record(work, "read", "document", number + 1, why="Why.")


def file(context: Context, number: int) -> None:
    """File a whole complaint about three listings, as a partner does for an account of its own."""
    items = [f"https://item.taobao.com/item.htm?id={9_000_000 + number}{i}" for i in range(3)]
    notice = Notice(
        basis="counterfeit",
        filer={"reference": f"f{number % 50}", "name": f"Filer {number % 50}",
               "kind": "rights_holder", "email": f"f{number % 50}@example.com"},
        right={"kind": "trademark", "number": f"{1_000_000 + number % 50}",
               "jurisdiction": "US", "title": "VELORA"},
        targets=[Target(item) for item in items],
        answers=ANSWERS["counterfeit"],
        declaration=SIGNED,
    )  # fmt: skip
    with context.database.transaction() as session:
        partner = actors.partner(PARTNER, key_id=None)
        work = UnitOfWork(session, partner, utcnow(), LINKS)
        intake.submit(work, notice, vault=context.vault, reference=f"L-{number}")


def timings(
    context: Context, act: Callable[[Context, int], None], count: int, backlog: int
) -> Iterator[tuple[str, list[float]]]:
    """Yield the milliseconds of `count` acts alone, and beside a sealer with little and with much
    to seal."""
    numbers = itertools.count()

    def timed_acts() -> list[float]:
        return [timed(functools.partial(act, context, next(numbers))) * 1000 for _ in range(count)]

    timed_acts()  # Caches are warm afterwards.
    yield "alone", timed_acts()
    with sealer(context, every=0.2):
        yield "beside the sealer, five times a second", timed_acts()
    fill(context, backlog)
    with sealer(context, every=sealing.EVERY):
        yield "while a backlog is sealed", timed_acts()


@contextmanager
def sealer(context: Context, *, every: float) -> Iterator[None]:
    """Run the sealer beside, as the service does, but so often."""
    stop, usual = threading.Event(), sealing.EVERY
    thread = threading.Thread(target=sealing.seal_until_stopped, args=(context, stop))
    sealing.EVERY = every
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        sealing.EVERY = usual


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
    with context.database.transaction() as session:
        session.add(Partner(id=PARTNER, slug="portal", name="Portal", created_at=utcnow()))
    for act, what in ((write, "one entry"), (file, "a whole filing")):
        for when, taken_each in timings(context, act, writes, entries // 5):
            ranked = sorted(taken_each)
            middle, most = statistics.median(ranked), ranked[int(len(ranked) * 0.99)]
            say(
                f"{what}, {when}: median {middle:.2f} ms, 99 % {most:.1f} ms, longest "
                f"{ranked[-1]:.1f} ms (load {os.getloadavg()[0]:.1f})"
            )


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
