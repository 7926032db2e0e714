"""What abusers aim at: sellers worth harming, and the sound complaints that they hide behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from lab.makers.unseen.accounts import Account
from lab.makers.unseen.brands import Brand
from lab.makers.unseen.stage import World
from lab.makers.unseen.terrain import Listing
from lab.makers.unseen.words import pick


def prey(
    world: World, niche: int, house: str, at: float, count: int, *, strong: int = 3
) -> list[Listing]:
    """Lawful listings of others in a niche; each the best-selling of `strong` that came in sight.

    Half of them are known from other complaints, so that abusers and the honest meet.
    """
    rng, terrain = world.rng, world.terrain
    known = [
        one for one in terrain.seen[niche][-300:]
        if one.store.house == house and one.nature != "copy" and one.listed < at
    ]  # fmt: skip
    chosen = []
    for _ in range(count):
        if known and rng.random() < 0.5:
            chosen.append(max((pick(rng, known) for _ in range(strong)), key=lambda one: one.sales))
        else:
            fresh = terrain.show(niche, house, "own", "", at)
            fresh.sales = int(fresh.sales * (1 + strong * rng.random()))
            chosen.append(fresh)
    return chosen


def channel(world: World, brand: Brand, house: str, at: float, count: int) -> list[Listing]:
    """Genuine goods of a brand in hands that somebody wants out of the market (P9)."""
    rng = world.rng
    natures = [pick(rng, ("parallel", "parallel", "licensed")) for _ in range(count)]
    return [world.terrain.show(brand.niche, house, each, brand.name, at) for each in natures]


def copies(world: World, brand: Brand, house: str, at: float, count: int) -> list[Listing]:
    """Real copies of a brand: the sound complaints that an abuser has, or seeks as cover."""
    return [world.terrain.show(brand.niche, house, "copy", brand.name, at) for _ in range(count)]


def sound(world: World, account: Account, brand: Brand, moments: Iterable[float]) -> None:
    """File founded complaints of one to four copies each."""
    for at in moments:
        found = copies(world, brand, pick(world.rng, account.houses), at, few(world.rng))
        basis = "counterfeit" if brand.rights[0].kind == "trademark" else ""
        world.file(account, brand, brand.rights[0], found, at, basis=basis)


def few(rng: np.random.Generator, mean: float = 2.0, most: int = 40) -> int:
    return min(int(rng.geometric(1 / mean)), most)


def by_house(listings: Sequence[Listing]) -> list[list[Listing]]:
    """The listings of each marketplace by themselves: a complaint goes to one."""
    houses: dict[str, list[Listing]] = {}
    for listing in listings:
        houses.setdefault(listing.store.house, []).append(listing)
    return list(houses.values())
