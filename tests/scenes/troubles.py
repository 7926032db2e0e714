"""Databases in trouble, for tests: a disk without room, one that is only read, one that is away."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from complaints.storage.context import Context
from complaints.storage.db import Database


@contextmanager
def no_room(database: Database) -> Iterator[None]:
    """Let an SQLite database not grow by a page, with nothing free in it."""
    with _each_connection(database, "PRAGMA max_page_count=1"):
        with suppress(OperationalError), database.transaction() as session:
            connection = session.connection()
            connection.exec_driver_sql("CREATE TABLE filler (x BLOB)")
        with suppress(OperationalError):
            while True:
                with database.transaction() as session:
                    session.connection().exec_driver_sql(
                        "INSERT INTO filler VALUES (randomblob(3000))"
                    )
        yield


@contextmanager
def only_read(database: Database) -> Iterator[None]:
    """Let nothing be written, by SQLite's pragma or PostgreSQL's own setting."""
    sqlite = "PRAGMA query_only=ON"
    with _each_connection(
        database, sqlite if database.is_sqlite else "SET default_transaction_read_only = on"
    ):
        yield


@contextmanager
def _each_connection(database: Database, statement: str) -> Iterator[None]:
    def prepare(connection, _record):
        connection.execute(statement)
        if not isinstance(connection, sqlite3.Connection):
            connection.commit()

    database.dispose()
    event.listen(database.engine, "connect", prepare)
    try:
        yield
    finally:
        event.remove(database.engine, "connect", prepare)
        database.dispose()


def away(context: Context) -> Context:
    """Return the service over a PostgreSQL server that is not there."""
    return replace(context, database=Database("postgresql+psycopg://x@127.0.0.1:1/x"))
