"""Working days are Monday to Friday, in UTC; a weekend holds the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from complaints.rules.law.clocks import working_days_after


# From Monday, 2 March 2026.
def day(number: int, hour: int = 9, minute: int = 30) -> datetime:
    return datetime(2026, 3, 2 + number, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (day(0), 1, day(1)), (day(0), 2, day(2)), (day(0), 4, day(4)), (day(0), 5, day(7)),
        (day(2), 2, day(4)), (day(3), 1, day(4)), (day(3), 2, day(7)), (day(4), 1, day(7)),
        (day(4), 2, day(8)), (day(4), 5, day(11)), (day(4), 6, day(14)), (day(0), 10, day(14)),
        # The last moment of Friday, and the first of Saturday.
        (day(4, 23, 59), 1, day(7, 23, 59)), (day(5, 0, 0), 1, day(8, 0, 0)),
        # A weekend's clock begins on Monday.
        (day(5), 1, day(8, 0, 0)), (day(6, 23, 59), 1, day(8, 0, 0)), (day(6), 2, day(9, 0, 0)),
        (day(5), 5, day(14, 0, 0)),
        # None at all.
        (day(0), 0, day(0)), (day(5), 0, day(7, 0, 0)),
    ],
)  # fmt: skip
def test_a_weekend_is_left_out(start: datetime, days: int, end: datetime) -> None:
    assert working_days_after(start, days) == end


def test_the_day_is_that_of_utc() -> None:
    # Saturday morning in Shanghai is Friday evening in UTC.
    shanghai = timezone(timedelta(hours=8))
    saturday = datetime(2026, 3, 7, 6, 0, tzinfo=shanghai)
    assert working_days_after(saturday, 1) == datetime(2026, 3, 9, 22, 0, tzinfo=UTC)
    sunday = datetime(2026, 3, 9, 6, 0, tzinfo=shanghai)
    assert working_days_after(sunday, 1) == datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
