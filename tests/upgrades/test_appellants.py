"""Who appealed against a joining becomes a column of the appeal; going back keeps one appeal."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select, text

from complaints import migration
from complaints.models import Appeal
from complaints.rules.actors import HandKind, filer
from complaints.services.cases import joinings
from complaints.storage.db import Database
from tests.services.cases.test_joinings import Case

# Its revision has landed and stays as it is: test_kept takes it every day.
pytestmark = pytest.mark.thorough


def test_the_ledger_says_who_appealed_and_the_open_appeal_stays(
    database: Database, now: datetime
) -> None:
    case = Case(database, now)
    case.boycott(case.bad.id)
    joining_id = case.joined()
    posted = filer(case.new.id).by(HandKind.COMMAND)
    case.do(joinings.appeal, posted, joining_id, grounds="A family, two shops.")
    case.do(
        joinings.decide_appeal, case.ben, joining_id, decision="uphold", argued="A.", reason="R."
    )
    case.do(joinings.appeal, case.bad, joining_id, grounds="We are two firms.")
    migration.downgrade(database, "0030")
    with database.engine.connect() as connection:
        left = connection.execute(text("SELECT state, grounds FROM appeal")).all()
    assert [tuple(row) for row in left] == [("filed", "We are two firms.")]
    migration.upgrade(database)
    with database.reading() as session:
        (filed,) = session.scalars(select(Appeal))
        assert filed.filer_id == case.bad.id, "the ledger says so: it is not the one that joins"
