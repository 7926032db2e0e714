"""What differs from seed to seed: the parameters of a market, and its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import exp
from typing import Final

from lab.makers.cascades.draws import Draws, table

LEAST, MOST = 800, 60_000
RATES: Final = table("rates")
# Month and day: 6.18, a midsummer sale, Double 11, Black Friday (about), Christmas.
SALES_DAYS: Final = ((6, 18), (7, 11), (11, 11), (11, 26), (12, 20))
LEAD: Final = 24  # days before a sales day over which filing grows
WEEKEND: Final = 0.35  # filings on a day of the weekend against a weekday


class Clock:
    """Days since midnight UTC of the first day; a time is a float."""

    def __init__(self, first: date, days: int, festival: float) -> None:
        self.first, self.days = first, days
        sales = [(date(first.year + n, *day) - first).days for n in range(4) for day in SALES_DAYS]
        near = [[s - day for s in sales if 0 <= s - day <= LEAD] for day in range(days + 1)]
        self.seasons = [
            1 + festival * max((exp(-n / 9) for n in ahead), default=0) for ahead in near
        ]

    def times(self, draws: Draws, count: int, start: float, end: float, bent: float) -> list[float]:
        """So many immigrants of a Poisson process at the season's rate to the power `bent`."""
        top = max(self.seasons) ** bent
        found: list[float] = []
        while len(found) < count:
            day = draws.uniform(start, end)
            rate = self.seasons[min(int(day), self.days)] ** bent / top
            weekend = (self.first.weekday() + int(day)) % 7 >= 5
            if draws.chance(rate * (WEEKEND if weekend else 1)):
                # Most is done in the hours in which people are awake.
                awake = day - day % 1 + 0.33 + day % 1 * 0.6
                found.append(awake if draws.chance(0.9) else day)
        return sorted(found)

    def moment(self, day: float) -> str:
        at = datetime(self.first.year, self.first.month, self.first.day, tzinfo=UTC)
        return (at + timedelta(seconds=int(day * 86400))).isoformat().replace("+00:00", "Z")

    def date(self, day: float) -> str:
        return (self.first + timedelta(days=int(day // 1))).isoformat()


@dataclass(frozen=True)
class Place:
    """A marketplace: its currency, whether it hears sellers first, days to answer an answer."""

    name: str
    currency: str
    hears_first: bool
    term: float


@dataclass(frozen=True)
class World:
    """The parameters of one market; those from `festival` on are said in rates.toml."""

    size: int
    base: float
    clock: Clock
    places: list[Place]
    niches: int
    festival: float
    look_hours: float
    formal: float
    lenience: float
    voice: float
    graded: float
    audited: float
    relisted: float
    sweep: float
    again: float
    alarm: float
    mistaken: float
    crowd: float
    confirmed: float
    bare: float
    joint: float
    shops: float
    guile: float
    zeal: float


def world_of(draws: Draws, size: int | None, base: float | None) -> World:
    """Draw a market's parameters; `size` and `base` as given, else by the draw."""
    drawn_size, drawn_base = int(1500 * 4 ** draws.random()), 0.01 * 10 ** draws.random()
    size, base = size or drawn_size, base or drawn_base
    first = date(2021, 1, 4) + timedelta(days=draws.randrange(0, 1000))
    rates: dict[str, float] = {name: draws.uniform(*ends) for name, ends in RATES["drawn"].items()}
    clock = Clock(first, draws.randrange(366, 731), rates["festival"])
    known = [
        Place("bazaro", "EUR", False, 14),
        Place("mercanta", "USD", False, 12),
        Place("linshi", "CNY", draws.chance(0.3), 15),
        Place("plazado", "BRL", True, 4),
    ]
    places = draws.some(known, draws.choice([1, 1, 2, 2, 3]))
    niches = 6 + draws.randrange(8) + size // 600
    return World(size, base, clock, places, niches, **rates)
