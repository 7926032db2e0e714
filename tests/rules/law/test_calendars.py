"""Working days, and when a time that is counted in days is over: where calendars trip."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from complaints.rules.law.calendars import (
    NOWHERE,
    Calendar,
    Deadline,
    Length,
    Unit,
    deadline,
    last_day,
)

INSTANT = timedelta(microseconds=1)
EASTERN, SHANGHAI, BERLIN = (
    ZoneInfo(name) for name in ("America/New_York", "Asia/Shanghai", "Europe/Berlin")
)


def utc(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[misc,arg-type]


def days(number: int) -> Length:
    return Length(number, Unit.DAYS)


def working(number: int) -> Length:
    return Length(number, Unit.WORKING_DAYS)


def months(number: int) -> Length:
    return Length(number, Unit.MONTHS)


@pytest.mark.parametrize(
    ("country", "day", "works"),
    [
        # A holiday on a Saturday is off the Friday before, one on a Sunday the Monday after.
        ("US", date(2026, 7, 3), False),
        ("US", date(2027, 7, 5), False),
        ("US", date(2027, 7, 6), True),
        ("US", date(2026, 11, 26), False),
        ("US", date(2026, 11, 27), True),
        # Golden Week, with the Sunday before it and the Saturday after it at work.
        ("CN", date(2026, 9, 20), True),
        ("CN", date(2026, 10, 1), False),
        ("CN", date(2026, 10, 7), False),
        ("CN", date(2026, 10, 8), True),
        ("CN", date(2026, 10, 10), True),
        ("CN", date(2026, 10, 11), False),
        ("DE", date(2026, 10, 3), False),
        ("FR", date(2026, 7, 14), False),
        ("DE", date(2026, 7, 14), True),
        # Of no country, Monday to Friday.
        (NOWHERE, date(2026, 12, 25), True),
        (NOWHERE, date(2026, 12, 26), False),
        # A country that the library does not know.
        ("ZZ", date(2026, 12, 25), True),
    ],
)
def test_working_days(country: str, day: date, works: bool) -> None:
    assert Calendar(country).is_working(day) is works


@pytest.mark.parametrize(
    ("start", "length", "country", "rolls", "last"),
    [
        # 512(g)(2)(C): over Thanksgiving, over Christmas and New Year (both on Fridays).
        (date(2026, 11, 20), working(10), "US", False, date(2026, 12, 7)),
        (date(2026, 12, 18), working(10), "US", False, date(2027, 1, 5)),
        (date(2026, 12, 18), working(11), "US", False, date(2027, 1, 6)),
        (date(2026, 12, 18), working(14), "US", False, date(2027, 1, 11)),
        # A counter-notice on a Saturday: Monday is the first.
        (date(2026, 7, 4), working(1), "US", False, date(2026, 7, 6)),
        # Golden Week: make-up days count, days off do not.
        (date(2026, 9, 18), working(1), "CN", False, date(2026, 9, 20)),
        (date(2026, 9, 30), working(1), "CN", False, date(2026, 10, 8)),
        (date(2026, 9, 30), working(3), "CN", False, date(2026, 10, 10)),
        # E-Commerce Law Art. 43: 15 days that end in Golden Week, and on its make-up Saturday.
        (date(2026, 9, 17), days(15), "CN", True, date(2026, 10, 8)),
        (date(2026, 9, 25), days(15), "CN", True, date(2026, 10, 10)),
        (date(2026, 9, 26), days(15), "CN", True, date(2026, 10, 12)),
        (date(2026, 9, 17), days(15), "CN", False, date(2026, 10, 2)),
        # A month's end, in a leap year and in none; a year's end.
        (date(2027, 8, 31), months(6), NOWHERE, False, date(2028, 2, 29)),
        (date(2026, 8, 31), months(6), NOWHERE, False, date(2027, 2, 28)),
        (date(2028, 2, 29), months(12), NOWHERE, False, date(2029, 2, 28)),
        (date(2026, 12, 31), months(2), NOWHERE, False, date(2027, 2, 28)),
        (date(2026, 7, 31), months(5), NOWHERE, False, date(2026, 12, 31)),
        (date(2028, 2, 28), days(2), NOWHERE, False, date(2028, 3, 1)),
        (date(2027, 2, 28), days(2), NOWHERE, False, date(2027, 3, 2)),
        # DSA Art. 20: six months that end on a holiday of the member state, or before a weekend.
        (date(2026, 6, 25), months(6), "DE", True, date(2026, 12, 28)),
        (date(2026, 11, 1), months(6), "FR", True, date(2027, 5, 3)),
        (date(2026, 11, 6), months(6), "FR", True, date(2027, 5, 7)),
        (date(2026, 11, 8), months(6), "FR", True, date(2027, 5, 10)),
    ],
)
def test_the_last_day(start: date, length: Length, country: str, rolls: bool, last: date) -> None:
    assert last_day(start, length, Calendar(country), rolls=rolls) == last


@pytest.mark.parametrize(
    ("country", "start", "length", "at"),
    [
        # The clocks go forward on 8 March 2026 and back on 1 November in the United States.
        ("US", datetime(2026, 3, 7, 12, tzinfo=EASTERN), days(1), utc(2026, 3, 9, 4)),
        ("US", datetime(2026, 3, 6, 12, tzinfo=EASTERN), days(1), utc(2026, 3, 8, 5)),
        ("US", datetime(2026, 10, 31, 12, tzinfo=EASTERN), days(1), utc(2026, 11, 2, 5)),
        ("US", datetime(2026, 10, 30, 12, tzinfo=EASTERN), days(1), utc(2026, 11, 1, 4)),
        # In the Union on 29 March and on 25 October.
        ("DE", datetime(2026, 3, 28, 12, tzinfo=BERLIN), days(1), utc(2026, 3, 29, 22)),
        ("DE", datetime(2026, 10, 24, 12, tzinfo=BERLIN), days(1), utc(2026, 10, 25, 23)),
        # The day is the place's: just before and at its midnight.
        ("CN", datetime(2026, 7, 1, tzinfo=SHANGHAI) - INSTANT, days(1), utc(2026, 7, 1, 16)),
        ("CN", datetime(2026, 7, 1, tzinfo=SHANGHAI), days(1), utc(2026, 7, 2, 16)),
        (NOWHERE, datetime(2026, 7, 1, tzinfo=UTC) - INSTANT, days(1), utc(2026, 7, 2)),
        (NOWHERE, datetime(2026, 7, 1, tzinfo=UTC), days(1), utc(2026, 7, 3)),
    ],
)
def test_it_is_over_as_its_last_day_ends_there(
    country: str, start: datetime, length: Length, at: datetime
) -> None:
    assert deadline(start, length, Calendar(country)) == Deadline(at, certain=True)


def test_it_is_over_as_its_last_day_begins_where_the_rule_says_so() -> None:
    start = datetime(2026, 12, 18, 12, tzinfo=EASTERN)
    begins = deadline(start, working(11), Calendar("US"), as_it_begins=True).at
    assert begins == datetime(2027, 1, 6, tzinfo=EASTERN)
    assert deadline(start, working(11), Calendar("US")).at == begins + timedelta(days=1)


# A year that is far enough away to be announced by nobody.
FAR = 2060


@pytest.mark.parametrize(
    ("start", "length", "rolls", "certain"),
    [
        (date(FAR, 12, 1), days(15), True, False),
        # What neither rolls nor counts working days is where it is, whatever is off.
        (date(FAR, 12, 1), days(15), False, True),
        (date(FAR, 12, 1), working(1), False, False),
        (date(2026, 12, 10), days(15), True, True),
    ],
)
def test_a_year_that_is_not_announced_makes_an_end_uncertain(
    start: date, length: Length, rolls: bool, certain: bool
) -> None:
    at = datetime(start.year, start.month, start.day, 4, tzinfo=UTC)
    assert deadline(at, length, Calendar("CN"), rolls=rolls).certain is certain
    assert deadline(at, length, Calendar("US"), rolls=rolls).certain


def test_only_china_announces_its_years() -> None:
    china = Calendar("CN")
    assert china.knows(2026)
    assert not china.knows(FAR)
    assert Calendar("US").knows(FAR)
    assert Calendar(NOWHERE).knows(FAR)
