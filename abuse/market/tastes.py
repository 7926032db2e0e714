"""What is sold, held and bought in a market, and how long its stores live: no two are alike."""

from __future__ import annotations

from dataclasses import dataclass

from abuse.market.draw import Draw
from abuse.market.goods import CATEGORIES, Category
from abuse.market.places import PLACES, Place

_COUNTRIES = (("CN", 50.0), ("US", 25.0), ("GB", 12.0), ("DE", 8.0), ("FR", 5.0))
_KINDS = (("trademark", 46.0), ("copyright", 27.0), ("design", 15.0), ("patent", 12.0))


@dataclass(frozen=True)
class Tastes:
    """Weights of what occurs, as (value, weight) pairs, and the lifetimes of stores.

    copies_live : median of the days that a store of copies lives
    fleeting : share of decent stores that close within months
    tail : of the Pareto law of honest filers' volumes; a smaller one is heavier
    """

    categories: list[tuple[Category, float]]
    kinds: list[tuple[str, float]]
    places: list[tuple[Place, float]]
    countries: list[tuple[str, float]]
    copies_live: float
    fleeting: float
    tail: float

    @classmethod
    def of(cls, seed: int) -> Tastes:
        draw = Draw(seed, "tastes")
        # A small head lets the first few categories dominate.
        head = draw.uniform(0.5, 6.0)
        ranked = draw.some(CATEGORIES, len(CATEGORIES))
        return cls(
            categories=[(c, 1.0 / (rank + head)) for rank, c in enumerate(ranked)],
            kinds=[(kind, weight * draw.delay(1.0)) for kind, weight in _KINDS],
            places=[(place, place.share * draw.delay(1.0) ** 1.5) for place in PLACES],
            countries=[(country, weight * draw.delay(1.0)) for country, weight in _COUNTRIES],
            copies_live=20.0 * 6.0 ** draw.unit(),
            fleeting=draw.uniform(0.05, 0.25),
            tail=draw.uniform(0.8, 1.15),
        )

    def copies_life(self, draw: Draw) -> float:
        """Days that one store of copies lives: some a few, some most of a year."""
        return min(max(4.0, draw.delay(draw.delay(self.copies_live))), 330.0)
