"""A market as an economy of agents with aims: who gains by filing files, rightly or not."""

from __future__ import annotations

from abuse.market import origins
from abuse.market.made import Market
from lab.makers.economy import params, population, rounds, write
from lab.makers.economy import strategies as plants
from lab.makers.economy.dice import Dice
from lab.makers.economy.world import World

SALT = 20_177
"""Keeps this maker's draws apart from those of any other with the same seed."""


def make(
    seed: int, *, size: int | None = None, base: float | None = None, strategies: bool = False
) -> Market:
    """Make a market whose truth is known.

    Parameters
    ----------
    seed : int
        Not negative. Same arguments, same result.
    size : int, optional
        About so many complaints; else drawn, 2,000 to 8,000.
    base : float, optional
        Share of filers who abuse, at least one filer; else drawn, 1 % to 8 %.
    strategies : bool
        Whether plants that work against a detector are added on top.

    Examples
    --------
    >>> market = make(1, size=300, base=0.1)
    >>> sum(each.pattern is not None for each in market.truth.values())
    4
    """
    first = Dice(SALT, seed)
    drawn = first.whole(2_000, 8_000), first.between(0.01, 0.08)
    size, base = drawn[0] if size is None else size, drawn[1] if base is None else base
    world = World(Dice(SALT, seed, 1), size)
    population.settle(world, size, base)
    rounds.play(world)
    if strategies:
        world.reseed(Dice(SALT, seed, 2))
        plants.plant(world)
    finished = len(world.complaints)
    if strategies:
        world.reseed(Dice(SALT, seed, 3))
        plants.plant_more(world)
    truths = {filer.reference: write.truth(filer) for filer in world.filers}
    lines = write.lines(world, finished)
    origins.state(lines, truths, params.ORIGINS, seed, "economy")
    return Market(seed=seed, lines=lines, truth=truths, listings=[])
