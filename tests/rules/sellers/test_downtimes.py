"""From when to when a listing was down: by one claim, and by several at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from complaints.rules.kinds import Merit
from complaints.rules.sellers.downtimes import Span, days_by_month, days_down, is_undone, turned

START = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def span(since: float, until: float | None = None) -> Span:
    return Span(day(since), None if until is None else day(until))


def test_a_hold_begins_and_ends_once_and_begins_again() -> None:
    held = turned((), day(1), is_down=True)
    assert held == (span(1),)
    assert turned(held, day(2), is_down=True) == held
    up = turned(held, day(3), is_down=False)
    assert up == (span(1, 3),)
    assert turned(up, day(4), is_down=False) == up
    assert turned(up, day(5), is_down=True) == (span(1, 3), span(5))
    assert turned((), day(1), is_down=False) == ()


def test_a_hold_that_ends_before_it_began_lasted_no_time() -> None:
    assert turned((span(5),), day(4), is_down=False) == (span(5, 5),)


def test_times_that_overlap_or_touch_count_once() -> None:
    assert days_down([], day(9)) == 0
    assert days_down([span(1, 3), span(2, 5), span(2, 2.5)], day(9)) == 4
    assert days_down([span(5, 6), span(1, 3), span(3, 4)], day(9)) == 4


def test_what_lasts_is_counted_until_now_and_no_further() -> None:
    assert days_down([span(1)], day(2.5)) == 1.5
    assert days_down([span(1, 9)], day(2)) == 1
    assert days_down([span(3)], day(2)) == 0
    assert days_down([span(3), span(0, 1)], day(2)) == 1


@pytest.mark.parametrize(
    ("state", "merit", "undone"),
    [
        ("removed", None, False), ("moot", None, False), ("reinstated", None, True),
        ("withdrawn", None, True), ("removed", Merit.UNFOUNDED, True),
        ("removed", Merit.MANIFESTLY_UNFOUNDED, True), ("withdrawn", Merit.FOUNDED, False),
        ("reinstated", Merit.FOUNDED, False),
    ],
)  # fmt: skip
def test_what_was_taken_back_or_graded_unfounded_is_undone(
    state: str, merit: Merit | None, undone: bool
) -> None:
    assert is_undone(state, merit) is undone


def test_days_are_counted_in_their_month_and_each_span_counts() -> None:
    assert days_by_month([], day(9)) == {}
    assert days_by_month([span(30, 33)], day(99)) == {"2026-01": 1, "2026-02": 2}
    assert days_by_month([span(1, 2), span(1, 2)], day(99)) == {"2026-01": 2}
    assert days_by_month([span(363, 366)], day(999)) == {"2026-12": 2, "2027-01": 1}
    assert days_by_month([span(1)], day(2.5)) == {"2026-01": 1.5}
    assert days_by_month([span(3)], day(2)) == {}
