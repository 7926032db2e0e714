"""Days said whole: which day of the week, and by whose time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from complaints.words import Message
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
    "Asia/Shanghai": _("China time"),
    "Asia/Tokyo": _("Japan time"),
    "Europe/London": _("UK time"),
    "Europe/Dublin": _("Irish time"),
    "Europe/Lisbon": _("Portuguese time"),
    "Europe/Berlin": _("Central European time"),
    "Europe/Athens": _("Eastern European time"),
}
UNIVERSAL: Final = _("UTC")


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
