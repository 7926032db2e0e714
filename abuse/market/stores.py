"""Stores and what they sell, as values; days count from the market's start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from abuse.market import calendar
from abuse.market.goods import Category
from abuse.market.places import Place


@dataclass
class Store:
    """A shop. Days count from the market's start; `copies` tells that it sells counterfeits."""

    place: Place
    store_id: str
    name: str
    operator: str
    category: Category
    opened: float
    closed: float
    copies: bool
    # How readily its keeper answers a complaint.
    diligence: float
    popularity: float
    listings: list[Listing] = field(default_factory=list)


@dataclass(eq=False)
class Listing:
    """Goods on offer, on sale since the day `listed` (rounded down to a date)."""

    store: Store
    listing_id: str
    title: str
    category: Category
    listed: float
    price: float
    sales: int

    def facts(self) -> dict[str, Any]:
        """All that a platform knows of it, as a row of a catalogue feed."""
        store = self.store
        return {
            "marketplace": store.place.marketplace,
            "listing_id": self.listing_id,
            "url": store.place.address(self.listing_id, self.title),
            "store_id": store.store_id,
            "store_name": store.name,
            "operator": store.operator,
            "category": self.category.name,
            "title": self.title,
            "listed_on": calendar.day(self.listed).isoformat(),
            "price": self.price,
            "currency": store.place.currency,
            "sales_30d": self.sales,
        }
