"""When a database began to say that it is the demo: one that held the demo says so from then on."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from complaints import migration
from complaints.models import Complaint
from complaints.queries.upkeep import installations
from tests.services.decisions.desk import ITEM, MARK, Desk

# Its revision has landed and stays as it is: test_kept takes it every day.
pytestmark = pytest.mark.thorough


def marked(database) -> bool:
    """Say what the migration finds."""
    migration.downgrade(database, "0023")
    migration.upgrade(database)
    with database.reading() as session:
        return installations.is_demo(session)


@pytest.fixture
def desk(database, now) -> Desk:
    """A database with a complaint of the demo's market."""
    desk = Desk(database, now)
    desk.file(desk.filer("made-up"))
    with database.transaction() as session:
        session.execute(update(Complaint).values(source="demo"))
    return desk


def file(desk: Desk, name: str) -> None:
    """File one more complaint, through a door."""
    right = {**MARK, "number": "7654321"}
    desk.file(desk.filer(name), right=right, targets=[{"url": f"{ITEM}2"}])


def test_an_empty_database_is_not_the_demo(database) -> None:
    assert not marked(database)


def test_a_database_with_the_demo_is_it(desk: Desk) -> None:
    desk.staff("ann")
    file(desk, "demo-brand")
    assert marked(desk.database)


def test_one_in_which_somebody_else_files_is_not(desk: Desk) -> None:
    file(desk, "acme")
    assert not marked(desk.database)


def test_one_in_which_somebody_else_judges_is_not(desk: Desk) -> None:
    desk.staff("grace")
    assert not marked(desk.database)


def test_one_without_the_market_is_not(database, now) -> None:
    file(Desk(database, now), "demo-brand")
    assert not marked(database)
