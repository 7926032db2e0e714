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
from complaints.storage.archive import OWNER
from complaints.storage.context import Context
from complaints.storage.db import WRITES, Database

PURPOSE = "restoring"
# What an operator knows a database by.
TELLING = ("complaint", "filer", "account", "ledger")
SUFFIXES = ("-wal", "-shm")
_HEAD = b"SQLite format 3\0"


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


def require_no_strangers(context: Context) -> None:
    """Raise BackupError where a file that is no database lies under the database's name, or beside
    it where a restore would write. Looks before a connection does, which may replace such a file.
    """
    if not context.database.is_sqlite:
        return
    path = configuration.sqlite_file(context.config.database_url)
    strange = [each for each in (path, _part_of(path)) if not _may_be_database(each)]
    if not _size(path):
        # Of a database that is not there any more: SQLite would throw it away.
        strange += [each for each in _beside(path) if _size(each)]
    if strange:
        raise BackupError(
            *(
                f"{each} is in the way, and is nothing that a restore left: move it away, or name "
                "another database with DATABASE_URL."
                for each in strange
            )
        )


def _may_be_database(file: Path) -> bool:
    """Say whether a file is missing, empty, a database, or one of which the first page was not
    written when its writer was killed."""
    if not _size(file):
        return True
    with file.open("rb") as opened:
        return opened.read(len(_HEAD)) in (_HEAD, bytes(len(_HEAD)))


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def require_empty(context: Context, database: str) -> None:
    """Raise BackupError where the database or the place for documents holds anything, or the place
    is marked as that of another database than the one named."""
    wrong = _in_database(context.database)
    archive = context.archive
    if not archive.is_empty():
        wrong.append(
            f"The documents' place {archive.place} is not empty: name another one with "
            "CLEANHANDS_DOCUMENTS, or move away what is there."
        )
    elif archive.find_owner() not in (None, database):
        wrong.append(
            f"The documents' place {archive.place} is marked as that of another database: name "
            f"another one with CLEANHANDS_DOCUMENTS, or move away its file {OWNER}."
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
    part = _part_of(path)
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
    for each in _beside(path):
        each.unlink(missing_ok=True)
    part.replace(path)
    sync_folder(path.parent)


def _part_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _beside(path: Path) -> list[Path]:
    return [path.with_name(f"{path.name}{suffix}") for suffix in SUFFIXES]


def _remove(part: Path) -> None:
    for each in (part, *_beside(part)):
        each.unlink(missing_ok=True)
