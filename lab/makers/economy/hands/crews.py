"""Rings: accounts of one hand that strike the shops it has chosen, together or in turn."""

from __future__ import annotations

from lab.makers.economy.hands import holders
from lab.makers.economy.hands.rivals import BASIS, fear, unfounded
from lab.makers.economy.things import Crew, Draft, Filer
from lab.makers.economy.world import World


def campaign(world: World, crew: Crew, at: float) -> None:
    """Choose victims by profit: some well-selling offers of one or a few shops."""
    dice = world.dice
    best = world.trade.victims(crew.category, 4, taste=1.2)
    rest = world.trade.victims(crew.category, 4, taste=0.6)
    near = [each for each in world.trade.honest[crew.category] if each.store is best[0].store]
    chosen = {each.listing_id: each for each in [*best, *dice.some(near, 3), *rest[:2]]}
    crew.campaigns.append((at, list(chosen.values())))


def strike(world: World, filer: Filer, at: float) -> Draft:
    """File against the campaign of the day; at times a real copy of the ring's own goods (P3)."""
    crew = filer.crew
    assert crew is not None
    dice = world.dice
    if filer.brands and dice.chance(filer.honest_share):
        return holders.protect(world, filer, at)
    if not crew.campaigns or at - crew.campaigns[-1][0] > dice.between(15, 50):
        campaign(world, crew, at)
    victims = crew.campaigns[-1][1]
    up = [each for each in victims if not each.down]
    victims = up if up and dice.chance(0.5) else victims
    chosen = dice.some(victims, 1 + min(dice.count(0.8), 4))
    right = dice.pick(filer.own)
    gain = 0.2 * sum(world.trade.worth(each) for each in chosen) * holders.belief(filer)
    return Draft(right, None, BASIS[right.kind], unfounded(filer, chosen), gain, fear(world, filer))
