"""The goods: niches, those who sell in them, their stores and listings, and what a listing is."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from lab.makers.unseen.niches import NICHES
from lab.makers.unseen.words import coin, person, pick, skewed


@dataclass(slots=True)
class Operator:
    """Who sells. `answers` is the log-odds to answer a complaint, `forges` the chance that an
    answer for a copy brings made-up papers (P15), `cries` that a takedown is called extortion
    without one."""

    name: str
    honest: bool
    answers: float
    forges: float
    cries: float
    stores: list[Store] = field(default_factory=list)
    scares: int = 0


@dataclass(slots=True)
class Store:
    sid: str
    name: str
    house: str
    operator: Operator


@dataclass(slots=True)
class Listing:
    """`nature` is what the goods are to the brand `of` them: copy, parallel (genuine, imported past
    the channel), licensed, alike (near, yet lawful) or own (nothing to do with it). Days are
    days."""

    lid: str
    store: Store
    niche: int
    nature: str
    of: str
    title: str
    listed: float
    price: float
    sales: int
    down: float = -1.0
    up: float = -1.0

    def gone(self, day: float) -> bool:
        return self.down >= 0 and self.down <= day < self.up


class Terrain:
    """Sellers by niche, and listings that come to light when somebody looks for them."""

    def __init__(self, rng: np.random.Generator, size: int) -> None:
        self.rng, self.count = rng, 0
        each = max(6, size // 90)
        self.merchants = [[self.operator(honest=True) for _ in range(each)] for _ in NICHES]
        self.copiers = [[self.operator(honest=False) for _ in range(each // 2)] for _ in NICHES]
        self.seen: list[list[Listing]] = [[] for _ in NICHES]

    def operator(self, *, honest: bool) -> Operator:
        """Honest sellers answer oftener (a third to a half), copiers rarely and then with forged
        papers half of the time: Temu has 2.5 appeals a hundred removals, YouTube's form 7 %."""
        rng = self.rng
        answers = float(rng.normal(-0.7 if honest else -3.1, 0.9))
        forges = 0.02 if honest else float(rng.beta(2, 2))
        cries = 0.002 if honest else 0.006
        name = f"{coin(rng)} {pick(rng, ('Trading', 'Commerce', 'Supply', 'Retail'))}"
        return Operator(person(rng) if rng.random() < 0.4 else name, honest, answers, forges, cries)

    def store(self, operator: Operator, house: str) -> Store:
        """The operator's store in that house, opened now if there is none; some open several."""
        here = [store for store in operator.stores if store.house == house]
        if here and self.rng.random() < 0.9:
            return pick(self.rng, here)
        self.count += 1
        name = f"{coin(self.rng)} {pick(self.rng, ('Shop', 'Store', 'Outlet', 'Direct', 'Home'))}"
        opened = Store(f"{house[0]}s{70000 + self.count * 7}", name, house, operator)
        operator.stores.append(opened)
        return opened

    def show(
        self,
        niche: int,
        house: str,
        nature: str,
        of: str,
        day: float,
        operator: Operator | None = None,
    ) -> Listing:
        """A listing that nobody spoke of before. One copy in eight is sold by an honest seller who
        bought badly; sales are heavy-tailed and larger for what is sold by large sellers."""
        rng = self.rng
        if operator is None:
            copied = nature == "copy" and rng.random() < 0.88
            operator = skewed(rng, (self.copiers if copied else self.merchants)[niche])
        store = self.store(operator, house)
        self.count += 1
        _, median, _, _, _, words = NICHES[niche]
        cheap = {"copy": 0.55, "parallel": 0.8}.get(nature, 1.0)
        named = (
            f"{of} " if nature in ("copy", "parallel", "licensed") and rng.random() < 0.7 else ""
        )
        ending = pick(rng, ("", "2-pack", "new", "pro", "XL"))
        listing = Listing(
            lid=self.number(house), store=store, niche=niche, nature=nature, of=of,
            title=f"{named}{pick(rng, words.split('|'))} {ending}".strip(),
            listed=day - 1 - float(rng.exponential(120 if nature == "copy" else 300)),
            price=round(median * cheap * float(np.exp(rng.normal(0, 0.5))), 2),
            sales=int(np.exp(rng.normal(2.6, 1.5))),
        )  # fmt: skip
        self.seen[niche].append(listing)
        return listing

    def number(self, house: str) -> str:
        serial = self.count * 7919 + int(self.rng.integers(7919))
        return {"lotus": f"6{serial:011d}", "plaza": f"PLZ-{serial:09d}"}.get(
            house, f"A{serial:09X}"
        )
