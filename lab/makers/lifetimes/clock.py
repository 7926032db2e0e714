"""Keeps the queue of events in continuous time, and the calendar that days are written in."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from lab.makers.lifetimes.dice import Dice

Action = Callable[[], object]

FESTIVALS = ((6, 18), (11, 11), (11, 28), (12, 20))
"""Sales days, month and day: 618, Double 11, Black Friday, Christmas (W8, B2, B3)."""


class Clock:
    """A priority queue: what is due first happens first, ties in the order they were entered."""

    def __init__(self, start: datetime, until: float) -> None:
        self.now = 0.0
        self.start = start
        self.until = until
        self._entered = 0
        self._due: list[tuple[float, int, Action]] = []
        self.festivals = self._sales_days()

    def at(self, day: float, action: Action) -> None:
        """Let `action` happen on `day` (days since the start), at the earliest now."""
        heapq.heappush(self._due, (max(day, self.now), self._entered, action))
        self._entered += 1

    def after(self, days: float, action: Action) -> None:
        """Let `action` happen so many days from now."""
        self.at(self.now + days, action)

    def run(self) -> None:
        """Let everything happen that is due before the market's end."""
        while self._due and self._due[0][0] < self.until:
            self.now, _, action = heapq.heappop(self._due)
            action()

    def moment(self, day: float) -> datetime:
        """The time of a day count, to the second."""
        return self.start + timedelta(seconds=round(day * 86_400))

    def iso(self, day: float) -> str:
        """The time as RFC 3339 in UTC."""
        return self.moment(day).isoformat().replace("+00:00", "Z")

    def written(self, day: float) -> str:
        """The calendar day, ISO 8601."""
        return self.moment(day).date().isoformat()

    def day_of(self, when: date) -> float:
        """The day count of a date's midnight."""
        midnight = datetime(when.year, when.month, when.day, tzinfo=UTC)
        return (midnight - self.start).total_seconds() / 86_400

    def day_at(self, iso: str) -> float:
        """The day count of a time as `iso` writes it."""
        return (datetime.fromisoformat(iso) - self.start).total_seconds() / 86_400

    def _sales_days(self) -> list[float]:
        years = range(self.start.year, self.moment(self.until).year + 1)
        days = [self.day_of(date(year, *each)) for year in years for each in FESTIVALS]
        return [each for each in sorted(days) if 20 < each < self.until]

    def to_festival(self, day: float) -> float:
        """Days until the next sales day; infinite after the last."""
        return min((each - day for each in self.festivals if each >= day), default=math.inf)

    def office(self, day: float, dice: Dice) -> float:
        """The same day or the next working day, between eight and six o'clock."""
        weekday = self.moment(day).weekday()
        midnight = float(int(day)) + max(0, 7 - weekday if weekday > 4 else 0)
        return max(day, midnight + dice.between(8, 18) / 24)
