"""Time in this world: days since its first day as floats, sales days, working hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

# The days before which honest and dishonest campaigns gather (P11: Double 11, Black Friday,
# Christmas, Prime Day; 18 June is the other Chinese one).
FESTIVALS = ((6, 18), (7, 12), (11, 11), (11, 26), (12, 18))


@dataclass(frozen=True)
class Calendar:
    """From `start` for `days` days; `sales` are the festivals, in days since the start."""

    start: datetime
    days: int
    sales: tuple[float, ...]

    def stamp(self, day: float) -> str:
        moment = self.start + timedelta(seconds=round(day * 86400))
        return moment.isoformat().replace("+00:00", "Z")

    def date(self, day: float) -> str:
        return (self.start + timedelta(days=int(day))).date().isoformat()


def draw(rng: np.random.Generator) -> Calendar:
    """Thirteen to twenty-two months that end before mid-2026."""
    days = int(rng.integers(400, 660))
    start = datetime(2024, 6, 1, tzinfo=UTC) + timedelta(days=int(rng.integers(0, 60)))
    sales = []
    for year in (2024, 2025, 2026):
        for month, day in FESTIVALS:
            when = (date(year, month, day) - start.date()).days
            if 10 < when < days:
                sales.append(float(when))
    return Calendar(start, days, tuple(sales))


def at_work(rng: np.random.Generator, day: float) -> float:
    """A moment near `day` when offices are open; a tenth work at night or on Sundays."""
    whole = float(int(day))
    if rng.random() < 0.1:
        return whole + float(rng.random())
    weekday = int(whole) % 7
    return whole + (7 - weekday if weekday >= 5 else 0) + 0.05 + 0.4 * float(rng.random())


def burst(
    rng: np.random.Generator, calendar: Calendar, *, begins: float, festive: float, count: int
) -> list[float]:
    """`count` moments after `begins`: campaigns of some days, `festive` of them before sales
    days."""
    span = max(calendar.days - begins - 2, 1.0)
    campaigns = 1 + int(rng.poisson(min(count / 5, 0.4 * span)))
    centres = []
    for _ in range(campaigns):
        sales = [sale for sale in calendar.sales if sale > begins + 5]
        if sales and rng.random() < festive:
            centres.append(sales[int(rng.random() * len(sales))] - float(rng.uniform(3, 25)))
        else:
            centres.append(begins + float(rng.random()) * span)
    weights = rng.pareto(1.2, campaigns) + 0.2
    places = rng.choice(campaigns, size=count, p=weights / weights.sum())
    moments = []
    for place in places:
        day = centres[int(place)] + float(rng.exponential(2.5))
        day = min(max(day, begins), calendar.days - 1.5)
        moments.append(min(at_work(rng, day), calendar.days - 0.5))
    return sorted(moments)
