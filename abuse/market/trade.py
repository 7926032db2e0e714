"""The sellers' side of a market: operators open stores and put goods on sale.

Most honest stores stay; those that sell copies open, sell for days or months and vanish. The module
knows no filers: who is complained of is for others to choose.
"""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.draw import Draw
from abuse.market.goods import CATEGORIES, RATES, Category
from abuse.market.names import Names
from abuse.market.places import Place
from abuse.market.stores import Listing, Store
from abuse.market.tastes import Tastes

OPEN_END = calendar.DAYS + 400.0


class Trade:
    """All stores of a market, by category."""

    def __init__(self, draw: Draw, names: Names, tastes: Tastes, operators: int) -> None:
        self.draw, self.names, self.tastes = draw, names, tastes
        self.stores: list[Store] = []
        self._shelves: dict[tuple[str, bool], list[Store]] = {}
        # The same by weeks, with the stores that are open on some day of them.
        self._weeks: dict[tuple[str, bool, int], list[Store]] = {}
        self._ids: set[tuple[str, str]] = set()
        for _ in range(operators):
            self._open_operator()

    def _open_operator(self) -> None:
        draw = self.draw
        # Where copiers vanish soon they open again under another name all the sooner.
        often = min(3.0, max(1.0, 60.0 / self.tastes.copies_live))
        copies = draw.chance(0.45)
        category = draw.weighted(self.tastes.categories)
        name = self.names.brand()
        operator = f"op-{draw.hexadecimal(10)}"
        count = round(draw.heavy(1, 5, 1.6) * (often if copies else 1.0))
        for number in range(count):
            if draw.chance(0.15):
                category = draw.pick(CATEGORIES)
            title = f"{name} {draw.pick(_SHOP if number == 0 else _BRANCH)}"
            if copies:
                opened = draw.uniform(-60, calendar.DAYS - 5)
                closed = opened + self.tastes.copies_life(draw)
            else:
                opened, closed = self._decent_life()
            self.open_store(title, operator, category, opened, closed, copies)

    def _decent_life(self) -> tuple[float, float]:
        """When a decent store opens and closes; some give up within months."""
        draw = self.draw
        if draw.chance(self.tastes.fleeting):
            opened = draw.uniform(-100, calendar.DAYS - 40)
            return opened, opened + draw.uniform(30, 220)
        return draw.uniform(-1200, 120), OPEN_END

    def open_store(
        self,
        name: str,
        operator: str,
        category: Category,
        opened: float,
        closed: float,
        copies: bool,
    ) -> Store:
        """Open a store with some listings."""
        draw = self.draw
        place = draw.weighted(self.tastes.places)
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
        first, last = max(opened, -90.0), min(closed, calendar.DAYS + 90.0)
        for week in range(int(first // 7), int(last // 7) + 1):
            self._weeks.setdefault((category.name, copies, week), []).append(store)
        return store

    def open_honest(self, category: Category, opened: float) -> Store:
        """Open a decent shop of an operator of its own."""
        operator = f"op-{self.draw.hexadecimal(10)}"
        name = f"{self.names.brand()} Direct"
        return self.open_store(name, operator, category, opened, OPEN_END, False)

    def open_copier(self, category: Category, opened: float) -> Store:
        """Open a shop that sells copies for a while."""
        operator = f"op-{self.draw.hexadecimal(10)}"
        name, life = f"{self.names.brand()} Outlet", 40 + self.tastes.copies_life(self.draw)
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

    def choose(
        self, category: Category, *, copies: bool, day: float | None = None, until: float = 0.0
    ) -> list[Store]:
        """Stores of a trade, all of them or those open on a day, and on request `until` another."""
        if day is None:
            return list(self._shelves.get((category.name, copies), []))
        shelf = self._weeks.get((category.name, copies, int(day // 7)), [])
        return [store for store in shelf if store.opened <= day and max(day, until) < store.closed]


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
