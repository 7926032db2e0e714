"""Stores and listings: born, relisted, closed. What a listing is decides how a claim on it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lab.makers.cascades import names
from lab.makers.cascades.draws import Draws
from lab.makers.cascades.rights import Holder, Right
from lab.makers.cascades.worlds import CATEGORIES, Place, World

# How a copy bears on the right that it copies, by the kind of right. Patents are argued.
BEARS: Final = {
    "trademark": {"clear": 0.9, "hard": 0.1},
    "design": {"clear": 0.72, "hard": 0.28},
    "copyright": {"clear": 0.86, "hard": 0.14},
    "patent": {"clear": 0.3, "hard": 0.5, "none": 0.2},
    "other": {"clear": 0.6, "hard": 0.4},
}
# Sellers of a niche before the world's factor: copiers, traders with their own goods, parallel
# importers, market halls that let many sellers stand under one name.
SELLERS: Final = {"copier": 26, "trader": 34, "parallel": 6, "hall": 2}


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
    country: str
    stores: list[Store] = field(default_factory=list)
    strikes: int = 0
    mob: str | None = None  # the filer that this seller and its friends work against


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
        self.draws = draws
        self.world = world
        self.listings: list[Listing] = []
        self.stores: list[Store] = []
        self.niches: list[Niche] = []
        for name, nice, price in draws.some(CATEGORIES, world.niches):
            joint = world.joint * (10 if draws.chance(0.15) else 1)
            niche = Niche(name, nice, price, joint)
            scale = world.shops * (world.size / 3000) ** 0.4 * draws.frailty(4)
            for kind, count in SELLERS.items():
                some = max(2 if kind != "hall" else 1, round(count * scale))
                niche.sellers[kind] = [self.operator(niche, kind) for _ in range(some)]
            self.niches.append(niche)

    def operator(self, niche: Niche, kind: str) -> Operator:
        """A seller is born with its first store; a few run several from the start."""
        draws = self.draws
        heavy = draws.around(1, 1.1) * {"hall": 2.5, "parallel": 1.2}.get(kind, 1.0)
        name = f"{names.word(draws)} trading {draws.digits(3)}"
        made = Operator(name, kind, niche, heavy, draws.frailty(2), names.country(draws))
        for _ in range(1 + draws.poisson(0.4 if kind != "hall" else 0.1)):
            self.store(made, -draws.wait(500))
        return made

    def store(self, operator: Operator, born: float) -> Store:
        draws = self.draws
        suffix = {"hall": " Market", "parallel": " Outlet"}.get(operator.kind, draws.choice([" Store", " Shop", "-direct", ""]))  # fmt: skip
        reference = f"s{len(self.stores) + 10_000}"
        place = draws.choice(self.world.places)
        store = Store(reference, names.word(draws).capitalize() + suffix, operator, place, born)
        self.stores.append(store)
        operator.stores.append(store)
        return store

    def open_store(self, operator: Operator, now: float) -> Store:
        """One of its stores that is open; when all are closed it opens another."""
        open_ones = [s for s in operator.stores if s.closed is None and s.born <= now]
        return self.draws.choice(open_ones) if open_ones else self.store(operator, now - self.draws.random())  # fmt: skip

    def listing(self, store: Store, niche: Niche, listed: float, brand: str | None) -> Listing:
        """A listing is born; what sells much sells by the weight of its seller."""
        draws = self.draws
        goods = niche.name.lower().rstrip("s")
        title = f"{brand or names.word(draws).capitalize()} {goods} {draws.choice(['new', 'pro', '2-pack', 'classic', 'large', 'set'])}"  # fmt: skip
        cheaper = {"copier": 0.5, "parallel": 0.8, "hall": 0.7}.get(store.operator.kind, 1.0)
        made = Listing(
            reference=f"{len(self.listings) + 700_000_001}",
            store=store,
            niche=niche,
            title=title,
            price=round(draws.around(niche.price * cheaper, 0.35), 2),
            sales=int(draws.around(9 * store.operator.weight**0.7, 1.1)),
            listed=max(listed, store.born),
            bare=draws.chance(self.world.bare),
        )
        self.listings.append(made)
        store.listings.append(made)
        return made

    def copy(self, operator: Operator, right: Right, now: float, truth: str | None = None) -> Listing:
        """A listing that bears on a right is born at this seller some time before now."""
        draws = self.draws
        niche = draws.choice(right.holder.niches)
        store = self.open_store(operator, now)
        named = right.holder.brand if right.kind == "trademark" or draws.chance(0.4) else None
        made = self.listing(store, niche, now - draws.wait(25), named)
        made.facts[right.key] = truth or draws.among(BEARS[right.kind])
        for sister in right.holder.rights:
            if sister is not right and made.facts[right.key] == "clear" and draws.chance(0.3):
                made.facts[sister.key] = draws.among(BEARS[sister.kind])
        if draws.chance(niche.joint) and len(niche.holders) > 1:
            other = draws.choice(niche.holders)
            if other is not right.holder:
                made.facts.update({r.key: draws.among(BEARS[r.kind]) for r in other.rights[:2]})
        return made
