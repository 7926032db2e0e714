"""A market of people with motives: each decides by what it expects to gain, the record follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from abuse.market.made import Market, Truth
from lab.makers.motives import crimes, plants, population
from lab.makers.motives.actors import Actor
from lab.makers.motives.cases import Case, founded, row
from lab.makers.motives.parameters import Parameters, drawn
from lab.makers.motives.world import World

LEAST: Final = 800
MOST: Final = 60_000
# With what size a market is first tried, to see how many complaints its goods give cause for.
TRIAL: Final = 1500


def make(
    seed: int, *, size: int | None = None, base: float | None = None, strategies: bool = False
) -> Market:
    """Make a market.

    Parameters
    ----------
    seed : int
        Not negative. It decides the world's parameters and everybody's choices.
    size : int, optional
        About how many complaints, from 800 to 60,000; left out, 1,500 to 6,000 by the seed.
    base : float, optional
        The share of filers that abuse; left out, 1 to 10 % by the seed.
    strategies : bool
        Whether there are also plots of people who know that some detector exists. They come on
        top of `base`.

    Raises
    ------
    ValueError
        When the seed is negative, the size out of bounds, or the base no share.

    Examples
    --------
    >>> market = make(3, size=800)
    >>> 500 < len(market.lines) < 1200
    True
    """
    if seed < 0:
        raise ValueError("a seed is not negative")
    if size is not None and not LEAST <= size <= MOST:
        raise ValueError(f"a market has {LEAST} to {MOST} complaints")
    if base is not None and not 0 < base < 1:
        raise ValueError("a base is a share between 0 and 1")
    p = drawn(seed, size, base)
    trial = replace(p, size=min(TRIAL, p.size))
    world = played(seed, trial, float(trial.size), 0.3 * trial.base * trial.size, "trial")
    filers = [each for each in world.accounts if each.filed]
    bad = [each for each in filers if each.truth.pattern]
    lies = sum(each.filed for each in bad)
    # Per unit of scale: honest complaints and honest filers; and complaints of an abusing account,
    # about ten where the trial has few of them.
    honest, good = (len(world.cases) - lies) / trial.size, (len(filers) - len(bad)) / trial.size
    each_bad, odds = (lies + 120) / (len(bad) + 12), p.base / (1 - p.base)
    rest = max(p.size // 2, p.size - plants.ROUND * plants.rounds(p.size) * strategies)
    scale = rest / (honest + odds * good * each_bad)
    return recorded(played(seed, p, scale, odds * good * scale, "market", strategies), seed)


def played(
    seed: int, p: Parameters, scale: float, abusers: float, word: str, strategies: bool = False
) -> World:
    """A world that has run to its end."""
    world = World(seed, p, scale, word)
    population.brands(world)
    population.sellers(world)
    population.houses(world)
    population.coalitions(world)
    population.agents(world)
    crimes.abusers(world, max(1, round(abusers)))
    if strategies:
        plants.sow(world)
    population.stock(world)
    world.run()
    return world


def recorded(world: World, seed: int) -> Market:
    """What the platform kept of it, and the truth."""
    cases = sorted(world.cases, key=lambda case: case.minute)
    lines = [case.finished(f"C{number:06d}") for number, case in enumerate(cases, 1)]
    acts: dict[Actor, list[Case]] = {}
    for case in cases:
        acts.setdefault(case.account.actor, []).append(case)
    plants.reap(world)
    truth: dict[str, Truth] = {}
    for account in [each for each in world.accounts if each.filed]:
        known, own = account.truth, acts.get(account.actor, [])
        masked = known.pattern is not None and founded(own) > 0.2 * len(own)
        truth[account.reference] = replace(known, camouflaged=masked)
    kept = [each for each in world.targets if world.record.happens(world.p.catalogue)]
    return Market(seed, lines, truth, [row(world, each) for each in kept])
