"""A boycott in force keeps what it stops; what it let pass is in the lane, without more proof."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import select, text

from complaints import migration
from complaints.models import Boycott, Claim
from complaints.queries.law.clocks import running
from complaints.rules.actors import SYSTEM
from complaints.services.law import laws
from complaints.storage.db import Database
from tests.services.cases.test_treatments import BOTH, MAIL, OLD
from tests.services.decisions.desk import STOPS_ALL, Desk


def test_a_boycott_in_force_keeps_what_it_stops(database: Database, now: datetime) -> None:
    desk = Desk(database, now)
    acme, bond = desk.filer(), desk.filer("bond")
    some, everything = desk.boycott(acme.id, treatments=OLD), desk.boycott(bond.id)
    proposed = desk.boycott(desk.filer("cole").id)
    passed, stopped = (
        each.claim_id for each in desk.file(acme, targets=BOTH, contact=MAIL).outcomes
    )
    whole = [each.claim_id for each in desk.file(bond, targets=BOTH, contact=MAIL).outcomes]
    migration.downgrade(database, "0029")
    with database.engine.begin() as connection:
        asked = text("SELECT id, stops FROM boycott ORDER BY id")
        stops = {row.id: row.stops for row in connection.execute(asked)}
        said = stops[some] if isinstance(stops[some], list) else json.loads(stops[some])
        assert said == ["dsa", "house"]
        assert stops[everything] is None
        # Older code gave what passed no clock, and nobody had imposed the third.
        connection.execute(text(f"UPDATE claim SET decide_by = NULL WHERE id = {passed}"))
        connection.execute(text("DELETE FROM clock"))
        connection.execute(
            text(f"UPDATE boycott SET state = 'warned', imposed_at = NULL WHERE id = {proposed}")
        )
    migration.upgrade(database)
    with database.reading() as session:
        held = {row.id: row.treatments for row in session.scalars(select(Boycott))}
        assert held == {some: OLD, everything: STOPS_ALL, proposed: None}
        treated = {row.id: row.treatment for row in session.scalars(select(Claim))}
        assert treated == {
            passed: "lane", stopped: "not_processed", **dict.fromkeys(whole, "not_processed"),
        }  # fmt: skip
    desk.do(laws.give_lane_clocks, SYSTEM, after=0)
    assert desk.do(laws.give_lane_clocks, SYSTEM, after=0) is None
    with database.reading() as session:
        row = session.get_one(Claim, passed)
        assert row.state == "received"
        assert [(clock.kind, clock.ends_at) for clock in running(session, passed)] == [
            ("lane", row.decide_by)
        ]
