"""Three marketplaces of one group with three procedures, and their desks."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from lab.makers.unseen.words import pick


@dataclass(slots=True)
class Desk:
    """A reviewer's desk: a queue that empties at `pace` complaints a day, and a strictness that
    moves.

    `lean` (log-odds against the filer) starts at `base`, rises with each decision that is undone
    and forgets half of that in a month. `grades` is the share of its losses of filers that it
    grades."""

    base: float
    pace: float
    grades: float
    lean: float = 0.0
    free: float = 0.0
    since: float = 0.0

    def take(self, rng: np.random.Generator, at: float, listings: int) -> float:
        """When a complaint that came in `at` is decided: after those before it, and some hours more
        (98 % within 24 h in good times, A16; three days and more in bad ones, A5)."""
        self.lean = self.base + (self.lean - self.base) * float(np.exp(-(at - self.since) / 40))
        self.since = at
        self.free = max(self.free, at) + (1 + 0.03 * min(listings, 100)) / self.pace
        return self.free + float(np.exp(rng.normal(-1.0, 0.8)))

    def learn(self) -> None:
        self.lean += 0.03


@dataclass(slots=True)
class House:
    """A marketplace. `formal` and `shy` are log-odds: that a form is refused unread, that a seller
    answers.

    lotus reviews, then removes, and judges answers (A4, A8); plaza pauses at once and lets the two
    sides settle it (M1, M5); agora removes quickly and restores in 10 to 14 business days unless
    sued (U3), but hears the seller first where patents are claimed (Z11).
    """

    name: str
    formal: float
    shy: float
    desks: list[Desk] = field(default_factory=list)

    def desk(self, rng: np.random.Generator) -> Desk:
        return pick(rng, self.desks)


def open_houses(rng: np.random.Generator, complaints: int, days: int) -> dict[str, House]:
    """The houses with desks for a fifth more complaints than come on an average day."""
    houses = {
        "lotus": House("lotus", -3.0, 0.0),
        "plaza": House("plaza", -2.7, 0.3),
        "agora": House("agora", -2.2, -0.7),
    }
    for house in houses.values():
        number = int(rng.integers(3, 6))
        pace = 1.2 * max(complaints, 50) / days / 2.4 / number
        for _ in range(number):
            base = float(rng.normal(0, 0.35))
            house.desks.append(Desk(base, pace, float(rng.uniform(0.2, 0.65)), lean=base))
    return houses
