"""Random samples: anybody can draw again, and little that is judged says little."""

from __future__ import annotations

from collections import Counter

import pytest

from complaints.rules.samples import draw, missed


def test_the_same_seed_draws_the_same_whatever_the_order() -> None:
    ids = list(range(1, 200))
    drawn = draw(ids, size=20, seed=7)
    assert draw(ids[::-1], size=20, seed=7) == drawn
    assert len(set(drawn)) == 20
    assert draw(ids, size=20, seed=8) != drawn
    assert sorted(draw(ids[:5], size=20, seed=7)) == ids[:5]


def test_each_is_as_likely_as_any_other() -> None:
    counts = Counter(each for seed in range(2_000) for each in draw(range(10), size=2, seed=seed))
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
    assert found.filers_low <= found.filers_high
    assert found.filers_low >= abusive
    assert (found.share is None) == (clean + abusive == 0)
