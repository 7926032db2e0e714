"""The monthly sample: how many are drawn."""

from __future__ import annotations

import pytest

from complaints.rules.actors import SYSTEM
from complaints.services.findings import samples
from tests.services.cases.market import Market
from tests.services.decisions.desk import Desk

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(("size", "drawn"), [(2, 2), (3, 3), (4, 3)])
def test_a_sample_has_so_many_filers_where_there_are_as_many(database, now, size, drawn) -> None:
    desk = Desk(database, now)
    with database.transaction() as session:
        market = Market(session, now)
        eligible = [market.filer(name).id for name in ("one", "two", "three")]
    text = f"[sample]\nsize = {size}\nmin_claims = 1\nwindow = 30\n"
    desk.policy(text)
    sample = desk.do(samples.draw_sample, SYSTEM, eligible, seed=7)
    assert (sample.size, sample.population) == (drawn, 3)
