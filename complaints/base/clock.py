"""The only place that reads the clock, and how a moment is written independently of a language.

Everything below a door takes `now` as an argument.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta


def utcnow() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """Return a moment to the minute, in UTC, as tables, reports and pages show it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def month_after(moment: datetime) -> datetime:
    """Return the same time of the first day of the next month."""
    return (moment.replace(day=1) + timedelta(days=32)).replace(day=1)


def iso_day(value: date | str | None) -> date | None:
    """Return a date that is given as a date, as text in ISO format, or not at all."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def parse_moment(text: str) -> datetime:
    """Return the aware UTC moment that `text` names.

    Takes RFC 3339 with an offset, or a plain date, which means the end of that day in UTC.
    Raises ValueError for anything else.
    """
    if len(text) == 10:
        return datetime.combine(date.fromisoformat(text), time.max, tzinfo=UTC)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("the time needs an offset, for example 2026-11-25T09:00:00Z")
    return moment.astimezone(UTC)
