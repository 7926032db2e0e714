"""Loads the rows of a backup into a database: tables of its revision first, then their rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
from sqlalchemy import Connection, inspect, text

from complaints import migration
from complaints.backup import rows
from complaints.backup.checking import table_of
from complaints.backup.errors import DISK_FULL, BackupError
from complaints.backup.manifest import Manifest
from complaints.backup.parts import read_row, unpacked
from complaints.backup.reading import Source
from complaints.storage import db_errors
from complaints.storage.db_errors import Trouble

AT_ONCE = 500
VERSION = "alembic_version"
SEARCHED = "search_index"


def load_rows(connection: Connection, source: Source, manifest: Manifest) -> bool:
    """Make the tables, fill them, count them, and bring them to this version's revision.

    Works within the transaction of `connection`. Returns whether there was a newer revision.
    Raises BackupError where the rows are not those that the manifest counts.
    """
    migration.upgrade_within(connection, manifest.revision)
    _require_same_tables(connection, manifest)
    _empty(connection, manifest)
    for name in manifest.tables:
        fill(connection, source, manifest, name)
    _require_counts(connection, manifest)
    if manifest.revision == migration.head_revision():
        return False
    migration.upgrade_within(connection)
    return True


def _require_same_tables(connection: Connection, manifest: Manifest) -> None:
    # What triggers fill from other tables, as SQLite's index of the search, is in no backup.
    ours = {
        name
        for name in inspect(connection).get_table_names()
        if name != VERSION and not name.startswith(SEARCHED)
    }
    theirs = set(manifest.tables)
    wrong = [f"The backup lacks the table {name}." for name in sorted(ours - theirs)]
    wrong += [
        f"Revision {manifest.revision} has no table {name}, which the backup holds."
        for name in sorted(theirs - ours)
    ]
    if wrong:
        raise BackupError(*wrong)


def _empty(connection: Connection, manifest: Manifest) -> None:
    """Take out the rows that a new database is given: the backup has its own."""
    for name in reversed(list(manifest.tables)):
        if rows.count_rows(connection, name):
            connection.execute(text(f'DELETE FROM "{name}"'))  # noqa: S608 - a name of ours


def fill(connection: Connection, source: Source, manifest: Manifest, name: str) -> None:
    """Put the rows of a table in, streamed; on PostgreSQL its sequence goes on where it was."""
    lines = _lines(source, manifest, name)
    columns = next(lines, None)
    if columns is not None:
        known = {column["name"] for column in inspect(connection).get_columns(name)}
        if set(columns) != known:
            others = ", ".join(sorted(set(columns) ^ known))
            raise BackupError(
                f"The table {name} has other columns at revision {manifest.revision}: {others}."
            )
        try:
            rows.write_rows(connection, name, columns, lines)
        except (sqlite3.OperationalError, psycopg.OperationalError) as error:
            # It speaks of no row.
            if db_errors.trouble_of(error) is Trouble.FULL:
                raise BackupError(DISK_FULL) from None
            why = db_errors.first_line(error)
            raise BackupError(f"The database stopped at the rows of {name}: {why}.") from None
        except (sqlite3.Error, psycopg.Error, UnicodeError) as error:
            # What it says may quote a row.
            raise BackupError(
                f"A row of {name} cannot be stored in this database ({type(error).__name__})."
            ) from None
    if connection.dialect.name != "sqlite":
        rows.go_on_counting(connection, name, manifest.tables[name].last)


def _lines(source: Source, manifest: Manifest, name: str) -> Iterator[list[Any]]:
    """Yield the columns of a table, then its rows."""
    columns: list[Any] | None = None
    for part in manifest.rows:
        if table_of(part) != name:
            continue
        try:
            for number, line in enumerate(unpacked(source.stream(part.name))):
                row = read_row(line)
                if number == 0 and columns is None:
                    columns = row
                    yield row
                elif number == 0 and row != columns:
                    raise BackupError(f"{part.name} has other columns than the part before.")
                elif number:
                    yield row
        except (KeyError, ValueError):
            raise BackupError(f"{part.name} cannot be read any more.") from None


def _require_counts(connection: Connection, manifest: Manifest) -> None:
    wrong = []
    for name, table in manifest.tables.items():
        count = rows.count_rows(connection, name)
        if count != table.rows:
            wrong.append(f"{name} has {count:,} rows now, the backup had {table.rows:,}.")
    if wrong:
        raise BackupError(*wrong)
