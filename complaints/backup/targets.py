"""The empty place that a backup is put back into: a database, and a place for documents.

An SQLite database is built under another name, and has its own once it is whole. On PostgreSQL it
is one transaction. Whoever is killed leaves no database that anything would start on.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from complaints.backup.errors import BackupError
from complaints.backup.rows import count_rows
from complaints.base.on_disk import sync_folder
from complaints.settings import config as configuration
from complaints.storage.context import Context
from complaints.storage.db import WRITES, Database

PURPOSE = "restoring"
# What an operator knows a database by.
TELLING = ("complaint", "filer", "account", "ledger")
FILES = ("", "-wal", "-shm")


@contextmanager
def alone(context: Context) -> Iterator[None]:
    """Hold the place against a second restore. Raises BackupError where one is under way."""
    with context.database.alone(PURPOSE) as is_alone:
        if not is_alone:
            raise BackupError("Another restore into this place is under way: wait for its end.")
        yield


def remove_new_files(context: Context, before: set[Path]) -> None:
    """Remove the files of a database that was found empty, but those that were there before. What
    somebody else has filled meanwhile stays."""
    if _in_database(context.database):
        return
    context.database.dispose()
    for file in find_files(context) - before:
        file.unlink(missing_ok=True)


def find_files(context: Context) -> set[Path]:
    """Return the files of an SQLite database, and those that lie beside it under its name."""
    if not context.database.is_sqlite:
        return set()
    path = configuration.sqlite_file(context.config.database_url)
    return {each for each in path.parent.glob(f"{glob.escape(path.name)}*") if each.is_file()}


def require_empty(context: Context) -> None:
    """Raise BackupError where the database or the place for documents holds anything."""
    wrong = _in_database(context.database)
    if not context.archive.is_empty():
        wrong.append(
            f"The documents' place {context.archive.place} is not empty: name another one with "
            "CLEANHANDS_DOCUMENTS, or move away what is there."
        )
    if wrong:
        raise BackupError(*wrong)


def _in_database(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        if not names:
            return []
        held = ", ".join(
            f"{count_rows(connection, name):,} rows of {name}" for name in TELLING if name in names
        )
    return [
        f"The database is not empty: it has {len(names)} tables"
        f"{f' ({held})' if held else ''}. A backup is put back into an empty place alone: name "
        "another one with DATABASE_URL."
    ]


@contextmanager
def open_target(context: Context) -> Iterator[Connection]:
    """Yield the place in one transaction, committed at the end; after an error nothing stays."""
    with _sqlite(context) if context.database.is_sqlite else _postgresql(context) as connection:
        yield connection


@contextmanager
def _postgresql(context: Context) -> Iterator[Connection]:
    with context.database.engine.connect() as connection, connection.begin():
        connection.execute(text("SET LOCAL TimeZone = 'UTC'"))
        yield connection


@contextmanager
def _sqlite(context: Context) -> Iterator[Connection]:
    path = configuration.sqlite_file(context.config.database_url)
    part = path.with_name(f"{path.name}.part")
    # What a killed one left.
    _remove(part)
    database = Database(f"sqlite:///{part}")
    try:
        engine = database.engine.execution_options(**{WRITES: True})
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            # As in a migration: a table that is made anew would take its children with it.
            driver.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                yield connection
                _require_references(connection)
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.dispose()
        _name(context, part, path)
    finally:
        database.dispose()
        _remove(part)


def _require_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise BackupError(f"Rows of {tables} name rows that are not in the backup.")


def _name(context: Context, part: Path, path: Path) -> None:
    """Give the database its name, in place of the empty one that is there."""
    wrong = _in_database(context.database)
    context.database.dispose()
    if wrong:
        raise BackupError(*wrong)
    for suffix in FILES[1:]:
        path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)
    part.replace(path)
    sync_folder(path.parent)


def _remove(part: Path) -> None:
    for suffix in FILES:
        part.with_name(f"{part.name}{suffix}").unlink(missing_ok=True)
