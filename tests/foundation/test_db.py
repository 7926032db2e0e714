"""Transactions: committed whole or not at all, one writer at a time, snapshots that hold still."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import OperationalError

from complaints.models import Operator
from complaints.storage.db import Database, is_busy

pytestmark = pytest.mark.both_databases


def _add(database: Database, name: str) -> None:
    with database.transaction() as session:
        session.add(Operator(name=name))


def _count(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Operator)) or 0


def test_an_exception_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.transaction() as session:
        session.add(Operator(name="one"))
        session.flush()
        raise RuntimeError
    assert _count(database) == 0


def test_reading_writes_nothing(database: Database) -> None:
    with database.reading() as session:
        session.add(Operator(name="one"))
        session.flush()
    assert _count(database) == 0


def test_a_snapshot_does_not_see_what_came_later(database: Database) -> None:
    _add(database, "one")
    with database.snapshot() as connection:
        question = select(func.count()).select_from(Operator)
        assert connection.scalar(question) == 1
        _add(database, "two")
        assert connection.scalar(question) == 1
    assert _count(database) == 2


def test_many_writers_all_get_their_turn(database: Database) -> None:
    """Read, add one, write: none of 200 contended steps is lost or refused."""
    with database.transaction() as session:
        session.add(Operator(name="0"))

    def step(_number: int) -> None:
        with database.transaction() as session:
            row = session.scalars(select(Operator).with_for_update()).one()
            session.execute(update(Operator).values(name=str(int(row.name) + 1)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(step, range(200)))
    with database.reading() as session:
        assert session.scalars(select(Operator.name)).one() == "200"


def test_a_lock_of_another_process_is_waited_for_and_no_longer_than_patience(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.storage.db.PATIENCE", 0)
    ours, another = Database(sqlite_url), Database(sqlite_url)
    with another.transaction():
        with pytest.raises(OperationalError, match="locked"), ours.transaction():
            pass
        assert _count(ours) == 0
    monkeypatch.setattr("complaints.storage.db.PATIENCE", 7)
    with ours.transaction() as session:
        session.add(Operator(name="one"))
        assert session.scalar(text("PRAGMA busy_timeout")) == 7_000
    assert _count(another) == 1
    ours.dispose()
    another.dispose()


def test_two_processes_take_turns(sqlite_url: str) -> None:
    """Each with its own lock, as a server and an import have: no step is lost or refused."""
    databases = (Database(sqlite_url), Database(sqlite_url))
    for index, database in enumerate(databases):
        _add(database, str(index))

    def step(number: int) -> None:
        _add(databases[number % 2], f"step {number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(step, range(60)))
    assert _count(databases[0]) == 62
    for database in databases:
        database.dispose()


@pytest.mark.parametrize(
    ("code", "busy"),
    [
        (sqlite3.SQLITE_BUSY, True),
        (sqlite3.SQLITE_BUSY_RECOVERY, True),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, True),
        (sqlite3.SQLITE_READONLY, False),
        (sqlite3.SQLITE_CORRUPT, False),
    ],
)
def test_every_way_of_being_busy_is_waited_for(code: int, busy: bool) -> None:
    assert is_busy(code) is busy
