"""How lists of complaints are asked for: work that grows with the answer, not with its square."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from complaints.queries.filing import complaints
from complaints.queries.filing.complaint_filters import Filters
from complaints.rules.actors import PersonRole, person
from complaints.storage.db import Database
from tests.scenes.working import working


@pytest.mark.parametrize("filters", [Filters(marketplace="taobao"), Filters(store="s-1")])
def test_what_a_complaint_aims_at_is_asked_once_for_all(sqlite_url: str, filters: Filters) -> None:
    database = Database(sqlite_url)
    asked: list[tuple[str, Any]] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def note(_c: Any, _u: Any, statement: str, parameters: Any, _x: Any, _m: Any) -> None:
        asked.append((statement, parameters))

    with database.reading() as session:
        rev = person(1, PersonRole.REVIEWER)
        complaints.find_complaints(working(session, rev), filters, before=None, limit=50)
        statement, parameters = next(one for one in asked if one[0].startswith("SELECT"))
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [row.detail for row in plan]
    database.dispose()
    assert any(step.startswith("LIST SUBQUERY") for step in steps), steps
    assert not any(step.startswith("CORRELATED") for step in steps), steps
