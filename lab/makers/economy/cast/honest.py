"""Ordinary honest filers: brands, small firms, makers of pictures, agencies. Most file little."""

from __future__ import annotations

from typing import Any

from lab.makers.economy import rights, words
from lab.makers.economy.things import Brand, Filer
from lab.makers.economy.world import World


def appetite(world: World) -> float:
    """Complaints that somebody honest means to file: median two or three, some hundreds."""
    return min(450.0, 0.6 + world.dice.spread(1.9, 1.65))


def skill(world: World) -> float:
    """How a person's error compares with the usual one of the same kind of right."""
    return min(2.8, world.dice.spread(0.85, 0.6))


def holder(world: World, brand: Brand | None = None, **traits: Any) -> Filer:
    """A brand that files for itself, from its own domain."""
    brand = brand or world.brand()
    identity = world.people.identity(brand.country, brand.domain)
    usual = {"appetite": appetite(world), "error": skill(world), "retreat": retreat(world)}
    if world.dice.chance(0.5):
        usual["festive"] = world.dice.between(0.0, 0.3)
    return world.account("protect", [brand], identity, brand.name, **(usual | traits))


def retreat(world: World) -> tuple[float, float]:
    """How readily somebody honest takes back an answered claim that was right, or wrong."""
    return world.dice.between(0.0, 0.08), world.dice.between(0.15, 0.6)


def small(world: World, **traits: Any) -> Filer:
    """A person or small firm with a free mailbox and one right, mostly in pictures."""
    dice, land = world.dice, world.people.land()
    brand = world.brand(land=land)
    kind = dice.weighted(("copyright", "trademark", "design", "patent"), (0.5, 0.3, 0.13, 0.07))
    age = dice.spread(600, 0.8) + 60
    brand.rights = [rights.draw(dice, kind, brand.category, brand.name, land, age)]
    person = dice.chance(0.6)
    name = f"{words.coin(dice)} {dice.pick(words.SURNAMES)}" if person else brand.name
    identity = world.people.identity(land, None if dice.chance(0.7) else brand.domain)
    usual: dict[str, Any] = {
        "kind": "individual" if person else "rights_holder",
        "appetite": min(40.0, 0.5 + dice.spread(1.4, 1.0)),
        "error": 1.3 * skill(world),
        "polish": dice.normal(-0.25, 0.35),
        "spread": 0.6,
        "retreat": retreat(world),
    }
    return world.account("protect", [brand], identity, name, **(usual | traits))


def agency(world: World, brands: list[Brand] | None = None, **traits: Any) -> Filer:
    """An agency with two to fifteen clients that cuts corners only a little."""
    dice, land = world.dice, world.people.land()
    count = 2 + min(13, dice.count(4.0))
    brands = brands or [world.brand() for _ in range(count)]
    name = f"{words.coin(dice, 3)} {dice.pick(('IP', 'Brand Protection', 'Law', 'Rights Service'))}"
    identity = world.people.identity(land, world.people.domain(name, land))
    usual: dict[str, Any] = {
        "kind": "agent",
        "appetite": min(400.0, 8.0 + dice.spread(18.0, 1.0)),
        "error": min(2.4, skill(world) * dice.between(0.9, 1.6)),
        "polish": dice.normal(0.2, 0.25),
        "spread": 1.6,
        "retreat": retreat(world),
    }
    return world.account("protect", brands, identity, name, **(usual | traits))


def ordinary(world: World) -> Filer:
    """Somebody honest of no remark."""
    draw = world.dice.rng.random()
    if draw < 0.008:
        return holder(world, appetite=world.dice.between(150, 450), spread=1.4)
    if draw < 0.045:
        return agency(world)
    if draw < 0.16:
        brand = world.brand()
        seller = holder(world, brand)
        world_stores(world, seller)
        return seller
    return small(world) if draw < 0.52 else holder(world)


def world_stores(world: World, filer: Filer, shown: bool | None = None) -> None:
    """Give a filer a shop of its own in its trade; the platform knows of some of these."""
    operator = f"op-own-{filer.reference}"
    store = world.trade.store(filer.trade, "honest", operator)
    for _ in range(2 + min(6, world.dice.count(2.0))):
        world.trade.offer(store, world.dice.between(-900, -20))
    filer.stores.append(store)
    filer.shown = world.dice.chance(0.6) if shown is None else shown
