"""Adds plants that work against a detector: framing, masking, evasion, at three budgets."""

from __future__ import annotations

from lab.makers.lifetimes import evasion, framing, masking
from lab.makers.lifetimes.parties import Account
from lab.makers.lifetimes.world import World

BUDGETS = (3, 10, 30)
"""Acts of others, or own accounts and complaints sacrificed, that a plant costs."""


def plant(world: World) -> None:
    """Of each budget: three ways of framing, both of masking, two or three of evasion."""
    prey = victims(world)
    for budget in BUDGETS:
        for frame in world.dice.some(framing.WAYS, 3):
            if prey:
                frame(world, prey.pop(), budget)
        for way in masking.WAYS:
            way(world, budget)
        for turn in world.dice.some(evasion.WAYS, 2):
            turn(world, budget)
    evasion.big_lists(world, BUDGETS[0])


def victims(world: World) -> list[Account]:
    """Ordinary holders of 5 to 300 complaints who file for themselves, in random order."""
    fit = [
        each
        for each in world.accounts
        if each.truth.pattern is None
        and each.truth.innocent_kind is None
        and each.kind == "rights_holder"
        and 5 <= each.quota <= 300
    ]
    return world.dice.some(fit, len(fit))
