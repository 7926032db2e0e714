"""Deadlines that were columns of a claim become rows of clocks: what is over does nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from complaints import migration
from complaints.models import Claim, Clock
from complaints.rules.actors import SYSTEM
from complaints.services.decisions import claims
from complaints.storage.db import Database
from tests.services.decisions.desk import ITEM, Desk
from tests.services.sellers.test_replies import Case

# Its revision has landed and stays as it is: test_kept takes it every day.
pytestmark = pytest.mark.thorough

DAY = timedelta(days=1)


def test_what_is_over_waits_for_staff_and_the_rest_runs(database: Database, now: datetime) -> None:
    case = Case(Desk(database, now), basis="unauthorised_channel")
    past, coming = now - DAY, datetime.now(now.tzinfo).replace(microsecond=0) + 3 * DAY
    for claim_id in case.ids[:2]:
        case.desk.do(claims.ask_filer, case.rev, claim_id, what="A picture.", answer_due=coming)
    case.desk.do(claims.decide, case.rev, case.ids[3], decision="reject", code="no-infringement")
    other = case.desk.claim(case.acme, targets=[{"url": f"{ITEM}77"}])
    migration.downgrade(database, "0026")
    with database.engine.begin() as connection:
        asked = "SELECT id FROM claim WHERE answer_due IS NOT NULL ORDER BY id"
        assert [row.id for row in connection.execute(text(asked))] == case.ids[:2]
        connection.execute(
            text(f"UPDATE claim SET answer_due = :past WHERE id = {case.ids[0]}"),
            {"past": past.replace(tzinfo=None) if database.is_sqlite else past},
        )
        connection.execute(text("UPDATE claim SET decide_by = NULL WHERE state = 'received'"))
        connection.execute(
            text(f"UPDATE claim SET decide_by = :coming WHERE id = {other}"),
            {"coming": coming.replace(tzinfo=None) if database.is_sqlite else coming},
        )
    migration.upgrade(database)
    with database.reading() as session:
        rows = session.scalars(select(Clock).order_by(Clock.claim_id, Clock.kind)).all()
        shown = [(row.claim_id, row.kind, row.state, row.ends_at) for row in rows]
        asked_for = [row for row in shown if row[1] == "complete"]
        assert asked_for == [
            (case.ids[0], "complete", "overdue", past),
            (case.ids[1], "complete", "running", coming),
        ]
        # The sellers' days are long past by the clock of this machine, and do nothing at their end.
        assert {row[2] for row in shown if row[1] in ("hear", "answer")} <= {"ended", "stopped"}
        assert (other, "decide", "running", coming) in shown
        assert [row.step for row in rows if row.kind == "complete"] == ["lapse", "lapse"]
    assert case.desk.do(claims.ring_due, SYSTEM, at=now) == 0
    with database.reading() as session:
        assert session.get_one(Claim, case.ids[0]).state == "incomplete"
