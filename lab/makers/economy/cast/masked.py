"""Abusers behind a true brand: bad agencies, half-genuine owners, impostors."""

from __future__ import annotations

from collections.abc import Callable

from lab.makers.economy import params
from lab.makers.economy.cast import abusers, honest
from lab.makers.economy.things import Filer
from lab.makers.economy.world import World


def agency(world: World) -> Filer:
    """An agency whose fee outweighs its care: it withdraws when answered (P1, P14)."""
    dice = world.dice
    filer = honest.agency(
        world,
        appetite=abusers.appetite(world, 28),
        pattern="agency",
        honest_share=dice.between(0.05, 0.6),
        retreat=(0.25, dice.between(*params.RETREAT_OF_A_BAD_AGENCY)),
        plain=dice.between(0.1, 0.4),
    )
    filer.aim = "agency"
    return filer


def half_genuine(world: World) -> Filer:
    """A real brand that calls genuine goods from abroad counterfeit, for the price (P9)."""
    dice = world.dice
    filer = honest.holder(
        world,
        world.brand(category=dice.pick((0, 1, 2, 3, 6))),
        appetite=abusers.appetite(world, 14),
        pattern="half_genuine",
        honest_share=dice.between(0.15, 0.6),
        retreat=(0.05, dice.between(0.2, 0.6)),
        plain=dice.between(0.15, 0.45),
    )
    filer.aim = "half_genuine"
    return filer


def impostor(world: World) -> Filer:
    """Somebody in a brand's name, or as its agent, from a look-alike or free mailbox (P4)."""
    dice = world.dice
    brand = world.brand()
    land = world.people.land()
    agent = dice.chance(0.5)
    stem = brand.name.split()[0]
    ending = dice.pick(("-ip", "-legal", "brand", "-protect"))
    domain = world.people.domain(stem + ending, "US") if dice.chance(0.5) else None
    name = f"{stem} {dice.pick(('Brand Protection', 'Legal', 'IP'))}" if agent else brand.name
    since = dice.between(0.05, 0.9) * world.end
    return world.account(
        "impostor",
        [brand],
        world.people.identity(land, domain),
        name,
        kind="agent" if agent else "rights_holder",
        pattern="impostor",
        opened=since - dice.between(0.2, 15),
        months=(since, min(world.end, since + dice.between(20, 150))),
        appetite=abusers.appetite(world, 9),
        honest_share=dice.pick((0.0, 0.1, 0.3)),
        plain=dice.between(0.2, 0.6),
        festive=dice.pick((0.0, 0.6)),
    )


HOLDERS: dict[str, Callable[[World], Filer]] = {
    "agency": agency,
    "half_genuine": half_genuine,
    "impostor": impostor,
}
