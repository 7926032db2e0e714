"""Adds plants that work against a detector: framing, masking, evasion, at three budgets."""

from __future__ import annotations

from lab.makers.lifetimes import evasion, framing, guests, masking, turning
from lab.makers.lifetimes.guests import CROWD, Debut
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


AHEAD = 60.0
"""Days that the market must run before a victim's first complaint, for fakes to come before it."""


def plant_more(world: World) -> None:
    """What came later to this maker: copied numbers and lines, accounts that turn."""
    debuts: dict[str, Debut] = {}
    for line in world.lines:
        filer, day = line["filer"], world.clock.day_at(line["filed_at"])
        debuts.setdefault(filer["reference"], Debut(day, filer.get("ip", "")))
    prey = [
        each
        for each in victims(world, least=1)
        if each.phone and each.filed and debuts[each.reference].ip
    ]
    late = [each for each in prey if debuts[each.reference].day > AHEAD]
    soon = [each for each in prey if debuts[each.reference].day <= AHEAD]
    for budget in CROWD:
        for frame, some in (
            (guests.guest_line, soon or late),
            (guests.early_line, late),
            (guests.early_number, late),
        ):
            if some:
                victim = some.pop()
                frame(world, victim, debuts[victim.reference], budget)
    for turn in turning.WAYS:
        turn(world)


def victims(world: World, least: int = 5) -> list[Account]:
    """Ordinary holders of `least` to 300 complaints who file for themselves, in random order."""
    fit = [
        each
        for each in world.accounts
        if each.truth.pattern is None
        and each.truth.innocent_kind is None
        and each.kind == "rights_holder"
        and least <= each.quota <= 300
    ]
    return world.dice.some(fit, len(fit))
