"""Puppets with a filer's public telephone, in the network that it gives its guests, filing junk."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import NamedTuple

from abuse.market.made import Truth
from lab.makers.lifetimes import knavery, sight
from lab.makers.lifetimes.parties import Account, Right
from lab.makers.lifetimes.world import World

CROWD = {9: 3, 20: 4, 30: 5}
"""Budget, in complaints of all puppets together, and among how many puppets it is shared."""


class Debut(NamedTuple):
    """The day of an account's first complaint, and where on the net it came from."""

    day: float
    ip: str


def guest_line(world: World, victim: Account, debut: Debut, budget: int) -> None:
    """The puppets sit in the victim's guest network, some before it first files and some after."""
    days = max(1.0, debut.day - 60), min(debut.day + 200, world.span - 12)
    _bring(world, victim, "guest_line", budget, debut, days)


def early_line(world: World, victim: Account, debut: Debut, budget: int) -> None:
    """The same, and all of them have filed before the victim comes."""
    _bring(world, victim, "early_line", budget, debut, (max(1.0, debut.day - 150), debut.day - 1))


def early_number(world: World, victim: Account, debut: Debut, budget: int) -> None:
    """The puppets know no more than the telephone of a brand that is yet to come."""
    _bring(world, victim, "early_number", budget, debut, (max(1.0, debut.day - 150), debut.day - 1))


def _bring(
    world: World,
    victim: Account,
    strategy: str,
    budget: int,
    debut: Debut,
    days: tuple[float, float],
) -> None:
    victim.truth = replace(victim.truth, innocent_kind="framed", strategy=strategy, budget=budget)
    dice = world.dice
    for _ in range(CROWD[budget]):
        one = knavery.account(world, quota=budget // CROWD[budget], age=20)
        one.truth = Truth("framer", strategy=strategy, budget=budget)
        one.phone, one.guise, one.channel = victim.phone, -4.0, "form"
        if strategy != "early_number":
            one.ips = [_beside(world, debut.ip)]
        dates = sorted(dice.between(*days) for _ in range(one.quota))
        one.joins, one.registered = dates[0], dates[0] - dice.between(0.5, 30)
        right = knavery.void_right(world, one, dice.pick(("copyright", "design")))
        for day in dates:
            world.clock.at(day, partial(_junk, world, one, right))


def _beside(world: World, own: str) -> str:
    """Another address of a network, or the same way out."""
    near = f"{own.rpartition('.')[0]}.{world.dice.whole(1, 254)}"
    return near if world.dice.chance(0.6) else own


def _junk(world: World, one: Account, right: Right) -> None:
    """One complaint against some decent shop, on papers that convince nobody."""
    found = sight.passer_by(world, one, world.dice.pick(tuple(world.honest)))
    if found is not None:
        knavery.against(world, one, right, [found])
