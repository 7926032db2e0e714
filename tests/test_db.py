"""Transactions: committed whole or not at all, one writer at a time, snapshots that hold still."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update

from complaints.db import Database
from complaints.models import Operator


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
