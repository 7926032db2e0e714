"""Who was drawn for the scan's doubt is no part of a random sample: going back, it goes."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select, text, update

from complaints import migration
from complaints.models import SampledFiler
from complaints.rules.actors import SYSTEM
from complaints.services.findings import samples
from complaints.storage.db import Database
from tests.services.cases.market import Market
from tests.services.decisions.desk import Desk

# Its revision has landed and stays as it is: test_kept takes it every day.
pytestmark = pytest.mark.thorough


def test_a_step_back_keeps_those_drawn_at_random(database: Database, now: datetime) -> None:
    desk = Desk(database, now)
    with database.transaction() as session:
        ids = [Market(session, now).filer(name).id for name in ("one", "two")]
    desk.do(samples.draw_sample, SYSTEM, ids, seed=7)
    with database.transaction() as session:
        doubtful = SampledFiler.filer_id == ids[1]
        session.execute(update(SampledFiler).where(doubtful).values(by_doubt=True))
    migration.downgrade(database, "0031")
    with database.engine.connect() as connection:
        assert list(connection.execute(text("SELECT filer_id FROM sampled_filer")).scalars()) == [
            ids[0]
        ]
    migration.upgrade(database)
    with database.reading() as session:
        (left,) = session.scalars(select(SampledFiler))
    assert (left.by_doubt, left.chance) == (False, None)
