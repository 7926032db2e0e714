"""Innocents whom a hasty rule would accuse, of the kinds that stand alone."""

from __future__ import annotations

from typing import Any

from lab.makers.economy import rights
from lab.makers.economy.cast import honest
from lab.makers.economy.things import Filer
from lab.makers.economy.world import World


def careless(world: World) -> list[Filer]:
    """Small firms that err through ignorance and learn by refusals: the only ones to warn."""
    dice = world.dice
    many = 4.0 + min(40.0, dice.spread(7.0, 0.8))
    error = dice.between(5.0, 11.0)
    traits: dict[str, Any] = {
        "appetite": many,
        "error": error,
        "plain": 0.28,
        "retreat": (0.05, 0.45),
    }
    return [honest.small(world, innocent_kind="careless", spread=0.9, **traits)]


def besieged(world: World) -> list[Filer]:
    """A brand under attack by copiers who all answer, with forged papers."""
    dice = world.dice
    traits: dict[str, Any] = {
        "appetite": dice.between(12, 70),
        "besieged": dice.between(0.45, 0.85),
        "error": 0.5,
    }
    return [honest.holder(world, innocent_kind="besieged", retreat=(0.02, 0.4), **traits)]


def big_agency(world: World) -> list[Filer]:
    """An agency with many refusals in number, and few in share."""
    many = world.dice.between(70, 220)
    return [honest.agency(world, innocent_kind="big_agency", appetite=many, error=0.8)]


def patent_holder(world: World) -> list[Filer]:
    """A holder of patents that are hard to judge: refused more often than not, in good faith."""
    dice = world.dice
    brand = world.brand(category=dice.pick((3, 4, 5, 6)))
    brand.rights = [
        rights.draw(dice, "patent", brand.category, brand.name, brand.country, 900 + 400 * n)
        for n in range(dice.whole(1, 3))
    ]
    traits: dict[str, Any] = {"appetite": dice.between(6, 60), "error": dice.between(0.8, 1.5)}
    return [honest.holder(world, brand, innocent_kind="patent_holder", **traits)]


def unlucky(world: World) -> list[Filer]:
    """Somebody small whose few claims are right, badly put, and mostly refused."""
    dice = world.dice
    traits: dict[str, Any] = {
        "appetite": dice.between(2, 5),
        "polish": dice.normal(-2.3, 0.3),
        "error": 0.5,
    }
    return [honest.small(world, innocent_kind="unlucky", spread=0.4, **traits)]


def festival(world: World) -> list[Filer]:
    """A brand that clears the field before the sales days, and rightly (against P11)."""
    dice = world.dice
    traits: dict[str, Any] = {
        "appetite": dice.between(12, 80),
        "festive": dice.between(0.7, 0.95),
        "error": 0.8,
    }
    span = (0.0, world.end)
    return [honest.holder(world, innocent_kind="festival_campaign", months=span, **traits)]


def new_company(world: World) -> list[Filer]:
    """A young firm: account of the week, free mailbox, a right as young as a squatter's."""
    dice = world.dice
    since = dice.between(0.1, 0.75) * world.end
    filer = honest.small(
        world,
        innocent_kind="new_company",
        opened=since - dice.between(0.1, 4),
        months=(since, min(world.end, since + dice.between(40, 150))),
        appetite=dice.between(3, 18),
        error=1.0,
    )
    brand = filer.brands[0]
    kind = brand.rights[0].kind
    age = dice.between(20, 200) - since
    brand.rights = [rights.draw(dice, kind, brand.category, brand.name, brand.country, age)]
    return [filer]


def seller_with_brand(world: World) -> list[Filer]:
    """A seller with an own brand who files against rivals, because they copy it (P8)."""
    dice = world.dice
    traits: dict[str, Any] = {"appetite": dice.between(6, 40), "error": 0.9}
    filer = honest.holder(world, innocent_kind="seller_with_brand", **traits)
    honest.world_stores(world, filer, shown=True)
    return [filer]


def channel_brand(world: World) -> list[Filer]:
    """A brand that says openly that goods are genuine but outside its channel, and is refused."""
    dice = world.dice
    brand = world.brand(category=dice.pick((0, 1, 2)))
    old = dice.spread(2500, 0.4)
    brand.rights[0] = rights.draw(dice, "trademark", brand.category, brand.name, brand.country, old)
    traits: dict[str, Any] = {
        "appetite": dice.between(8, 50),
        "channel_share": dice.between(0.35, 0.7),
    }
    return [honest.holder(world, brand, innocent_kind="channel_brand", **traits)]
