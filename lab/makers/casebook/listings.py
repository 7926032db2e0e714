"""Stores, and what their listings really are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from lab.makers.casebook.world import World

# How far an accusation of such a listing seems right at first sight, when it is wrong.
LOOKS: Final = {"genuine": 0.82, "grey": 0.85, "fitting": 0.7, "own": 0.8, "other": 0.35}
# What a complaint may lack of a listing, and how often against the market's usual gaps.
DETAILS: Final = (
    (("store_id", "store_name"), 1.0),
    (("operator",), 2.0),
    (("category",), 1.0),
    (("title",), 1.0),
    (("listed_on",), 1.0),
    (("price", "currency"), 1.0),
    (("sales_30d",), 2.0),
)


@dataclass
class Store:
    code: str
    name: str
    operator: str
    category: str
    pirate: bool
    diligence: float  # how ready it is to answer a wrong complaint
    listings: list[Listing] = field(default_factory=list)


@dataclass
class Listing:
    """One offer: `nature` is what it is, `infringes` has the keys of the rights it infringes."""

    code: str
    store: Store
    nature: str
    title: str
    category: str
    price: float
    sales: int
    listed: float
    infringes: frozenset[str]
    lacks: frozenset[str]
    taken: float = 0.0  # since when it is not on sale
    off: float = -1.0  # and up to which day
    lost: int = 0  # complaints that failed against it
    answers: float | None = None  # where the seller has resolved whether to answer
    proof: float | None = None  # how good its papers are, where it has prepared some
    slander: bool = False  # its seller says that money was asked for, whatever was

    def away(self, at: float) -> bool:
        return self.taken <= at < self.off

    def nature_for(self, category: str) -> str:
        """What it is to the owner of a right in that trade."""
        return self.nature if category == self.category else "other"

    def row(self, world: World) -> dict[str, Any]:
        """The platform's own row."""
        return {
            "marketplace": world.portal,
            "listing_id": self.code,
            "store_id": self.store.code,
            "store_name": self.store.name,
            "operator": self.store.operator,
            "category": self.category,
            "title": self.title,
            "listed_on": world.date(self.listed),
            "price": self.price,
            "currency": world.currency,
            "sales_30d": self.sales,
        }

    def target(self, world: World, at: float) -> dict[str, Any]:
        """The listing as a complaint names it."""
        url = f"https://www.{world.portal}.example/item/{self.code}.html"
        said = {key: value for key, value in self.row(world).items() if key not in self.lacks}
        return {"url": url} | said | ({"status_at_filing": "gone"} if self.away(at) else {})
