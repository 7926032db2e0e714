"""Days said whole: which day of the week, and by whose time.

    read_at("Asia/Shanghai", letter_or_message)

Moments are stored in UTC, and days end by the law's calendar. `read_at` says them by the clocks of
the place where the reader is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from complaints.words import Fact, Listed, Message
from complaints.words import message as _

WEEKDAYS: Final = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
    _("Sunday"),
)  # fmt: skip
# By the names of zones that calendars have (`rules/law/calendars.py`); of any other, UTC.
ZONES: Final = {
    "America/New_York": _("US Eastern time"),
    "America/Mexico_City": _("Mexico City time"),
    "America/Sao_Paulo": _("Brasília time"),
    "Asia/Shanghai": _("Beijing time"),
    "Asia/Tokyo": _("Japan time"),
    "Europe/London": _("UK time"),
    "Europe/Dublin": _("Irish time"),
    "Europe/Lisbon": _("Portuguese time"),
    "Europe/Berlin": _("Central European time"),
    "Europe/Athens": _("Eastern European time"),
}
UNIVERSAL: Final = _("UTC")
UTC_ZONE: Final = "UTC"


def zone_of(zone: str) -> Message:
    """Say whose time a zone is."""
    return ZONES.get(zone, UNIVERSAL)


def end_of(day: date, zone: str) -> Message:
    """Say the end of a day, as in "by the end of Tuesday 8 December 2026 (US Eastern time)"."""
    return _(
        "the end of %(weekday)s %(day)s (%(zone)s)",
        weekday=WEEKDAYS[day.weekday()],
        day=day,
        zone=zone_of(zone),
        # Not said: for whoever reads it by other clocks.
        whose=zone,
    )


def on(day: date, zone: str) -> Message:
    """Say a day, as in "on Tuesday 8 December 2026 (US Eastern time)"."""
    return _(
        "%(weekday)s %(day)s (%(zone)s)",
        weekday=WEEKDAYS[day.weekday()],
        day=day,
        zone=zone_of(zone),
    )


def at(moment: datetime) -> Message:
    """Say a moment, as in "Tuesday 8 December 2026, 07:09 UTC"."""
    weekday = WEEKDAYS[moment.astimezone(UTC).weekday()]
    return _("%(weekday)s %(moment)s", weekday=weekday, moment=moment)


def read_at(zone: str, fact: Fact) -> Fact:
    """Return a fact as it is read where these clocks are: moments by them, and the end of another
    place's day with the moment that it is here. A zone that has no name here changes nothing.

    >>> str(read_at("Asia/Shanghai", at(datetime(2026, 12, 8, 17, 30, tzinfo=UTC))))
    'Wednesday 9 December 2026, 01:30 (Beijing time)'
    """
    if zone not in ZONES:
        return fact
    match fact:
        case datetime():
            return _here(fact, zone)
        case Listed(items, last):
            return Listed([read_at(zone, item) for item in items], last)
        case Message(text, facts) if text == _AT:
            return _weekday_here(facts, zone)
        case Message(text, facts) if text == _END_OF:
            return _end_here(fact, facts, zone)
        case Message():
            read = {name: read_at(zone, each) for name, each in fact.facts.items()}
            return replace(fact, facts=read)
        case _:
            return fact


_AT: Final = at(datetime(2026, 1, 1, tzinfo=UTC)).text
_END_OF: Final = end_of(date(2026, 1, 1), "").text


def _here(moment: datetime, zone: str) -> Message:
    local = moment.astimezone(ZoneInfo(zone))
    return _(
        "%(day)s, %(time)s (%(zone)s)",
        day=local.date(),
        time=f"{local:%H:%M}",
        zone=zone_of(zone),
    )


def _weekday_here(facts: Mapping[str, Fact], zone: str) -> Message:
    moment = facts["moment"]
    assert isinstance(moment, datetime)
    return _on_weekday(moment.astimezone(ZoneInfo(zone)), zone)


def _on_weekday(local: datetime, zone: str) -> Message:
    return _(
        "%(weekday)s %(day)s, %(time)s (%(zone)s)",
        weekday=WEEKDAYS[local.weekday()],
        day=local.date(),
        time=f"{local:%H:%M}",
        zone=zone_of(zone),
    )


def _end_here(said: Message, facts: Mapping[str, Fact], zone: str) -> Message:
    """Return the end of a day as it is read here: with the moment, where the day is another
    place's, and as the moment alone where it is no place's."""
    whose, day = facts["whose"], facts["day"]
    assert isinstance(whose, str)
    assert isinstance(day, date)
    if whose == zone:
        return said
    place = ZoneInfo(whose) if whose in ZONES else UTC
    over = datetime.combine(day + timedelta(days=1), time.min, place)
    local = _on_weekday(over.astimezone(ZoneInfo(zone)), zone)
    if whose not in ZONES:
        return local
    return _("%(end)s, which is %(here)s", end=said, here=local)
