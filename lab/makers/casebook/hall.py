"""The market hall: who sells what, and which copies somebody meets there."""

from __future__ import annotations

from typing import Any

from lab.makers.casebook import names
from lab.makers.casebook.listings import DETAILS, Listing, Store
from lab.makers.casebook.rights import GOODS, Brand, Right
from lab.makers.casebook.world import Dice, World


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
        # Dealers name what they sell; of copiers only those who want to pass for the brand do.
        named = brand and dice.chance({"own": 0.05, "copy": 0.4}.get(nature, 0.92))
        maker = brand.name if brand and named else names.brand(dice)
        title = f"{maker} {thing}{dice.choice(('', ' new', ' 2-pack'))}"
        gaps = self.world.gaps
        lacking = [keys for keys, often in DETAILS if dice.chance(gaps * often)]
        listing = Listing(
            code=self.code(11),
            store=store,
            nature=nature,
            title=f"{thing} for {brand.name}" if brand and nature == "fitting" else title,
            category=category,
            price=round(price * dice.uniform(0.9, 1.1), 2),
            sales=int(dice.about((14.0 if nature == "copy" else 8.0) * fame, 1.3)),
            listed=at - (age or dice.about(60 if store.pirate else 400, 1.0)),
            infringes=infringes,
            lacks=frozenset(key for keys in lacking for key in keys),
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

    def catalogue(self, named: set[str]) -> list[dict[str, Any]]:
        """The platform's own rows of the listings that complaints named, by number."""
        rows = [each.row(self.world) for each in self.listings if each.code in named]
        return sorted(rows, key=lambda row: str(row["listing_id"]))
