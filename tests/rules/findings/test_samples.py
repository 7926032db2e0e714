"""Random samples: anybody can draw again, and little that is judged says little."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from complaints.rules.findings.samples import draw_ids, missed, month_of


def test_the_same_seed_draws_the_same_whatever_the_order() -> None:
    ids = list(range(1, 200))
    drawn = draw_ids(ids, size=20, seed=7)
    assert draw_ids(ids[::-1], size=20, seed=7) == drawn
    assert len(set(drawn)) == 20
    assert draw_ids(ids, size=20, seed=8) != drawn
    assert sorted(draw_ids(ids[:5], size=20, seed=7)) == ids[:5]


def test_each_is_as_likely_as_any_other() -> None:
    counts = Counter(
        each for seed in range(2_000) for each in draw_ids(range(10), size=2, seed=seed)
    )
    # 400 each are expected, with a standard deviation of 18.
    assert all(320 < counts[each] < 480 for each in range(10))


@pytest.mark.parametrize(
    ("clean", "abusive", "low", "high"),
    [(0, 0, 0.0, 1.0), (20, 0, 0.0, 0.1684), (18, 1, 0.0013, 0.2603), (0, 5, 0.4782, 1.0)],
)
def test_the_interval_is_that_of_clopper_and_pearson(
    clean: int, abusive: int, low: float, high: float
) -> None:
    found = missed(clean=clean, abusive=abusive, unsure=3, undecided=0, population=1_000)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert (found.judged, found.abusive, found.unsure, found.open) == (
        clean + abusive,
        abusive,
        3,
        0,
    )
    assert found.filers_low <= found.filers_high
    assert found.filers_low >= abusive
    assert found.share == (abusive / (clean + abusive) if clean + abusive else None)


def test_the_interval_in_filers_is_as_many_as_were_seen_and_no_more_than_there_are() -> None:
    found = missed(clean=18, abusive=1, unsure=0, undecided=7, population=10_000)
    assert (found.filers_low, found.filers_high) == (13, 2_603)
    assert (found.population, found.open) == (10_000, 7)
    few = missed(clean=18, abusive=1, unsure=0, undecided=0, population=100)
    assert (few.filers_low, few.filers_high) == (1, 26)
    all_of_them = missed(clean=0, abusive=5, unsure=0, undecided=0, population=5)
    assert (all_of_them.filers_low, all_of_them.filers_high) == (5, 5)


def test_a_month_is_written_as_a_calendar_has_it() -> None:
    assert month_of(datetime(2026, 7, 31, 23, 59, tzinfo=UTC)) == "2026-07"
