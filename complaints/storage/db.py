"""The database: one place that opens a transaction, and the only one that commits.

`transaction()` is opened at a door (API, page, command, job) and nowhere below. `reading()` sees
one consistent state and writes nothing. `snapshot()` is the read transaction of a scan.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Engine,
    Table,
    TextClause,
    bindparam,
    create_engine,
    event,
    func,
    make_url,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from complaints.base import on_disk
from complaints.settings.config import Config

WRITES = "cleanhands_writes"
# Seconds: how long a writer waits for SQLite's one lock, and how often it asks.
PATIENCE = 30
ASKS_EVERY = 0.003
# Seconds in which PostgreSQL must take a connection, unless DATABASE_URL says otherwise.
ANSWERS_WITHIN = 10


class Database:
    """One engine. SQLite takes one writer a process, PostgreSQL as many as it likes."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url)
        # The file of the first connection; None where there was none since `dispose`.
        self._opened: tuple[int, int] | None = None
        event.listen(self.engine, "connect", self._note_file)
        # With several SQLite writers, busy_timeout polls and is unfair (p99 of a second); one
        # lock a process serves them in turn.
        self._writer = threading.RLock()

    @classmethod
    def of(cls, config: Config) -> Database:
        return cls(config.database_url)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a session that is committed at the end, or rolled back by any exception."""
        if not self.is_sqlite:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
            return
        writer = self.engine.execution_options(**{WRITES: True})
        with (
            self._writer,
            Session(writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            session.connection()
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session for queries, rolled back at the end; rows that it loaded stay usable."""
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def snapshot(self, *, as_stored: bool = False) -> Iterator[Connection]:
        """Yield one connection that sees one state, however long the reading takes.

        `as_stored` reads texts that are no UTF-8, too, which somebody else must have written into
        an SQLite file: each wrong byte becomes a surrogate.
        """
        engine = (
            self.engine
            if self.is_sqlite
            else self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        )
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            if as_stored and self.is_sqlite:
                driver.text_factory = _as_stored
            try:
                yield connection
            finally:
                connection.rollback()
                if as_stored and self.is_sqlite:
                    driver.text_factory = str

    @contextmanager
    def alone(self, purpose: str) -> Iterator[bool]:
        """Yield whether no other process does the same just now; the lock ends with the process."""
        if self.is_sqlite:
            file = Path(str(self.engine.url.database))
            file.parent.mkdir(parents=True, exist_ok=True)
            lock = on_disk.try_lock(file, purpose)
            try:
                yield lock is not None
            finally:
                if lock is not None:
                    os.close(lock)
            return
        with self.engine.connect() as connection:
            got = select(func.pg_try_advisory_lock(func.hashtext(purpose)))
            is_mine = bool(connection.scalar(got))
            connection.commit()
            try:
                yield is_mine
                if is_mine:
                    # At once: the server notices a closed connection a little later.
                    connection.scalar(select(func.pg_advisory_unlock(func.hashtext(purpose))))
            finally:
                # Not back into the pool with the lock.
                connection.invalidate()

    @contextmanager
    def at_once(self, *, patience: float = 0) -> Iterator[Session | None]:
        """Yield a session as `transaction` does, or None where SQLite's writer is busy for so long
        (seconds).

        For what can wait until next time, in a request that only reads.
        """
        if not self.is_sqlite:
            with self.transaction() as session:
                yield session
            return
        if not self._writer.acquire(timeout=patience):
            yield None
            return
        try:
            writer = self.engine.execution_options(**{WRITES: patience})
            with Session(writer, expire_on_commit=False) as session, session.begin():
                try:
                    session.connection()
                except OperationalError as error:
                    code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
                    if not is_busy(code):
                        raise
                    yield None
                    return
                yield session
        finally:
            self._writer.release()

    def is_up(self) -> bool:
        """Say whether the database answers."""
        with self.engine.connect() as connection:
            return connection.execute(text("SELECT 1")).scalar() == 1

    def is_in_place(self) -> bool:
        """Say whether the SQLite file is the one that was opened: a process writes on into a file
        that was moved or deleted."""
        return self._opened in (None, self._file())

    def _note_file(self, *_connection: object) -> None:
        if self._opened is None:
            self._opened = self._file()

    def _file(self) -> tuple[int, int] | None:
        if not self.is_sqlite:
            return None
        try:
            stat = os.stat(str(self.engine.url.database))
        except FileNotFoundError:
            return None
        return stat.st_dev, stat.st_ino

    def dispose(self) -> None:
        self.engine.dispose()
        self._opened = None


def _as_stored(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")


def insertion(session: Session, model: type[Any]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that can say what to do on a conflict, in the database's dialect."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(model) if is_postgresql else sqlite.insert(model)


@cache
def unless_there(table: Table, columns: tuple[str, ...]) -> TextClause:
    """Return what inserts a row of these columns unless another writer has inserted it.

    Both databases have this syntax. Built once: SQLAlchemy's own ON CONFLICT is compiled at each
    call.
    """
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(f":{name}" for name in columns)
    statement = text(
        f'INSERT INTO "{table.name}" ({names}) VALUES ({values}) ON CONFLICT DO NOTHING'  # noqa: S608
    )
    types: list[BindParameter[Any]] = [bindparam(c, type_=table.c[c].type) for c in columns]
    return statement.bindparams(*types)


def _postgresql_engine(url: str) -> Engine:
    given = make_url(url).query
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=8,
        hide_parameters=True,
        # Else a server that takes connections and says nothing is waited for without end.
        connect_args={"connect_timeout": given.get("connect_timeout", ANSWERS_WITHIN)},
    )


def _sqlite_engine(url: str) -> Engine:
    file = Path(url.removeprefix("sqlite:///").split("?", 1)[0])
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": PATIENCE, "check_same_thread": False}
    )

    @event.listens_for(engine, "do_connect", once=True)
    def make_file(*_parameters: object) -> None:
        # SQLite itself would make one that others may read.
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)

    @event.listens_for(engine, "connect")
    def prepare(connection, _record):  # type: ignore[no-untyped-def]
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A write transaction takes its lock at the start: one that begins as a reader and writes
        # later dies with "database is locked" under contention.
        writes = connection.get_execution_options().get(WRITES)
        if writes is None:
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_writing(connection, PATIENCE if writes is True else writes)

    return engine


def _begin_writing(connection: Connection, patience: float) -> None:
    """Take the write lock, retrying at short intervals.

    SQLite's own busy handler soon retries only ten times a second. It can then miss the short
    pauses of an import in another process for more than a second.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    latest = time.monotonic() + patience
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < latest:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not is_busy(error.sqlite_errorcode):
                    break
                time.sleep(ASKS_EVERY)
            else:
                return
        # Too late, or something else is wrong: SQLAlchemy says what.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout={PATIENCE * 1000}")


def is_busy(code: int) -> bool:
    """Say whether an SQLite error means that somebody else has the lock: wait, then ask again.

    The low byte is the error, the rest tells more of it (as SQLITE_BUSY_RECOVERY: another process
    is opening the same file).
    """
    return code & 0xFF == sqlite3.SQLITE_BUSY
