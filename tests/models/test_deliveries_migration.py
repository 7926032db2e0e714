"""Warnings from before revision 0030 get the delivery that the record shows, or wait."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from complaints import migration
from complaints.base.clock import utcnow
from complaints.models import Boycott, Delivery, Letter, LinkCode, SecretLink
from complaints.storage.db import Database
from tests.services.decisions.desk import Desk

# Its revision has landed and stays as it is: test_kept takes it every day.
pytestmark = pytest.mark.thorough

NOW = utcnow()
DAY = timedelta(days=1)


def write_case(desk: Desk, name: str, state: str, *, days_ago: int, **facts: object) -> int:
    """Write a case that was warned so many days ago, to answer in fourteen; return its id."""
    number = desk.boycott(desk.filer(name).id)
    with desk.database.transaction() as session:
        row = session.get_one(Boycott, number)
        row.state, row.warned_at = state, NOW - days_ago * DAY
        row.answer_due = row.warned_at + 14 * DAY
        for key, value in facts.items():
            setattr(row, key, value)
    return number


def write_letter(
    database: Database, number: int, *, gone: datetime | None = None, opened: datetime | None = None
) -> None:
    with database.transaction() as session:
        letter = Letter(
            kind="boycott_warning", language="en", boycott_id=number, subject="x", body="x",
            created_at=NOW, filer_id=session.get_one(Boycott, number).filer_id,
        )  # fmt: skip
        session.add(letter)
        session.flush()
        if gone is not None:
            message_id = f"<{number}@mail.example>"
            session.add(
                Delivery(letter_id=letter.id, message_id=message_id, attempts=1, gone_at=gone)
            )
        if opened is not None:
            link = SecretLink(
                token_hash=f"{number}", letter_id=letter.id, reach="mailbox", made_at=NOW,
                ends_at=NOW,
            )  # fmt: skip
            session.add(link)
            session.flush()
            session.add(
                LinkCode(
                    secret_link_id=link.id, digest="x", made_at=NOW, ends_at=NOW, used_at=opened
                )
            )


def test_each_warning_gets_the_delivery_that_the_record_shows(database: Database) -> None:
    desk = Desk(database, NOW)
    waits = write_case(desk, "a", "warned", days_ago=5)
    late = write_case(desk, "b", "unanswered", days_ago=30)
    mailed = write_case(desk, "c", "warned", days_ago=10)
    young = write_case(desk, "d", "warned", days_ago=3)
    over = write_case(desk, "e", "unanswered", days_ago=40)
    runs = write_case(desk, "f", "unanswered", days_ago=16)
    read = write_case(desk, "g", "unanswered", days_ago=30)
    said = write_case(desk, "h", "answered", days_ago=9, answered_at=NOW - 8 * DAY)
    bound = write_case(desk, "i", "in_force", days_ago=30)
    proven = write_case(desk, "j", "in_force", days_ago=30)
    # Imposed before its mail could bounce; what was opened since was the letter of that.
    early = write_case(desk, "k", "in_force", days_ago=30, imposed_at=NOW - 25 * DAY)
    write_letter(database, early, gone=NOW - 30 * DAY, opened=NOW - 24 * DAY)
    for number, days in ((mailed, 10), (young, 3), (over, 40), (runs, 16)):
        write_letter(database, number, gone=NOW - days * DAY)
    for number in (read, proven):
        write_letter(database, number, gone=NOW - 30 * DAY, opened=NOW - 29 * DAY)
    migration.downgrade(database, "0029")
    migration.upgrade(database)
    with database.reading() as session:
        rows = {row.id: row for row in session.scalars(select(Boycott))}
    found = {
        number: (row.state, row.delivered_by, row.delivered_at, row.answer_due)
        for number, row in rows.items()
    }

    def ago(days: int) -> datetime:
        return NOW - days * DAY

    for number in (waits, late, young):
        assert found[number] == ("warned", None, None, None)
        assert rows[number].answer_days == 14
    assert found[mailed] == ("warned", "mailed", ago(3), ago(-11))
    assert found[over] == ("unanswered", "mailed", ago(33), ago(19))
    # Its time had run out by the old count, and has not by the day on which it arrived.
    assert found[runs] == ("warned", "mailed", ago(9), ago(-5))
    assert found[read] == ("unanswered", "opened", ago(29), ago(15))
    assert found[said] == ("answered", "answered", ago(8), ago(-6))
    assert found[bound][:3] == ("in_force", "unrecorded", None)
    assert found[early][:3] == ("in_force", "unrecorded", None)
    assert found[proven][:3] == ("in_force", "opened", ago(29))
    migration.downgrade(database, "0029")
    with database.engine.connect() as connection:
        # Code from before lets nobody answer without a day to answer by.
        none = "SELECT count(*) FROM boycott WHERE state = 'warned' AND answer_due IS NULL"
        assert connection.scalar(text(none)) == 0
    migration.upgrade(database)
