"""The monthly rounds: the market moves, then each agent acts on the days that it planned."""

from __future__ import annotations

from lab.makers.economy import params
from lab.makers.economy.hands import AIMS
from lab.makers.economy.things import Filer
from lab.makers.economy.world import World


def play(world: World) -> None:
    """Play all rounds. Who has filed nothing by its last planned day files then."""
    diary: list[list[tuple[float, int]]] = [[] for _ in range(world.months)]
    last: list[float] = []
    for number, filer in enumerate(world.filers):
        days = filer.plan or plan(world, filer)
        last.append(max(days))
        for day in days:
            diary[min(world.months - 1, int(day // params.MONTH))].append((day, number))
    for month, entries in enumerate(diary):
        world.trade.month(month)
        for day, number in sorted(entries):
            act(world, world.filers[number], day, must=day >= last[number])


def act(world: World, filer: Filer, day: float, *, must: bool = False) -> None:
    """File if it pays; refusals lower what a filer believes it gains and raise what it fears."""
    draft = AIMS[filer.aim](world, filer, day)
    if draft.gain > draft.cost or (must and not filer.filed):
        world.send(filer, draft, day)


def plan(world: World, filer: Filer) -> list[float]:
    """The days on which a filer means to file: within its months, some before sales days."""
    dice = world.dice
    low, high = filer.months
    high = min(high, world.end - 0.2)
    low = min(low, high - 1.0)
    near = [day for day in world.sales_days if low + 3 < day < high + 10]
    days = []
    for _ in range(max(1, dice.count(filer.appetite))):
        if near and dice.chance(filer.festive):
            days.append(dice.pick(near) - dice.between(1, 21))
        else:
            days.append(dice.between(low, high))
    return sorted(min(max(day, low, 0.01), high) for day in days)
