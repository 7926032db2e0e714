"""What a step back would lose, counted by taking it and putting everything back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, text

from complaints.drift.reading import of_database
from complaints.drift.shapes import Kind
from complaints.migration.running import rehearse
from complaints.storage.db import Database


@dataclass(frozen=True, slots=True)
class Loss:
    """So many rows of a table, or so many values of a column of it."""

    table: str
    column: str | None
    count: int


@dataclass(frozen=True, slots=True)
class _Held:
    """What a table holds: its rows, and in how many of them each column has a value."""

    rows: int
    filled: dict[str, int]


def losses(database: Database, revision: str) -> list[Loss]:
    """Return what would be lost on the way down to `revision`; nothing is changed."""
    before, after = rehearse(database, revision, _count)
    lost = []
    for table, held in sorted(before.items()):
        left = after.get(table)
        rows = held.rows - (left.rows if left is not None else 0)
        if rows > 0:
            lost.append(Loss(table, None, rows))
        if left is not None:
            for column, filled in sorted(held.filled.items()):
                # Those of rows that are lost are lost with them.
                values = filled - left.filled.get(column, 0) - max(rows, 0)
                if values > 0:
                    lost.append(Loss(table, column, values))
    return lost


def _count(connection: Connection) -> dict[str, _Held]:
    columns: defaultdict[str, list[str]] = defaultdict(list)
    for thing in of_database(connection):
        if thing.kind is Kind.COLUMN:
            columns[thing.table].append(thing.name)
    counts = {}
    for table, names in columns.items():
        filled = ", ".join(f'count("{name}")' for name in names)
        statement = f'SELECT count(*), {filled} FROM "{table}"'  # noqa: S608 - names of our tables
        rows, *values = connection.execute(text(statement)).one()
        counts[table] = _Held(rows, dict(zip(names, values, strict=True)))
    return counts
