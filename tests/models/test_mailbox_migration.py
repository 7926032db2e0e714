"""Accounts from before have their mailbox after the migration, as the service compares it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints import migration
from complaints.models import Account
from complaints.rules.actors import SYSTEM
from complaints.rules.logins.accounts import mailbox_of
from complaints.services.logins import sign_ups
from complaints.storage.db import Database
from tests.scenes.clock import NOW
from tests.services.decisions.desk import Desk

# Its revision has landed and stays as it is: test_kept takes it every day.
pytestmark = pytest.mark.thorough

ADDRESSES = (
    "kim@example.com", "ann+desk@example.com", "a.d.a+x@gmail.com", "bo.lin@googlemail.com",
    "cem＋q@example.com", "dee@exämple.example", "+eve@example.com", "straße@example.com",
)  # fmt: skip


def test_mailboxes_of_before_are_compared_as_those_of_today(database: Database) -> None:
    desk = Desk(database, NOW)
    for number, email in enumerate(ADDRESSES):
        filer = desk.filer(f"f{number}")
        desk.do(sign_ups.open_for_filer, SYSTEM, filer.id, email=email, password_hash=None,
                language=None)  # fmt: skip
    migration.downgrade(database, "0023")
    migration.upgrade(database)
    with database.reading() as session:
        rows = session.scalars(select(Account).order_by(Account.id)).all()
    assert [row.mailbox for row in rows] == [mailbox_of(row.email) for row in rows]
    assert rows[2].mailbox == "ada@gmail.com"
