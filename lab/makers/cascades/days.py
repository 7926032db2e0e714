"""The clock of a market: days since its start, sales days before which everybody files more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import exp
from typing import Final

from lab.makers.cascades.draws import Draws

# Month and day: 6.18, a midsummer sale, Double 11, Black Friday (about), Christmas.
SALES_DAYS: Final = ((6, 18), (7, 11), (11, 11), (11, 26), (12, 20))
LEAD: Final = 24  # days before a sales day over which filing grows
WEEKEND: Final = 0.35  # filings at a weekend against a weekday


class Clock:
    """Days since midnight UTC of the first day; a time is a float."""

    def __init__(self, first: date, days: int, festival: float) -> None:
        self.first = first
        self.days = days
        self.festival = festival
        self.sales_days = [
            float((date(year, month, day) - first).days)
            for year in range(first.year, first.year + 4)
            for month, day in SALES_DAYS
        ]
        self.seasons = [self._season(day) for day in range(days + 1)]

    def _season(self, day: int) -> float:
        lifts = [exp(-(s - day) / 9) for s in self.sales_days if 0 <= s - day <= LEAD]
        return 1 + self.festival * max(lifts, default=0.0)

    def times(self, draws: Draws, count: int, start: float, end: float, bent: float) -> list[float]:
        """So many immigrants of a Poisson process whose rate is the season's to the power `bent`."""
        top = max(self.seasons) ** bent
        found: list[float] = []
        while len(found) < count:
            day = draws.uniform(start, end)
            rate = self.seasons[min(int(day), self.days)] ** bent / top
            weekend = (self.first.weekday() + int(day)) % 7 >= 5
            if draws.chance(rate * (WEEKEND if weekend else 1)):
                found.append(self.awake(draws, day))
        return sorted(found)

    def awake(self, draws: Draws, day: float) -> float:
        """Most things that people do are done between eight and ten."""
        hour = day % 1
        return day - hour + 0.33 + hour * 0.6 if draws.chance(0.9) else day

    def moment(self, day: float) -> str:
        seconds = int(day * 86400)
        at = datetime(self.first.year, self.first.month, self.first.day, tzinfo=UTC)
        return (at + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")

    def date(self, day: float) -> str:
        return (self.first + timedelta(days=int(day // 1))).isoformat()

    def year(self, day: float) -> int:
        return (self.first + timedelta(days=int(day // 1))).year
