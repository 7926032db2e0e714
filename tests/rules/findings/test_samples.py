"""Random samples: anybody can draw again, and little that is judged says little."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from complaints.rules.findings.samples import (
    draw_by_doubt,
    draw_ids,
    missed,
    month_of,
    number_by_doubt,
)


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


@pytest.mark.parametrize(("at_random", "number"), [(0, 0), (1, 1), (4, 1), (5, 2), (20, 5)])
def test_one_is_drawn_for_doubt_beside_four_at_random(at_random: int, number: int) -> None:
    assert number_by_doubt(at_random) == number
    drawn = draw_by_doubt(dict.fromkeys(range(9), 0.5), at_random=at_random, population=20, seed=1)
    assert len(drawn.drawn) == number


def test_each_is_drawn_for_doubt_as_often_as_its_chance_says() -> None:
    scores = {1: 0.5, 2: 0.2, 3: 0.8, 4: 0.05, 5: 0.0, 6: 1.0}
    often: Counter[int] = Counter()
    for seed in range(2_000):
        found = draw_by_doubt(scores, at_random=8, population=100, seed=seed)
        backwards = dict(reversed(scores.items()))
        assert draw_by_doubt(backwards, at_random=8, population=100, seed=seed) == found
        often.update(found.drawn)
    chance = {each: 1 - (1 - either) / (1 - 0.08) for each, either in found.chance.items()}
    # In proportion to p(1 - p): 0.25, 0.16, 0.16, 0.0475; two are drawn.
    assert [round(chance[each], 3) for each in (1, 2, 4)] == [0.81, 0.518, 0.154]
    for each, likely in chance.items():
        # Within four standard deviations.
        assert (
            abs(often[each] - 2_000 * likely) <= 4 * (2_000 * likely * (1 - likely)) ** 0.5 + 1e-6
        )
    # Whoever nothing is doubted of is drawn at random alone.
    assert found.chance[5] == found.chance[6] == pytest.approx(0.08)


def test_neither_draw_asks_the_other() -> None:
    both = 0
    for seed in range(2_000):
        first = set(draw_ids(range(8), size=4, seed=seed))
        scores = dict.fromkeys(range(8), 0.5)
        both += len(first & set(draw_by_doubt(scores, at_random=4, population=8, seed=seed).drawn))
    # One is drawn for doubt, and half of the time it is one of the four: 22 is a deviation.
    assert 1_000 - 90 < both < 1_000 + 90
