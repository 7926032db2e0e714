"""A few strikes with a seed: nothing acknowledged is lost, doubled or halved.

`make test` strikes on SQLite, `make test-all` on PostgreSQL too.
"""

from __future__ import annotations

import pytest

from tests.chaos.__main__ import PLACES
from tests.chaos.running import run
from tests.chaos.strikes import possible

SEED = 13
STRUCK = {
    "sqlite": ["the scan's process killed", "the database's disk full"],
    "postgresql": ["PostgreSQL stopped", "the database's disk full"],
}


@pytest.mark.slow
@pytest.mark.whole
@pytest.mark.parametrize("name", ["sqlite", pytest.param("postgresql", marks=pytest.mark.thorough)])
def test_nothing_that_was_acknowledged_is_lost_or_doubled(name: str) -> None:
    with PLACES[name](0) as place:
        strikes = [each for each in STRUCK[name] if each in possible(place)]
        report = run(place, strikes, seed=SEED, servers=1, writers=2, pace=0.1, at_most=1.0)
    assert len(report.felt) == len(strikes) > 0
    assert report.counts.acknowledged > 0
    assert report.counts.holds, report.counts.faults
