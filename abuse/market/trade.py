"""The sellers' side of a market: operators open stores and put goods on sale.

Honest stores stay; those that sell copies open, sell for some weeks and vanish. The module knows no
filers: who is complained of is for others to choose.
"""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.draw import Draw
from abuse.market.goods import CATEGORIES, RATES, Category
from abuse.market.names import Names
from abuse.market.places import PLACES, Place
from abuse.market.stores import Listing, Store

OPEN_END = calendar.DAYS + 400.0


class Trade:
    """All stores of a market, by category."""

    def __init__(self, draw: Draw, names: Names, operators: int) -> None:
        self.draw, self.names = draw, names
        self.stores: list[Store] = []
        self._shelves: dict[tuple[str, bool], list[Store]] = {}
        self._ids: set[tuple[str, str]] = set()
        for _ in range(operators):
            self._open_operator()

    def _open_operator(self) -> None:
        draw = self.draw
        copies = draw.chance(0.45)
        category = draw.weighted([(c, 1.0 / (i + 3)) for i, c in enumerate(CATEGORIES)])
        name = self.names.brand()
        operator = f"op-{draw.text('0123456789abcdef', 10)}"
        count = draw.heavy(1, 5, 1.6)
        for number in range(count):
            if draw.chance(0.15):
                category = draw.pick(CATEGORIES)
            life = draw.uniform(25, 150) if copies else OPEN_END
            opened = draw.uniform(-60, calendar.DAYS - 20) if copies else draw.uniform(-1200, 120)
            self.open_store(
                f"{name} {draw.pick(_SHOP)}" if number == 0 else f"{name} {draw.pick(_BRANCH)}",
                operator,
                category,
                opened,
                opened + life,
                copies,
            )

    def open_store(
        self,
        name: str,
        operator: str,
        category: Category,
        opened: float,
        closed: float,
        copies: bool,
        place: Place | None = None,
    ) -> Store:
        """Open a store with some listings."""
        draw = self.draw
        place = place or draw.weighted([(p, p.share) for p in PLACES])
        store = Store(
            place,
            self._new(place),
            name,
            operator,
            category,
            opened,
            closed,
            copies,
            0.25 * draw.unit() if copies else draw.uniform(0.35, 1.0),
            draw.heavy(1, 60, 0.9) * 1.0,
        )
        for _ in range(draw.between(5, 14) if copies else draw.between(6, 20)):
            self.list_goods(store)
        self.stores.append(store)
        self._shelves.setdefault((category.name, copies), []).append(store)
        return store

    def open_honest(self, category: Category, opened: float) -> Store:
        """Open a decent shop of an operator of its own."""
        operator = f"op-{self.draw.text('0123456789abcdef', 10)}"
        name = f"{self.names.brand()} Direct"
        return self.open_store(name, operator, category, opened, OPEN_END, False)

    def open_copier(self, category: Category, opened: float) -> Store:
        """Open a shop that sells copies for a while."""
        operator = f"op-{self.draw.text('0123456789abcdef', 10)}"
        name, life = f"{self.names.brand()} Outlet", self.draw.uniform(45, 150)
        return self.open_store(name, operator, category, opened, opened + life, True)

    def list_goods(self, store: Store, listed: float | None = None) -> Listing:
        """Put another listing into a store."""
        draw, goods = self.draw, store.category
        last = min(store.closed, calendar.DAYS) - 3
        if listed is None:
            late = draw.unit() if store.copies else draw.unit() ** 2
            listed = store.opened + late * max(last - store.opened, 1.0)
        word = draw.pick(goods.chinese if store.place.region == "CN" else goods.english)
        trait = draw.pick(_TRAITS_ZH if store.place.region == "CN" else _TRAITS)
        dollars = draw.uniform(goods.cheapest, goods.dearest) * (0.5 if store.copies else 1.0)
        listing = Listing(
            store,
            self._new(store.place, store.store_id),
            f"{trait}{word}" if store.place.region == "CN" else f"{trait} {word}",
            goods,
            listed,
            round(dollars * RATES[store.place.currency], 2),
            int(store.popularity * draw.heavy(1, 40, 1.1)),
        )
        store.listings.append(listing)
        return listing

    def _new(self, place: Place, store_id: str = "") -> str:
        """An id that nobody has: of a listing of that store, else of a store."""
        while True:
            new = (
                place.new_listing_id(self.draw, store_id)
                if store_id
                else place.new_store_id(self.draw)
            )
            mark = (place.marketplace, f"{'listing' if store_id else 'store'} {new}")
            if mark not in self._ids:
                self._ids.add(mark)
                return new

    def choose(self, category: Category, *, copies: bool, day: float | None = None) -> list[Store]:
        """Stores of a trade, all of them or those open on a day."""
        shelf = self._shelves.get((category.name, copies), [])
        return [store for store in shelf if day is None or store.open_on(day)]


_SHOP = ("Flagship Store", "Official Shop", "Outlet", "Direct", "旗舰店", "专营店", "Home", "Mall")
_BRANCH = ("Branch", "Europe", "Factory Shop", "分店", "企业店", "Select", "Plus", "Global")
_TRAITS = (
    "Classic",
    "Lightweight",
    "New season",
    "Premium",
    "Waterproof",
    "Everyday",
    "Compact",
    "Handmade",
    "Two-pack",
    "Limited",
)
_TRAITS_ZH = ("经典", "轻便", "新款", "高档", "防水", "日常", "便携", "手工", "两件装", "限量")
