"""The market hall: stores, who runs them, and what their listings really are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lab.makers.casebook import names
from lab.makers.casebook.rights import GOODS, Brand, Right
from lab.makers.casebook.world import Dice, World

# How far an accusation of such a listing seems right at first sight, when it is wrong.
LOOKS = {"genuine": 0.82, "grey": 0.85, "fitting": 0.7, "own": 0.8, "other": 0.35}


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


class Hall:
    """Stores and listings; copies come into being when somebody meets them."""

    def __init__(self, dice: Dice, world: World, brands: list[Brand]) -> None:
        self.dice, self.world, self.brands = dice, world, brands
        self.listings: list[Listing] = []
        self.codes: set[str] = set()
        self.dealers: dict[str, list[Store]] = {each: [] for each in GOODS}
        self.pirates: dict[str, list[Store]] = {each: [] for each in GOODS}
        self.trade: dict[str, list[Listing]] = {each: [] for each in GOODS}
        for category in sorted(GOODS):
            for _ in range(max(4, world.pirates // len(GOODS))):
                self.pirates[category].append(self.open(category, pirate=True))
            for _ in range(max(6, world.dealers // len(GOODS))):
                store = self.open(category)
                self.dealers[category].append(store)
                for _ in range(dice.count(2.0, 0.7, 1, 20)):
                    self.trade[category].append(self.offer(store, "own", at=dice.uniform(0, 60)))

    def code(self, length: int) -> str:
        while (code := self.dice.digits(length)) in self.codes:
            pass
        self.codes.add(code)
        return code

    def open(self, category: str, *, pirate: bool = False, operator: str | None = None) -> Store:
        """Open a store; one in six of an operator that has another already."""
        dice = self.dice
        peers = (self.pirates if pirate else self.dealers)[category]
        if operator is None:
            operator = f"op-{dice.token(9)}"
            if peers and dice.chance(0.16):
                operator = dice.choice(peers).operator
        name = f"{names.brand(dice)} {dice.choice(('Store', 'Shop', 'Outlet', 'House'))}"
        diligence = dice.uniform(0.01, 0.04) if pirate else dice.betavariate(2.2, 3.0)
        return Store(f"s{self.code(8)}", name, operator, category, pirate, diligence)

    def offer(
        self,
        store: Store,
        nature: str,
        *,
        at: float,
        brand: Brand | None = None,
        infringes: frozenset[str] = frozenset(),
        cheap: float = 1.0,
        age: float | None = None,
    ) -> Listing:
        dice = self.dice
        category = brand.category if brand else store.category
        price = (brand.price if brand else dice.about(GOODS[category][1], 0.5)) * cheap
        fame = 2.0 + 6.0 * brand.fame if brand else 3.0
        thing = dice.choice(GOODS[category][2])
        maker = brand.name if brand else names.brand(dice)
        title = f"{maker} {thing}{dice.choice(('', ' new', ' 2-pack'))}"
        listing = Listing(
            code=self.code(11),
            store=store,
            nature=nature,
            title=f"{thing} for {brand.name}" if brand and nature == "fitting" else title,
            category=category,
            price=round(price * dice.uniform(0.9, 1.1), 2),
            sales=int(dice.about(8.0 * fame, 1.3)),
            listed=at - (dice.about(60 if store.pirate else 400, 1.0) if age is None else age),
            infringes=infringes,
            lacks=frozenset(
                each
                for each in ("store", "operator", "category", "title", "listed", "price", "sales")
                if dice.chance(self.world.gaps * (2.0 if each in ("operator", "sales") else 1.0))
            ),
        )
        store.listings.append(listing)
        self.listings.append(listing)
        return listing

    def open_shop(self, category: str, goods: int, brand: Brand | None = None) -> Store:
        """A lawful shop with goods of its own."""
        store = self.open(category)
        self.dealers[category].append(store)
        for _ in range(goods):
            self.trade[category].append(self.offer(store, "own", at=0.0, brand=brand))
        return store

    def copy(self, brand: Brand, right: Right, at: float) -> Listing:
        """A listing that infringes the right: now and then one already known, else a new one.

        Copiers are met by many brands: a store's share falls with its rank in its category.
        """
        dice = self.dice
        known = [each for each in brand.copies[-12:] if right.key in each.infringes]
        if known and dice.chance(0.12):
            return dice.choice(known)
        stores = self.pirates[brand.category]
        store = stores[min(int(len(stores) * dice.random() ** 2.2), len(stores) - 1)]
        keys = [right.key, *(each.key for each in brand.rights if dice.chance(0.3))]
        others = [other for other in dice.part(self.brands, 6) if other.category == brand.category]
        second = dice.choice(others) if others and dice.chance(self.world.doubling * 4) else None
        if second and second.rights:
            keys.append(second.rights[-1].key)
        cheap, all_keys = dice.uniform(0.2, 0.7), frozenset(keys)
        listing = self.offer(store, "copy", at=at, brand=brand, infringes=all_keys, cheap=cheap)
        brand.copies.append(listing)
        if second:
            second.copies.append(listing)
        return listing

    def copied(self, store: Store, brand: Brand, right: Right, at: float) -> Listing:
        """A copy in that very store."""
        keys, cheap = frozenset({right.key}), self.dice.uniform(0.3, 0.7)
        return self.offer(store, "copy", at=at, brand=brand, infringes=keys, cheap=cheap)

    def mistaken(self, brand: Brand, at: float) -> Listing:
        """A lawful listing that a holder takes for a copy: a dealer's stock, a fitting part."""
        dice = self.dice
        if brand.lawful and dice.chance(0.15):
            return dice.choice(brand.lawful)
        nature = dice.weighed((("genuine", 0.3), ("grey", 0.25), ("fitting", 0.25), ("own", 0.2)))
        return self.stock(brand, nature, at)

    def stock(self, brand: Brand, nature: str, at: float) -> Listing:
        cheap = {"grey": self.dice.uniform(0.6, 0.9), "fitting": 0.5}.get(nature, 1.0)
        store = self.dice.choice(self.dealers[brand.category])
        listing = self.offer(store, nature, at=at, brand=brand, cheap=cheap)
        brand.lawful.append(listing)
        return listing

    def sellers(self, category: str, number: int, *, best: bool = True) -> list[Listing]:
        """Lawful goods of the category, the best sold first in line."""
        found = self.trade[category]
        if best:
            ranked = sorted(found, key=lambda each: (-each.sales, each.code))
            found = ranked[: max(number + 4, len(ranked) // 4)]
        return self.dice.part(found, number)

    def target(self, listing: Listing, at: float) -> dict[str, Any]:
        """The listing as a complaint names it; some details are not known."""
        portal, lacks = self.world.portal, listing.lacks
        said: dict[str, Any] = {
            "url": f"https://www.{portal}.example/item/{listing.code}.html",
            "marketplace": portal,
            "listing_id": listing.code,
        }
        if "store" not in lacks:
            said |= {"store_id": listing.store.code, "store_name": listing.store.name}
        if "operator" not in lacks:
            said["operator"] = listing.store.operator
        said |= {
            each: getattr(listing, each) for each in ("category", "title") if each not in lacks
        }
        if "listed" not in lacks:
            said["listed_on"] = self.world.date(min(listing.listed, at))
        if "price" not in lacks:
            said |= {"price": listing.price, "currency": self.world.currency}
        if "sales" not in lacks:
            said["sales_30d"] = listing.sales
        if listing.away(at):
            said["status_at_filing"] = "gone"
        return said

    def catalogue(self, named: set[str]) -> list[dict[str, Any]]:
        """The platform's own rows of the listings that complaints named, by number."""
        return [
            {
                "marketplace": self.world.portal,
                "listing_id": each.code,
                "store_id": each.store.code,
                "store_name": each.store.name,
                "operator": each.store.operator,
                "category": each.category,
                "title": each.title,
                "listed_on": self.world.date(each.listed),
                "price": each.price,
                "currency": self.world.currency,
                "sales_30d": each.sales,
            }
            for each in sorted(self.listings, key=lambda each: each.code)
            if each.code in named
        ]
