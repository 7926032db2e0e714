"""Ten kills with a seed, and what else befalls each database: nothing acknowledged is lost, doubled
or halved, every event and message comes, and no order is forgotten."""

from __future__ import annotations

import random

import pytest

from tests.chaos.__main__ import PLACES
from tests.chaos.running import run
from tests.chaos.strikes import MARKET_KILLED, NUMBERS_KILLED, SENDS_KILLED, possible

SEED = 13
STRUCK = {
    "sqlite": [
        *["a server killed"] * 3, "the scan's process killed", *[SENDS_KILLED] * 2,
        *[MARKET_KILLED] * 4, "the database's disk full",
    ],
    "postgresql": [
        *["a server killed"] * 2, *[NUMBERS_KILLED] * 3, *[SENDS_KILLED] * 2,
        *[MARKET_KILLED] * 3, "PostgreSQL stopped", "the database's disk full",
    ],
}  # fmt: skip
# What must have happened at all, so that its count says something.
SEEN = ("decided", "withdrawn", "orders", "events", "messages")


@pytest.mark.slow
@pytest.mark.whole
@pytest.mark.parametrize("name", [pytest.param("sqlite", marks=pytest.mark.thorough), "postgresql"])
def test_ten_kills_lose_and_double_nothing(name: str) -> None:
    with PLACES[name](0) as place:
        strikes = [each for each in STRUCK[name] if each in possible(place)]
        random.Random(SEED).shuffle(strikes)
        report = run(place, strikes, seed=SEED, servers=1, writers=2, pace=0.5, at_most=1.0)
    assert len(report.felt) == len(strikes) >= 10
    assert report.counts.holds, report.counts.faults
    assert 0 not in {report.counts.acknowledged, *(report.outside[each] for each in SEEN)}
