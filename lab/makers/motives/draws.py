"""Chance and the calendar: the same seed gives the same on each machine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from math import exp, log
from random import Random
from typing import Final, TypeVar

T = TypeVar("T")
DAY: Final = 24 * 60
# Month and day: 618, Prime Day, Double 11, Black Friday, Christmas.
SALES_DAYS: Final = ((6, 18), (7, 16), (11, 11), (11, 25), (12, 20))
# For how many days before a sales day an hour of a rival's listing is worth more.
RUN_UP: Final = 21


class Chance(Random):
    """A source of chance with the few laws that the market needs."""

    def happens(self, share: float) -> bool:
        return self.random() < share

    def log_between(self, low: float, high: float) -> float:
        return exp(self.uniform(log(low), log(high)))

    def spread(self, median: float, sigma: float) -> float:
        """Log-normal about a median."""
        return median * exp(self.gauss(0, sigma))

    def about(self, mean: float, sigma: float) -> float:
        """A share about this mean."""
        return min(0.97, max(0.03, self.gauss(mean, sigma)))

    def weighted(self, shares: dict[T, float]) -> T:
        return self.choices(list(shares), list(shares.values()))[0]

    def some(self, things: list[T], count: int) -> list[T]:
        """Up to `count` different ones."""
        return self.sample(things, min(count, len(things)))

    def minute(self, day: int, *, office: bool) -> int:
        """A minute of this day: in office hours, or more in the evening."""
        hour = self.gauss(7, 2.5) if office else self.gauss(12, 4)
        return day * DAY + int(min(23.9, max(0.0, hour)) * 60)


def shifted(share: float, logits: float) -> float:
    """A share moved by so many logits.

    >>> round(shifted(0.5, 1.0), 3)
    0.731
    """
    return 1 / (1 + (1 - share) / share * exp(-logits))


def file_hash(*words: object) -> str:
    """The SHA-256 of a paper that these words identify."""
    return sha256("|".join(str(word) for word in words).encode()).hexdigest()


def pull(start: date, day: int) -> float:
    """How much more than usual sales matter: 1 far from a sales day, up to 2.1 before it."""
    today = start + timedelta(days=day)
    gaps = [(date(today.year, month, at) - today).days for month, at in SALES_DAYS]
    ahead = min((gap for gap in gaps if 0 <= gap <= RUN_UP), default=None)
    return 1.0 if ahead is None else 1.0 + 1.5 * (1 - (ahead + 7) / (RUN_UP + 7))


def stamp(start: date, minute: int) -> str:
    """A minute of the market as RFC 3339, in UTC."""
    first = datetime(start.year, start.month, start.day, tzinfo=UTC)
    return (first + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ")


def on(start: date, day: int) -> str:
    return (start + timedelta(days=day)).isoformat()
