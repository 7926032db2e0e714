"""Describes who trades and what: operators, their shops and the listings in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.makers.lifetimes.parties import Holder


@dataclass(eq=False)
class Operator:
    """Who runs shops. `boldness` is the probability to answer when rightly accused."""

    name: str
    crooked: bool
    boldness: float
    forges: float = 0.1
    """How persuasive forged papers in an answer are, as a push on the desk's log-odds / 3 (P15)."""


@dataclass(eq=False)
class Store:
    """A shop on one marketplace, from its birth to its death (days)."""

    ident: str
    name: str
    market: str
    operator: Operator
    category: str
    born: float
    listings: list[Listing] = field(default_factory=list)
    strikes: int = 0
    dead: bool = False


@dataclass(eq=False)
class Listing:
    """An offer. `imitates` and `how` say whose right it truly breaks, and of which basis.

    `genuine_of` is the holder whose real goods it sells, with or without its blessing.
    `popularity` is the full sales in 30 days; `rank` falls when the offer was taken down.
    """

    ident: str
    store: Store
    title: str
    price: float
    listed: float
    popularity: float
    imitates: Holder | None = None
    how: str | None = None
    genuine_of: Holder | None = None
    rank: float = 1.0
    down: int = 0
    gone: bool = False

    def sales(self, day: float, festival: float) -> float:
        """Sales in 30 days: they grow over six weeks, and double as a sales day nears."""
        ramp = min(1.0, 0.15 + (day - self.listed) / 45)
        season = 2.0 if festival < 14 else 1.0
        return 0.0 if self.down or self.gone else self.popularity * ramp * season * self.rank
