"""What a counter-notice starts, when a listing comes back, and how papers from abroad count."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from complaints.rules.kinds import Basis
from complaints.rules.law.calendars import Calendar
from complaints.rules.law.regimes import ClockKind, governing
from complaints.rules.law.restoration import (
    at_the_days_end,
    back_on,
    clock_of,
    days_between,
    days_left,
    tell_by,
)

CHINA = Calendar("CN")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("marketplace", "basis", "seller", "down", "up"),
    [
        ("amazon.com", Basis.COPYRIGHT, None, ClockKind.RESTORE, None),
        ("etsy", Basis.COPYRIGHT, "DE", ClockKind.RESTORE, None),
        ("taobao", Basis.COUNTERFEIT, None, ClockKind.WAIT, None),
        ("taobao", Basis.COPYRIGHT, "DE", ClockKind.WAIT, None),
        ("amazon.de", Basis.COPYRIGHT, None, ClockKind.REPLY, ClockKind.REPLY),
        ("amazon.com", Basis.TRADEMARK, None, ClockKind.REPLY, ClockKind.REPLY),
        ("amazon.co.uk", Basis.COPYRIGHT, None, ClockKind.REPLY, ClockKind.REPLY),
    ],
)
def test_which_clock_an_answer_starts(
    marketplace: str, basis: Basis, seller: str | None, down: ClockKind, up: ClockKind | None
) -> None:
    law = governing(basis=basis, marketplace=marketplace, seller_country=seller)
    assert clock_of(law, listing_down=True) is down
    assert clock_of(law, listing_down=False) is up


@pytest.mark.parametrize(
    ("ends_at", "back", "by"),
    [
        # As the day begins in New York; the clocks go forward on the second.
        ("2026-03-06T00:00:00-05:00", date(2026, 3, 6), date(2026, 3, 5)),
        ("2026-03-09T00:00:00-04:00", date(2026, 3, 9), date(2026, 3, 8)),
        ("2027-01-04T00:00:00-05:00", date(2027, 1, 4), date(2027, 1, 3)),
        ("2028-03-01T00:00:00-05:00", date(2028, 3, 1), date(2028, 2, 29)),
    ],
)
def test_the_day_of_the_return_and_the_last_to_speak(ends_at: str, back: date, by: date) -> None:
    assert back_on("US", at(ends_at)) == back
    assert tell_by("US", at(ends_at)) == by


@pytest.mark.parametrize(("used", "left"), [(0, 20), (19, 1), (20, 0), (21, 0)])
def test_twenty_working_days_in_all(used: int, left: int) -> None:
    assert days_left(used).number == left


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2026-09-23T12:00:00+08:00", "2026-09-23T13:00:00+08:00", 1),
        ("2026-09-23T12:00:00+08:00", "2026-09-25T00:00:00+08:00", 1),
        ("2026-09-23T12:00:00+08:00", "2026-09-24T00:00:01+08:00", 1),
        # Mid-Autumn is on the 25th, a Friday; the Sunday before Golden Week is worked in 2026 only
        # on the 20th of September.
        ("2026-09-23T12:00:00+08:00", "2026-09-28T00:00:00+08:00", 1),
        ("2026-09-23T12:00:00+08:00", "2026-09-28T00:00:01+08:00", 2),
        # Golden Week and the working Saturday after it.
        ("2026-09-30T12:00:00+08:00", "2026-10-11T00:00:00+08:00", 3),
    ],
)
def test_how_many_working_days_a_pause_took(since: str, until: str, days: int) -> None:
    assert days_between(CHINA, at(since), at(until)) == days


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        ("2026-09-30T00:00:01+08:00", "2026-10-01T00:00:00+08:00"),
        ("2026-10-01T00:00:00+08:00", "2026-10-01T00:00:00+08:00"),
        ("2026-10-01T00:00:01+08:00", "2026-10-09T00:00:00+08:00"),
        ("2026-10-10T09:00:00+08:00", "2026-10-11T00:00:00+08:00"),
    ],
)
def test_a_time_ends_with_a_working_day(moment: str, ends: str) -> None:
    assert at_the_days_end(CHINA, at(moment)) == at(ends)
