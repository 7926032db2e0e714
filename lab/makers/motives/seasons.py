"""Days and minutes of a market, and the sales days that make all sellers and filers busy."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from lab.makers.motives.draws import Chance

DAY: Final = 24 * 60
# Month and day: 618, Prime Day, Double 11, Black Friday, Christmas.
SALES_DAYS: Final = ((6, 18), (7, 16), (11, 11), (11, 25), (12, 20))
# For how many days before a sales day an hour of a rival's listing is worth more.
RUN_UP: Final = 21


def pull(start: date, day: int) -> float:
    """How much more than usual a day's sales matter: 1 far from a sales day, up to 2.5 before it."""
    today = start + timedelta(days=day)
    gaps = [(date(today.year, month, at) - today).days for month, at in SALES_DAYS]
    ahead = min((gap for gap in gaps if 0 <= gap <= RUN_UP), default=None)
    return 1.0 if ahead is None else 1.0 + 1.5 * (1 - ahead / (RUN_UP + 7))


def stamp(start: date, minute: int) -> str:
    """A minute of the market as RFC 3339, in UTC."""
    moment = datetime(start.year, start.month, start.day, tzinfo=UTC) + timedelta(minutes=minute)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def on(start: date, day: int) -> str:
    return (start + timedelta(days=day)).isoformat()


def office_minute(chance: Chance, day: int, *, office: bool) -> int:
    """A minute of this day: in office hours, or more in the evening."""
    hour = chance.gauss(7, 2.5) if office else chance.gauss(12, 4)
    return day * DAY + int(min(23.9, max(0.0, hour)) * 60)
