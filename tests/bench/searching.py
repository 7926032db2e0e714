"""How long a search takes with many claims stored, and how large its index is.

    python -m tests.bench.searching [--claims 1000000] [--postgresql]
    python -m tests.bench.searching --file market.jsonl [--rounds 3]

Makes the record of `tests.bench.intake` with titles, statements and stores of made-up words, some
of which are in every second text and most in a few, a third of the titles in Chinese; makes the
index as `cleanhands migrate` does; asks fifty questions of each sort by turns. With a file it
imports that instead, by turns with the index and without, each time into a new SQLite database.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from complaints import migration
from complaints.importers import histories as imports
from complaints.importers import interchange
from complaints.importers.batches import BatchTotals
from complaints.importers.lines import RawLine
from complaints.importers.rejects import Reject
from complaints.queries.staff import search
from complaints.rules import actors
from complaints.rules.staff.search_words import Thing
from complaints.services.filing.histories import Loaded
from complaints.services.staff import search_index
from complaints.storage.db import Database
from tests.bench.intake import NOW, VAULT, fill, say, stored
from tests.scenes.working import LINKS, working

STORES = 20_000
SYLLABLES = ("ka", "lo", "ve", "ri", "mu", "ta", "ne", "so", "pi", "du", "ha", "ze")
HANZI = [chr(0x4E00 + number) for number in range(600)]
EVERYWHERE = "genuine"


class Words:
    """Made-up words, drawn as words are: a few often, most seldom."""

    def __init__(self, seed: int) -> None:
        self.drawing = random.Random(seed)
        parts = self.drawing.choices
        self.known = [f"{''.join(parts(SYLLABLES, k=3))}{number:x}" for number in range(5_000)]
        self.weights = [1 / (place + 1) for place in range(len(self.known))]

    def some(self, count: int) -> str:
        words = self.drawing.choices(self.known, self.weights, k=count)
        often = [EVERYWHERE] * self.drawing.getrandbits(1)
        return " ".join([*often, *words])

    def chinese(self, count: int) -> str:
        return "".join(self.drawing.choices(HANZI, k=count))

    def title(self, number: int) -> str:
        return f"{self.chinese(8)} {self.some(2)}" if number % 3 == 0 else self.some(6)


def tell(database: Database, words: Words, claims: int) -> None:
    """Give the record titles, statements, stores and operators."""
    listings, complaints = max(claims // 3, 100), claims // 2
    stores = min(STORES, listings)
    with database.transaction() as session:
        _put(session, "INSERT INTO operator (id, name) VALUES (:id, :a)", stores,
             lambda n: {"a": f"{words.known[n % 5_000].title()} Trading {n}"})  # fmt: skip
        _put(session, "INSERT INTO store (id, marketplace_id, reference, name, operator_id)"
             " VALUES (:id, 1, :a, :b, :id)", stores,
             lambda n: {"a": f"s-{n}", "b": words.title(n)})  # fmt: skip
        _put(session, "UPDATE listing SET title = :a, store_id = :b WHERE id = :id", listings,
             lambda n: {"a": words.title(n), "b": 1 + n % stores})  # fmt: skip
        _put(session, "UPDATE complaint SET statement = :a WHERE id = :id", complaints,
             lambda n: {"a": words.some(12)})  # fmt: skip


def _put(
    session: Session, statement: str, count: int, row: Callable[[int], dict[str, object]]
) -> None:
    for begun in range(1, count + 1, 20_000):
        numbers = range(begun, min(begun + 20_000, count + 1))
        session.execute(text(statement), [{"id": n, **row(n)} for n in numbers])


def index(database: Database) -> int:
    """Make the index in parts, as `cleanhands migrate` does; return how many entries it has."""
    for thing in Thing:
        after: int | None = 0
        while after is not None:
            with database.transaction() as session:
                after = search_index.fill(session, thing, after=after)
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE search_entry"))
        counted = connection.execute(text("SELECT count(*) FROM search_entry"))
        return int(counted.scalar() or 0)


def size(database: Database) -> int:
    """Return the bytes of the index with its entries."""
    of = (
        "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_%'"
        if database.is_sqlite
        else "SELECT pg_total_relation_size('search_entry')"
    )
    with database.engine.connect() as connection:
        return int(connection.execute(text(of)).scalar() or 0)


def questions(words: Words, claims: int) -> dict[str, Callable[[int], str]]:
    """Return the sorts of questions, each by its number."""
    known = words.known
    return {
        "a word of every second text": lambda n: EVERYWHERE,
        "a word among the 50 most frequent": lambda n: known[n],
        "a word of a few texts": lambda n: known[4_900 - n * 7],
        "two frequent words": lambda n: f"{known[n]} {known[n + 1]}",
        "a frequent and a seldom one": lambda n: f"{EVERYWHERE} {known[4_000 + n]}",
        "the beginning of words, three letters": lambda n: known[n * 90][:3],
        "two Chinese characters": lambda n: HANZI[n * 11] + HANZI[(n * 37) % 600],
        "one Chinese character": lambda n: HANZI[n * 11],
        "a reference": lambda n: f"c{1 + n * (claims // 110)}",
        "the number of a right": lambda n: str(30 + n * 11),
        "an address": lambda n: f"https://shop.example/{1 + n * 1_000}",
        "five words that are nowhere together": lambda n: " ".join(known[n : n + 5]),
    }


def ask(database: Database, sorts: dict[str, Callable[[int], str]], each: int) -> dict[str, Any]:
    """Return the milliseconds of each question by its sort, the sorts by turns."""
    took: dict[str, list[float]] = {name: [] for name in sorts}
    ann = actors.person(1, actors.PersonRole.REVIEWER)
    for number in range(each):
        for name, question in sorts.items():
            begun = time.perf_counter()
            with database.reading() as session:
                search.groups(working(session, ann, NOW), question(number))
            took[name].append(1000 * (time.perf_counter() - begun))
    return took


def take_in(path: Path, *, with_index: bool) -> tuple[float, float, BatchTotals[Loaded]]:
    """Import a file into a new database; return the seconds and those of the processor."""
    kept, rejected = search_index.index_rows, list[Reject]()
    if not with_index:
        search_index.index_rows = lambda *_, **__: None
    try:
        with stored(postgresql=False) as url, path.open("rb") as lines:
            database = Database(url)
            migration.upgrade(database)
            raw = (RawLine(number, line) for number, line in enumerate(lines, 1))
            histories = interchange.read_histories(raw, source="x", now=NOW)
            begun, used = time.perf_counter(), time.process_time()
            totals = imports.take_in(
                database, VAULT, histories, links=LINKS, now=NOW, reject=rejected.append
            )
            took = time.perf_counter() - begun, time.process_time() - used
            database.dispose()
    finally:
        search_index.index_rows = kept
    return *took, totals


def compare_imports(path: Path, rounds: int) -> None:
    """Import by turns, and print what each took."""
    say("| import | in all | processor time | longest transaction |\n|---|---|---|---|")
    used: dict[bool, list[float]] = {False: [], True: []}
    for with_index in (False, True) * rounds:
        took, processor, totals = take_in(path, with_index=with_index)
        used[with_index].append(processor)
        name = f"{totals.counts.claims:,} claims, {'with' if with_index else 'without'} the index"
        say(f"| {name} | {took:.1f} s | {processor:.1f} s | {totals.longest:.3f} s |")
    ratio = statistics.median(used[True]) / statistics.median(used[False])
    say(
        f"processor time with the index to that without: {ratio:.2f}, load {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    """Fill, index, ask, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.searching")
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--each", type=int, default=50, help="questions of each sort")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--file", type=Path, help="import this instead, as the interchange has it")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    if given.file is not None:
        compare_imports(given.file, given.rounds)
        return
    kind = "PostgreSQL" if given.postgresql else "SQLite"
    with stored(given.postgresql) as url:
        database = Database(url)
        migration.upgrade(database)
        words = Words(7)
        fill(database, given.claims)
        tell(database, words, given.claims)
        begun, used = time.perf_counter(), time.process_time()
        entries = index(database)
        took, used = time.perf_counter() - begun, time.process_time() - used
        say(
            f"{kind}, {given.claims:,} claims, {entries:,} entries in {took:.0f} s ({used:.0f} s "
            f"processor time), {size(database) / 1e6:.0f} MB, load {os.getloadavg()[0]:.1f}"
        )
        say("| question | median | 95 % | longest |\n|---|---|---|---|")
        every: list[float] = []
        for name, ranked in ask(database, questions(words, given.claims), given.each).items():
            every += ranked
            say(f"| {name} | {_figures(sorted(ranked))} |")
        say(f"| all of them | {_figures(sorted(every))} |")
        say(f"load {os.getloadavg()[0]:.1f}")
        database.dispose()


def _figures(ranked: Sequence[float]) -> str:
    high = ranked[int(len(ranked) * 0.95)]
    return f"{statistics.median(ranked):.1f} ms | {high:.1f} ms | {ranked[-1]:.1f} ms"


if __name__ == "__main__":
    main()
