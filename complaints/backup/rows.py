"""Rows out of a database and into one, table by table, streamed, as the database stores them.

Our types stay out of it: what is stored goes out and in unchanged, also a value that somebody else
put there, and the ledger's facts byte for byte.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from itertools import islice
from typing import Any

import psycopg
from sqlalchemy import JSON, Column, Connection, Date, Float, Numeric, Table, text

from complaints.backup.errors import BackupError
from complaints.backup.parts import Row
from complaints.models import Base
from complaints.models.base import Moment

AT_ONCE = 2_000
# As `Database.snapshot` read what is no UTF-8.
AS_IT_WAS = ("utf-8", "surrogateescape")


def tables() -> Sequence[Table]:
    """Return the tables in an order that the keys between them allow."""
    return Base.metadata.sorted_tables


def read_rows(connection: Connection, table: Table) -> Generator[Row, None, None]:
    """Yield all rows of a table in the state that `connection` sees."""
    is_sqlite = connection.dialect.name == "sqlite"
    listed = ", ".join(_stored(column, is_sqlite) for column in table.columns)
    driver: Any = connection.connection.driver_connection
    # Named, it stays on PostgreSQL's side, and rows come some thousands at a time.
    cursor = driver.cursor() if is_sqlite else driver.cursor(name="backup")
    try:
        cursor.arraysize = AT_ONCE
        cursor.execute(f'SELECT {listed} FROM "{table.name}"')  # noqa: S608 - names of ours
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows
    finally:
        cursor.close()


def _stored(column: Column[Any], is_sqlite: bool) -> str:
    name = f'"{column.name}"'
    if is_sqlite:
        return name
    if isinstance(column.type, Moment):
        return f"to_char(timezone('UTC', {name}), 'YYYY-MM-DD HH24:MI:SS.US')"
    is_exact = isinstance(column.type, Numeric) and not isinstance(column.type, Float)
    return f"{name}::text" if is_exact or isinstance(column.type, Date | JSON) else name


def write_rows(
    connection: Connection, name: str, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Put rows into a table. Moments without a zone are UTC."""
    listed = ", ".join(f'"{column}"' for column in columns)
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        statement = f'INSERT INTO "{name}" ({listed}) VALUES ({marks})'  # noqa: S608
        remaining = iter(rows)
        while batch := list(islice(remaining, AT_ONCE)):
            driver.execute("SAVEPOINT batch")
            try:
                driver.executemany(statement, batch)
            except UnicodeEncodeError:
                driver.execute("ROLLBACK TO batch")
                _write_as_they_were(driver, statement, batch)
            driver.execute("RELEASE batch")
        return
    with (
        driver.cursor() as cursor,
        cursor.copy(f'COPY "{name}" ({listed}) FROM STDIN') as copy,
    ):
        for row in rows:
            try:
                copy.write_row(row)
            except (UnicodeError, psycopg.DataError):
                raise BackupError(
                    f"The row of {name} whose {columns[0]} is {row[0]} holds a text that is not "
                    "UTF-8, or a NUL: PostgreSQL takes neither. Put the backup back into SQLite "
                    "and mend it there."
                ) from None


def _write_as_they_were(driver: Any, statement: str, rows: Iterable[Row]) -> None:
    """Put in rows with texts that are no UTF-8, which an SQLite file can hold."""
    insertion = statement.partition(" VALUES ")[0]
    for row in rows:
        marks = ", ".join("CAST(? AS TEXT)" if isinstance(each, str) else "?" for each in row)
        stored = (each.encode(*AS_IT_WAS) if isinstance(each, str) else each for each in row)
        driver.execute(f"{insertion} VALUES ({marks})", tuple(stored))


def count_rows(connection: Connection, name: str) -> int:
    """Return how many rows a table has."""
    counted = connection.execute(text(f'SELECT count(*) FROM "{name}"'))  # noqa: S608
    return int(counted.scalar_one())


def last_number(connection: Connection, table: Table) -> int | None:
    """Return the last number that a table's sequence gave; None without one, or where none did."""
    if connection.dialect.name == "sqlite" or "id" not in table.columns:
        return None
    return connection.execute(
        text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id'))"),
        {"name": f'"{table.name}"'},
    ).scalar()


def go_on_counting(connection: Connection, name: str, last: int | None) -> None:
    """Let a table's sequence give higher numbers than any that is there, or was given before."""
    sequence = connection.execute(
        text(
            "SELECT pg_get_serial_sequence(:name, attname) FROM pg_attribute "
            "WHERE attrelid = CAST(:name AS regclass) AND attname = 'id'"
        ),
        {"name": f'"{name}"'},
    ).scalar()
    if sequence is None:
        return
    highest = connection.execute(text(f'SELECT max(id) FROM "{name}"')).scalar()  # noqa: S608
    used = max(highest or 0, last or 0)
    if used:
        connection.execute(
            text("SELECT setval(CAST(:sequence AS regclass), :used)"),
            {"sequence": sequence, "used": used},
        )
