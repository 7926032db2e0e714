"""Revision 0023 stores what is left of each right's number as intake would."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from abuse.identity.respelling import bare_number
from complaints import migration
from complaints.models import Right
from complaints.storage.db import Database
from tests.services.decisions.desk import Desk

# Its revision has landed and stays as it is: test_kept takes it every day.
pytestmark = pytest.mark.thorough

NUMBERS = (
    "TM-01234567/001", "G1234567", "第1234567号第25类", "VA 1-234-567", "１２３４５６７", "pending",
    "77", "US 9,123,456 B2", "9" * 300, None,
)  # fmt: skip


def test_the_migration_leaves_out_what_intake_does(database: Database, now: datetime) -> None:
    filer = Desk(database, now).filer("bad")
    with database.transaction() as session:
        for spot, number in enumerate(NUMBERS):
            session.add(
                Right(
                    filer_id=filer.id, key=f"trademark|cn|{spot}", digest=str(spot),
                    kind="trademark", number=number, created_at=now,
                )
            )  # fmt: skip
    migration.downgrade(database, "0022")
    migration.upgrade(database)
    with database.reading() as session:
        stored = session.execute(select(Right.number, Right.bare_number).order_by(Right.id))
        rows = stored.tuples().all()
    assert [number for number, _ in rows] == list(NUMBERS)
    assert [bare for _, bare in rows] == [bare_number(number) for number in NUMBERS]
