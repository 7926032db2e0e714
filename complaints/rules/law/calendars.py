"""Which days are working days, and when a time that is counted in days is over.

The days off are those of the library `holidays`, China's working weekends too. A country's own zone
says where a day begins, so that both changes of daylight saving count. Pure. Sources: Regulation
(EEC, Euratom) 1182/71 Art. 3 and Civil Code of China Art. 201, 203: the day of the event does not
count, and a last day that is no working day moves on to the next that is one.
"""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

# The calendar of a place without a country: Monday to Friday, by UTC, without days off.
NOWHERE: Final = ""
_ONE: Final = timedelta(days=1)
_SATURDAY: Final = 5
# Where a country has several zones, that of its capital or, in the United States, of its courts'
# first coast. Of a country that is not here the day begins by UTC.
_ZONES: Final = {
    country: ZoneInfo(zone)
    for zone, countries in {
        "America/New_York": "US",
        "America/Mexico_City": "MX",
        "America/Sao_Paulo": "BR",
        "Asia/Shanghai": "CN",
        "Asia/Tokyo": "JP",
        "Europe/London": "GB",
        "Europe/Dublin": "IE",
        "Europe/Lisbon": "PT",
        "Europe/Berlin": "AT BE CZ DE DK ES FR HR HU IT LU MT NL PL SE SI SK",
        "Europe/Athens": "BG CY EE FI GR LT LV RO",
    }.items()
    for country in countries.split()
}


class Unit(StrEnum):
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Length:
    """So many days, working days or months."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.number} {self.unit}"


@dataclass(frozen=True, slots=True)
class Deadline:
    """`at` is the first moment at which the time is over. `certain` is false where a year that it
    crosses has no days off announced yet: then it may move."""

    at: datetime
    certain: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days of one country (ISO 3166-1 alpha-2), or of NOWHERE."""

    country: str

    @property
    def zone(self) -> tzinfo:
        return _ZONES.get(self.country, UTC)

    def is_working(self, day: date) -> bool:
        """Say whether a day is a working day; of an unknown year, by weekday and fixed days off."""
        off = _days_off(self.country)
        if off is None:
            return day.weekday() < _SATURDAY
        return bool(off.is_working_day(day))

    def knows(self, year: int) -> bool:
        """Say whether a year's days off are settled. China announces those of a year in the
        autumn before it; other countries' follow from their laws."""
        if self.country != "CN":
            return True
        off = _days_off("CN")
        assert off is not None
        off.get(date(year, 1, 1))
        # No year since 2007 was announced without a working weekend.
        return any(day.year == year for day in off.weekend_workdays)

    def day_of(self, moment: datetime) -> date:
        """Return the day that a moment falls on there."""
        return moment.astimezone(self.zone).date()

    def begins(self, day: date) -> datetime:
        """Return the moment at which a day begins there, in UTC."""
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)


def last_day(start: date, length: Length, calendar: Calendar, *, rolls: bool = False) -> date:
    """Return the last day of a time that begins with what happened on the day `start`.

    That day itself does not count. A month ends on the day of the same number or, where the month
    is shorter, on its last. With `rolls` a last day that is no working day moves on.
    """
    if length.unit is Unit.WORKING_DAYS:
        return _working_days(start, length.number, calendar)
    last = add_months(start, length.number) if length.unit is Unit.MONTHS else start
    if length.unit is Unit.DAYS:
        last = start + length.number * _ONE
    while rolls and not calendar.is_working(last):
        last += _ONE
    return last


def deadline(
    start: datetime,
    length: Length,
    calendar: Calendar,
    *,
    rolls: bool = False,
    as_it_begins: bool = False,
) -> Deadline:
    """Return when the time is over that begins with what happened at `start`: as its last day ends
    or, with `as_it_begins`, as it begins."""
    first = calendar.day_of(start)
    last = last_day(first, length, calendar, rolls=rolls)
    at = calendar.begins(last if as_it_begins else last + _ONE)
    if not rolls and length.unit is not Unit.WORKING_DAYS:
        return Deadline(at, certain=True)
    return Deadline(at, all(calendar.knows(year) for year in range(first.year, last.year + 1)))


def _working_days(start: date, number: int, calendar: Calendar) -> date:
    day = start
    while number:
        day += _ONE
        number -= calendar.is_working(day)
    return day


def add_months(start: date, number: int) -> date:
    """Return the day so many months after, or before; one that its month lacks is its last."""
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    longest = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, longest))


@lru_cache
def _days_off(country: str) -> Any:
    """Return the library's calendar of a country, None where it has none."""
    if not country:
        return None
    # Takes 40 ms: a start need not wait for it.
    import holidays

    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return None
