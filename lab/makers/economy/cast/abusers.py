"""Abusers, one function a pattern: what they own, what they look like, how much they file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lab.makers.economy import params, rights, words
from lab.makers.economy.cast import honest
from lab.makers.economy.things import Filer, Right
from lab.makers.economy.world import World


def appetite(world: World, median: float = 11.0) -> float:
    """Complaints that an abuser means to file: more than others, but some only try it."""
    return min(450.0, 1.5 + world.dice.spread(median, 0.95))


def own_rights(
    world: World, trade: int, land: str, kinds: list[str], ages: list[float]
) -> list[Right]:
    """Rights of some worth in one's own hand."""
    dice = world.dice
    name = words.coin(dice, 3)
    return [
        rights.draw(dice, kind, trade, name, land, age)
        for kind, age in zip(kinds, ages, strict=True)
    ]


def person(world: World, aim: str, **traits: Any) -> Filer:
    """An abuser in a name and trade of his own, recent mailbox, months of his own choice."""
    dice, land = world.dice, world.people.land()
    firm = dice.chance(0.45)
    stem = words.coin(dice, 3)
    name = f"{stem} Trading" if firm else f"{stem} {dice.pick(words.SURNAMES)}"
    domain = world.people.domain(stem, land) if firm and dice.chance(0.6) else None
    usual = {"kind": "rights_holder" if firm else "individual", "appetite": appetite(world)}
    all_traits: dict[str, Any] = {"pattern": aim, "plain": dice.between(0.15, 0.5)} | traits
    weights = [trade.price for trade in params.TRADES]
    filer = world.account(
        aim, [], world.people.identity(land, domain), name, **(usual | all_traits)
    )
    filer.trade = dice.weighted(range(10), weights)
    return filer


def competitor(world: World) -> Filer:
    """A rival seller; the platform knows the shop of some."""
    dice = world.dice
    filer = person(world, "competitor", retreat=(0.05, dice.between(0.1, 0.5)))
    filer.festive = dice.between(0.1, 0.7)
    honest.world_stores(world, filer, shown=dice.chance(0.45))
    kinds = [
        dice.weighted(("copyright", "design", "trademark", "patent"), (0.45, 0.25, 0.15, 0.15))
    ]
    ages = [dice.between(5, 700)]
    filer.own = own_rights(world, filer.trade, filer.identity.country, kinds, ages)
    if dice.chance(0.5):
        filer.honest_share = dice.between(0.1, 0.45)
        filer.brands = [world.brand(category=filer.trade)]
    return filer


def extortion(world: World) -> Filer:
    """Somebody who asks for money and withdraws when paid; a fast campaign for most (K1)."""
    dice = world.dice
    since = dice.between(0, 0.8) * world.end
    filer = person(
        world,
        "extortion",
        demand=dice.between(0.45, 0.9),
        retreat=(0.1, dice.between(0.35, 0.75)),
        months=(since, min(world.end, since + dice.between(50, 200))),
        appetite=appetite(world, 16),
        polish=dice.normal(0.8, 0.3),
    )
    filer.opened = since - dice.between(1, 60)
    kinds, ages = ["copyright", "trademark"], [dice.between(50, 500), dice.between(100, 900)]
    filer.own = own_rights(world, filer.trade, filer.identity.country, kinds, ages)
    return filer


def squatter(world: World) -> Filer:
    """Somebody who registers what others have long sold, for several unrelated brands (P7)."""
    dice = world.dice
    count = dice.whole(2, 6)
    kinds = [
        dice.weighted(("trademark", "copyright", "design"), (0.5, 0.35, 0.15)) for _ in range(count)
    ]
    filer = person(world, "squatter", demand=dice.pick((0.0, 0.0, 0.15, 0.3)))
    land = filer.identity.country
    for at, kind in enumerate(kinds):
        trade, stem = (filer.trade + 3 * (at // 2)) % 10, words.coin(dice, 3)
        age = dice.between(10, 150) if at == 0 else dice.between(-0.4 * world.end, 120)
        filer.own.append(rights.draw(dice, kind, trade, stem, land, age))
    return filer


def patent_troll(world: World) -> Filer:
    """A holder of broad patents over a whole trade; wants licences."""
    dice = world.dice
    filer = person(world, "patent_troll", demand=dice.pick((0.0, 0.1, 0.25)), spread=2.1)
    filer.trade = dice.pick((3, 4, 5, 6, 9))
    filer.plain, filer.festive = dice.between(0.1, 0.4), dice.between(0.0, 0.6)
    filer.retreat = (0.05, dice.between(0.1, 0.4))
    ages = [dice.between(200, 1500) for _ in range(dice.whole(1, 2))]
    kinds = ["patent"] * len(ages)
    filer.own = own_rights(world, filer.trade, filer.identity.country, kinds, ages)
    return filer


def shotgun(world: World) -> Filer:
    """A bot; some of its owners have goods of their own that are copied."""
    dice = world.dice
    filer = person(world, "shotgun", spread=dice.between(0.6, 2.2), appetite=appetite(world, 18))
    filer.plain, filer.polish = dice.between(0.35, 0.8), dice.normal(-0.3, 0.3)
    kinds = [dice.pick(("copyright", "trademark")) for _ in range(dice.whole(1, 2))]
    ages = [dice.between(60, 900) for _ in kinds]
    filer.own = own_rights(world, filer.trade, filer.identity.country, kinds, ages)
    if dice.chance(0.4):
        filer.honest_share = dice.between(0.1, 0.35)
        filer.brands = [world.brand(category=filer.trade)]
    return filer


ALONE: dict[str, Callable[[World], Filer]] = {
    "competitor": competitor,
    "extortion": extortion,
    "squatter": squatter,
    "patent_troll": patent_troll,
    "shotgun": shotgun,
}
