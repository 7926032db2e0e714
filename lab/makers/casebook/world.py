"""What differs from market to market: the calendar, the platform's habits, who is on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import exp
from random import Random
from typing import Final, TypeVar

T = TypeVar("T")

# Each with the share of sellers of its country in a market of that region.
REGIONS: Final = {
    "china": (("CN", 0.72), ("HK", 0.06), ("US", 0.09), ("DE", 0.05), ("JP", 0.05), ("GB", 0.03)),
    "america": (("US", 0.55), ("CN", 0.24), ("GB", 0.06), ("CA", 0.06), ("DE", 0.05), ("VN", 0.04)),
    "europe": (("DE", 0.25), ("FR", 0.15), ("IT", 0.14), ("GB", 0.12), ("CN", 0.20), ("US", 0.14)),
}
PORTALS: Final = ("fairgoods", "bazario", "markthal", "tradeport", "yiwang", "souqly", "handelo")
# Days of a year before which shops sell most (month, day): Double 11, Black Friday, and so on.
SALES: Final = ((11, 11), (11, 27), (12, 18), (6, 18), (7, 12))


class Dice(Random):
    """Random draws; seeded by words, so that each part of a market has its own."""

    def chance(self, share: float) -> bool:
        return self.random() < share

    def about(self, median: float, spread: float = 0.6) -> float:
        """Draw around a median: log-normal, the spread on the scale of logarithms."""
        return median * exp(self.gauss(0.0, spread))

    def count(self, median: float, spread: float = 0.6, least: int = 1, most: int = 10**6) -> int:
        return max(least, min(most, round(self.about(median, spread))))

    def part(self, of: Sequence[T], number: int) -> list[T]:
        return self.sample(of, min(number, len(of)))

    def weighed(self, of: Sequence[tuple[T, float]]) -> T:
        return self.choices([each[0] for each in of], [each[1] for each in of])[0]

    def digits(self, number: int) -> str:
        return "".join(self.choices("0123456789", k=number))

    def token(self, number: int) -> str:
        return "".join(self.choices("0123456789abcdef", k=number))


@dataclass(frozen=True)
class World:
    """The parameters of one market; docs/makers/casebook.md says where each comes from."""

    size: int
    base: float
    region: str
    portal: str
    currency: str
    start: date
    days: int
    sales: tuple[int, ...]  # the days on which the great sales begin
    per_filer: float  # complaints a filer, over all filers
    lenient: float  # what the desk's readiness to take down is multiplied by
    heard_first: float  # share of claims on which the seller is heard before anything is done
    adjudicates: float  # share of answered claims that the platform weighs; the rest waits 15 days
    answers: float  # what the sellers' readiness to answer is multiplied by
    graded: float  # share of refusals and reinstatements by staff that carry a grade
    audited: float  # share of closed claims that are graded afterwards
    checks: float  # share of rights that the desk looks up in a register
    speed: float  # median days to a decision
    portal_users: float  # share of filers with an account; the rest uses the open form
    confirms: float  # share of accounts whose mailbox was confirmed
    gaps: float  # share of listing details that a complaint lacks
    doubling: float  # share of copies that also copy an unrelated holder's right
    agencies: float  # share of honest filers that are agents
    errors: float  # share of wrong claims of an honest holder, at the median
    amateurs: float  # share of plays that are staged by an amateur
    pirates: int
    dealers: int

    def moment(self, day: float) -> str:
        at = datetime(self.start.year, self.start.month, self.start.day, tzinfo=UTC)
        return (at + timedelta(seconds=round(day * 86400))).strftime("%Y-%m-%dT%H:%M:%SZ")

    def date(self, day: float) -> str:
        return (self.start + timedelta(days=int(day // 1))).isoformat()

    @property
    def known(self) -> float:
        """The day of the export: nothing that came later is in the record."""
        return self.days + 25.0

    def before_sale(self, dice: Dice, lead: float = 21.0) -> float:
        """A day in the weeks before one of the sales."""
        return max(0.0, dice.choice(self.sales) - dice.uniform(1.0, lead))

    def any_day(self, dice: Dice, least: float = 0.0, most: float = 1.0) -> float:
        return dice.uniform(least, most) * (self.days - 1.0)


def draw(seed: int, size: int | None, base: float | None) -> World:
    """Draw a world. What the caller fixes is fixed; all else the seed decides."""
    dice = Dice(f"casebook/world/{seed}")
    own_size = int(dice.triangular(1500, 6000, 2600))
    own_base = exp(dice.uniform(-4.6, -2.3))
    size = own_size if size is None else size
    region = dice.choice(sorted(REGIONS))
    start = date(2022, 1, 1) + timedelta(days=dice.randrange(0, 720))
    days = dice.randrange(366, 731)
    sales = tuple(
        gap
        for year in range(start.year, start.year + 4)
        for month, day in SALES
        if 15 < (gap := (date(year, month, day) - start).days) < days
    )
    return World(
        size=size,
        base=own_base if base is None else base,
        region=region,
        portal=dice.choice(PORTALS),
        currency={"china": "CNY", "america": "USD", "europe": "EUR"}[region],
        start=start,
        days=days,
        sales=sales,
        per_filer=dice.uniform(3.8, 7.0),
        lenient=dice.uniform(0.9, 1.1),
        heard_first=dice.choice((0.0, 0.02, 0.1, 0.35)),
        adjudicates=dice.choice((0.35, 0.6, 0.85, 1.0)),
        answers=dice.uniform(0.4, 1.1),
        graded=dice.uniform(0.3, 0.85),
        audited=dice.uniform(0.0, 0.06),
        checks=dice.uniform(0.1, 0.8),
        speed=dice.uniform(0.8, 4.0),
        portal_users=dice.uniform(0.45, 0.9),
        confirms=dice.uniform(0.5, 0.95),
        gaps=dice.uniform(0.03, 0.3),
        doubling=dice.uniform(0.003, 0.02),
        agencies=dice.uniform(0.02, 0.07),
        errors=dice.uniform(0.04, 0.12),
        amateurs=dice.uniform(0.2, 0.6),
        pirates=max(30, round(size * dice.uniform(0.06, 0.16))),
        dealers=max(60, round(size * dice.uniform(0.12, 0.3))),
    )
