"""What a filing's rows cost the bare driver: sqlite3 or psycopg, and nothing of ours.

`SERVED` are the 89 rows of commit b92f9e1e (a partner files against 20 listings of a known right),
which stay as they are: what is compared with them is compared with one thing. They are kept as two
filings, one after the other; what differs between the two, differs between all.
"""

from __future__ import annotations

import itertools
import json
import lzma
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import MetaData

from complaints import migration
from complaints.storage.db import Database
from tests.upgrades import rows
from tests.upgrades.rows import Rows

# The file, and the revision of its database.
SERVED = (Path(__file__).parent / "filing_b92f9e1e.json.xz", "0028")
# As the application sets it.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")

# Filings a second that no machine of today puts in.
MOST = 1_000

Statement = tuple[str, list[tuple[Any, ...]]]
# A statement, and of each row its values and by how much each of them grows.
Template = tuple[str, list[tuple[list[Any], dict[int, int | None]]]]


@dataclass(frozen=True)
class Filings:
    """The rows that were there, and those of two filings after them."""

    before: Rows
    first: Rows
    second: Rows

    @property
    def count(self) -> int:
        """How many rows one filing is."""
        return sum(map(len, self.first.values()))


def served() -> Filings:
    """Read the filings of b92f9e1e."""
    kept = json.loads(lzma.decompress(SERVED[0].read_bytes()))
    return Filings(kept["before"], kept["first"], kept["second"])


def captured(database: Database, file: Callable[[], None]) -> Filings:
    """File a few times, the last two for keeping; return the rows of these."""
    for _ in range(3):
        file()
    states = [rows.of(database)]
    for _ in range(2):
        file()
        states.append(rows.of(database))
    first, second = (_new(*pair) for pair in itertools.pairwise(states))
    return Filings(states[0], first, second)


def _new(before: Rows, after: Rows) -> Rows:
    new = {}
    for table, made in after.items():
        there = {_key(row) for row in before.get(table, ())}
        if fresh := [row for row in made if _key(row) not in there]:
            new[table] = fresh
    return new


def _key(row: dict[str, Any]) -> str:
    """Tell a row that may have changed since; a table without a number has what names its rows."""
    number = row.get("id", row.get("entry_id"))
    return json.dumps(row if number is None else number, sort_keys=True)


def rate(
    url: str,
    filings: Filings,
    revision: str,
    *,
    seconds: float,
    connections: int,
    most: int = MOST,
    together: int = 1,
) -> float:
    """Return how many such filings a second the bare driver puts into a migrated, empty database,
    over so many connections at once, each or so many `together` in one transaction."""
    database = Database(url)
    migration.upgrade(database, revision)
    rows.load(database, filings.before)
    templates = _templates(database, filings)
    made = [
        [
            _nth(templates, number)
            for number in range(one, int(most * seconds) * connections, connections)
        ]
        for one in range(connections)
    ]
    database.dispose()
    made = [list(_gathered(each, together)) for each in made]
    put = _on_sqlite if database.is_sqlite else _on_postgresql
    counts = [0] * connections
    ends = time.monotonic() + seconds
    began = time.monotonic()

    def work(one: int) -> None:
        counts[one] = put(url, made[one], ends)

    threads = [threading.Thread(target=work, args=(one,)) for one in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return together * sum(counts) / (time.monotonic() - began)


def _gathered(made: Sequence[list[Statement]], together: int) -> Iterator[list[Statement]]:
    """Yield the statements of so many filings as one's, each with the rows of all."""
    for start in range(0, len(made) - together + 1, together):
        several = made[start : start + together]
        yield [
            (statement, [row for each in several for row in each[place][1]])
            for place, (statement, _) in enumerate(several[0])
        ]


def _templates(database: Database, filings: Filings) -> list[Template]:
    """Return a statement for each table, with the first filing's values and what changes."""
    tables = MetaData()
    tables.reflect(database.engine, only=list(filings.first))
    dialect = database.engine.dialect
    mark = "?" if database.is_sqlite else "%s"
    templates: list[Template] = []
    for table in tables.sorted_tables:
        if table.name not in filings.first:
            continue
        first, second = filings.first[table.name], filings.second[table.name]
        columns = [column for column in table.columns if column.name in first[0]]
        made = []
        for one, two in zip(first, second, strict=True):
            bound = []
            for column in columns:
                bind = column.type.bind_processor(dialect)
                value = rows.stored(column, one[column.name], database)
                bound.append(value if value is None or bind is None else bind(value))
            changes = {
                place: _change(one[column.name], two[column.name])
                for place, column in enumerate(columns)
                if one[column.name] != two[column.name] and _changes(one[column.name])
            }
            made.append((bound, changes))
        names = ", ".join(f'"{column.name}"' for column in columns)
        marks = ", ".join([mark] * len(columns))
        templates.append((f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', made))
    return templates


def _changes(value: Any) -> bool:
    """Moments and documents may be the same in all filings: nothing holds them apart."""
    return isinstance(value, int) or (isinstance(value, str) and not _is_moment(value))


def _change(first: Any, second: Any) -> int | None:
    """Return by how much a number grows from one filing to the next; None for a text."""
    return second - first if isinstance(first, int) else None


def _nth(templates: Sequence[Template], number: int) -> list[Statement]:
    """Return the filing so many after the first."""
    statements = []
    for statement, made in templates:
        values = []
        for bound, changes in made:
            row = list(bound)
            for place, step in changes.items():
                row[place] = (
                    f"{row[place]}-{number}" if step is None else row[place] + step * number
                )
            values.append(tuple(row))
        statements.append((statement, values))
    return statements


def _is_moment(text: str) -> bool:
    return len(text) > 18 and text[4] == text[7] == "-" and text[10] == "T"


def _on_sqlite(url: str, made: Sequence[Sequence[Statement]], ends: float) -> int:
    import sqlite3

    file = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        for done in _until(made, ends):
            connection.execute("BEGIN IMMEDIATE")
            for statement, values in made[done]:
                connection.executemany(statement, values)
            connection.execute("COMMIT")
        return done + 1


def _on_postgresql(url: str, made: Sequence[Sequence[Statement]], ends: float) -> int:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        for done in _until(made, ends):
            with connection.transaction(), connection.cursor() as cursor:
                for statement, values in made[done]:
                    cursor.executemany(statement, values)
        return done + 1


def _until(made: Sequence[object], ends: float) -> Iterator[int]:
    for number in range(len(made)):
        if number and time.monotonic() > ends:
            return
        yield number
    raise RuntimeError("there were too few rows: the rate is not known")
