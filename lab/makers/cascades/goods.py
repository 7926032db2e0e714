"""Stores and listings: born, relisted, closed. What a listing is decides how a claim on it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lab.makers.cascades import names
from lab.makers.cascades.draws import Draws
from lab.makers.cascades.rights import Holder, Right
from lab.makers.cascades.worlds import RATES, Place, World

BEARS: Final = RATES["bears"]
STORES: Final = {
    "hall": [" Market"],
    "parallel": [" Outlet"],
    "": [" Store", " Shop", "-direct", ""],
}
GOODS: Final = ("new", "pro", "2-pack", "classic", "large", "set")


@dataclass(eq=False, slots=True)
class Niche:
    """A category of goods with its sellers and the holders whose goods are sold in it."""

    name: str
    nice: int
    price: float
    joint: float
    sellers: dict[str, list[Operator]] = field(default_factory=dict)
    holders: list[Holder] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Operator:
    """Who runs stores. `weight` is how much it sells, `voice` how ready it is to answer."""

    name: str
    kind: str
    niche: Niche
    weight: float
    voice: float
    stores: list[Store] = field(default_factory=list)
    strikes: int = 0


@dataclass(eq=False, slots=True)
class Store:
    reference: str
    name: str
    operator: Operator
    place: Place
    born: float
    closed: float | None = None
    listings: list[Listing] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Listing:
    """What is on sale. `facts` says by a right's key how the listing bears on it."""

    reference: str
    store: Store
    niche: Niche
    title: str
    price: float
    sales: int
    listed: float
    bare: bool
    facts: dict[str, str] = field(default_factory=dict)
    gone: float | None = None

    def live(self) -> bool:
        return self.gone is None and self.store.closed is None


class Bazaar:
    """All niches, operators, stores and listings of a market, and their births."""

    def __init__(self, draws: Draws, world: World) -> None:
        self.draws, self.world = draws, world
        self.listings: list[Listing] = []
        self.stores: list[Store] = []
        self.niches: list[Niche] = []
        for name, nice, price in draws.some(names.WORDS["categories"], world.niches):
            niche = Niche(name, nice, price, world.joint * (10 if draws.chance(0.15) else 1))
            scale = world.shops * (world.size / 3000) ** 0.4 * draws.frailty(4)
            for kind, count in RATES["seller"]["count"].items():
                some = max(1 if kind == "hall" else 3, round(count * scale))
                niche.sellers[kind] = [self.operator(niche, kind) for _ in range(some)]
            self.niches.append(niche)

    def operator(self, niche: Niche, kind: str) -> Operator:
        """A seller is born with its first store; a few run several from the start."""
        draws = self.draws
        weight = draws.around(2.5 if kind == "hall" else 1, 1.1)
        name = f"{names.word(draws)} trading {draws.digits(4)}"
        made = Operator(name, kind, niche, weight, draws.frailty(2))
        for _ in range(1 + draws.poisson(0.4 if kind != "hall" else 0.1)):
            self.store(made, -draws.wait(500))
        return made

    def store(self, operator: Operator, born: float) -> Store:
        draws, reference = self.draws, f"s{len(self.stores) + 10_000}"
        name = names.word(draws) + draws.choice(STORES.get(operator.kind, STORES[""]))
        store = Store(reference, name, operator, draws.choice(self.world.places), born)
        self.stores.append(store)
        operator.stores.append(store)
        return store

    def open_store(self, operator: Operator, now: float) -> Store:
        """One of its stores that is open; when all are closed it opens another."""
        open_ones = [s for s in operator.stores if s.closed is None and s.born <= now]
        return self.draws.choice(open_ones) if open_ones else self.store(operator, now - 0.5)

    def listing(self, store: Store, niche: Niche, listed: float, brand: str | None) -> Listing:
        """A listing is born; what sells much sells by the weight of its seller."""
        draws, seller = self.draws, store.operator
        name = (
            f"{brand or names.word(draws)} {niche.name.lower().rstrip('s')} {draws.choice(GOODS)}"
        )
        price = round(draws.around(niche.price * RATES["seller"]["cheaper"][seller.kind], 0.35), 2)
        sales = int(draws.around(9 * seller.weight**0.7, 1.1))
        bare, reference = draws.chance(self.world.bare), f"{len(self.listings) + 700_000_001}"
        first = max(listed, store.born)
        made = Listing(reference, store, niche, name, price, sales, first, bare)
        self.listings.append(made)
        store.listings.append(made)
        return made

    def copy(self, seller: Operator, right: Right, now: float) -> Listing:
        """A listing that bears on a right is born at this seller some time before now."""
        draws, niche = self.draws, self.draws.choice(right.holder.niches)
        named = right.kind == "trademark" or draws.chance(0.4)
        brand = right.holder.brand if named else None
        made = self.listing(self.open_store(seller, now), niche, now - draws.wait(25), brand)
        made.facts[right.key] = draws.among(BEARS[right.kind])
        for sister in right.holder.rights:
            if sister is not right and made.facts[right.key] == "clear" and draws.chance(0.3):
                made.facts[sister.key] = draws.among(BEARS[sister.kind])
        others = [holder for holder in niche.holders if holder is not right.holder]
        if others and draws.chance(niche.joint):
            marks = draws.choice(others).rights[:2]
            made.facts.update({mark.key: draws.among(BEARS[mark.kind]) for mark in marks})
        return made
