"""Puppets with a filer's public telephone, in the network that it gives its guests, filing junk."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from abuse.market.made import Truth
from lab.makers.lifetimes import knavery, sight
from lab.makers.lifetimes.parties import Account, Right
from lab.makers.lifetimes.world import World

CROWD = {9: 3, 20: 4, 30: 5}
"""Budget, in complaints of all puppets together, and among how many puppets it is shared."""


def guest_line(world: World, victim: Account, began: float, budget: int) -> None:
    """The puppets sit in the victim's guest network, some before it first files and some after."""
    _bring(
        world, victim, "guest_line", budget, (max(1.0, began - 60), min(began + 200, _end(world)))
    )


def early_line(world: World, victim: Account, began: float, budget: int) -> None:
    """The same, and all of them have filed before the victim comes."""
    _bring(world, victim, "early_line", budget, (max(1.0, began - 150), began - 1))


def early_number(world: World, victim: Account, began: float, budget: int) -> None:
    """The puppets know no more than the telephone of a brand that is yet to come."""
    _bring(world, victim, "early_number", budget, (max(1.0, began - 150), began - 1))


def _end(world: World) -> float:
    return world.span - 12


def _bring(
    world: World, victim: Account, strategy: str, budget: int, days: tuple[float, float]
) -> None:
    victim.truth = replace(victim.truth, innocent_kind="framed", strategy=strategy, budget=budget)
    dice = world.dice
    for _ in range(CROWD[budget]):
        one = knavery.account(world, quota=budget // CROWD[budget], age=20)
        one.truth = Truth("framer", strategy=strategy, budget=budget)
        one.phone, one.guise, one.channel = victim.phone, -4.0, "form"
        if strategy != "early_number":
            one.ips = [_beside(world, victim)]
        dates = sorted(dice.between(*days) for _ in range(one.quota))
        one.joins, one.registered = dates[0], dates[0] - dice.between(0.5, 30)
        right = knavery.void_right(world, one, dice.pick(("copyright", "design")))
        for day in dates:
            world.clock.at(day, partial(_junk, world, one, right))


def _beside(world: World, victim: Account) -> str:
    """Another address of the victim's network, or its own way out."""
    own = world.dice.pick(victim.ips)
    near = f"{own.rpartition('.')[0]}.{world.dice.whole(1, 254)}"
    return near if world.dice.chance(0.6) else own


def _junk(world: World, one: Account, right: Right) -> None:
    """One complaint against some decent shop, on papers that convince nobody."""
    found = sight.passer_by(world, one, world.dice.pick(tuple(world.honest)))
    if found is not None:
        knavery.against(world, one, right, [found])
