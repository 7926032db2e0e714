"""Abusers who do not know their victims: bots that blast, and those who pose as somebody."""

from __future__ import annotations

from lab.makers.economy.hands import holders
from lab.makers.economy.things import Claim, Draft, Filer
from lab.makers.economy.world import World


def blast(world: World, filer: Filer, at: float) -> Draft:
    """Send by the list, unread: dead links, the same offer again, any trade (P10)."""
    dice = world.dice
    own = filer.brands and dice.chance(filer.honest_share)
    if own:
        return holders.protect(world, filer, at)
    claims: list[Claim] = []
    old = [claim for each in filer.filed[-6:] for claim in each.claims]
    for _ in range(1 + min(60, int(dice.spread(2.0 * filer.spread, 1.0)))):
        trade = dice.whole(0, 9) if dice.chance(0.5) else filer.trade
        if old and dice.chance(0.15):
            again = dice.pick(old)
            claims.append(Claim(again.listing, False, filer.plain, gone=again.gone))
        elif dice.chance(0.22):
            claims.append(Claim(world.trade.ghost(trade, at), False, filer.plain, gone=True))
        else:
            claims.append(Claim(world.trade.bystander(trade), False, filer.plain))
    right = dice.pick(filer.own)
    return Draft(right, None, right.kind, claims, 10.0, 1.0)


def pose(world: World, filer: Filer, at: float) -> Draft:
    """Say that one is a brand, or its agent, and strike those who sell its goods or the like (P4).

    Some aim at real copies, to look right.
    """
    dice = world.dice
    brand = filer.brands[0]
    right = brand.rights[0]
    claims: list[Claim] = []
    real = dice.chance(filer.honest_share)
    for _ in range(holders.targets(world, filer)):
        if real:
            claims.append(Claim(world.trade.copy(brand, right.kind, at), True))
        elif dice.chance(0.4):
            claims.append(Claim(world.trade.grey(brand, at), False, filer.plain))
        else:
            found = world.trade.victims(brand.category, 6)
            claims.append(Claim(dice.pick(found), False, filer.plain))
    accused = "counterfeit" if right.kind == "trademark" else right.kind
    gain = 0.1 * sum(world.trade.worth(claim.listing) for claim in claims)
    return Draft(right, brand, accused, claims, gain + 5.0, 4.0)
