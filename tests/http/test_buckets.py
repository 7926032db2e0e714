"""Token buckets, at the nanosecond."""

from __future__ import annotations

import pytest

from complaints.http import buckets
from complaints.http.buckets import SECOND, Bucket, Buckets, Level, Shortage
from complaints.settings.rate_limits import Quota

THREE = Bucket("file", "filer-1", Quota(3, 60))
START = 1_000 * SECOND
# A unit comes back each 20 seconds.
EACH = 20 * SECOND


def emptied() -> Buckets:
    held = Buckets()
    assert held.take([THREE], 3, now=START) is None
    return held


def test_a_bucket_gives_what_it_holds_and_no_more() -> None:
    held = Buckets()
    assert held.take([THREE], 4, now=START) == Shortage(THREE, 20)
    assert [held.take([THREE], 1, now=START) for _ in range(4)] == [
        None,
        None,
        None,
        Shortage(THREE, 20),
    ]


@pytest.mark.parametrize(
    ("since", "left"), [(EACH - 1, 0), (EACH, 1), (EACH + 1, 1), (9 * EACH, 3)]
)
def test_units_come_back_one_by_one_and_never_more_than_it_holds(since: int, left: int) -> None:
    held, now = emptied(), START + since
    assert held.level(THREE, now=now).left == left
    assert (held.take([THREE], left + 1, now=now) is None) is False
    assert left == 0 or held.take([THREE], left, now=now) is None


@pytest.mark.parametrize(
    ("since", "level"),
    [
        (0, Level(0, 20)),
        (EACH - 1, Level(0, 1)),
        (EACH, Level(1, 20)),
        (3 * EACH - 1, Level(2, 1)),
        (3 * EACH, Level(3, 0)),
    ],
)
def test_a_level_says_when_one_more_is_there(since: int, level: Level) -> None:
    assert emptied().level(THREE, now=START + since) == level


def test_what_is_refused_takes_nothing_from_any() -> None:
    held, other = emptied(), Bucket("file", "filer-2", Quota(3, 60))
    # The refusals do not put off the unit that comes back.
    assert [held.take([other, THREE], 1, now=START) for _ in range(9)] == [Shortage(THREE, 20)] * 9
    assert held.level(other, now=START).left == 3
    assert held.take([other, THREE], 1, now=START + EACH) is None


def test_the_one_that_is_short_for_longest_is_told() -> None:
    held, slow = emptied(), Bucket("file", "slow", Quota(1, 3600))
    held.take([slow], 1, now=START)
    assert held.short([THREE, slow], 1, now=START) == Shortage(slow, 3600)


def test_many_buckets_are_forgotten_full_ones_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "MOST_KEPT", 4)
    held = emptied()
    for number in range(4):
        held.take([Bucket("read", str(number), Quota(60, 60))], 1, now=START)
    assert len(held._full_at) == 2
    assert held.level(THREE, now=START).left == 0
