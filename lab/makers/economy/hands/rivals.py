"""Abusers with a right of some sort: rivals, extortionists, squatters, holders of broad patents."""

from __future__ import annotations

from lab.makers.economy.hands import holders
from lab.makers.economy.things import Claim, Draft, Filer, Listing, Right
from lab.makers.economy.world import World

BASIS = {"trademark": "trademark", "copyright": "copyright", "patent": "patent", "design": "design"}


def fear(world: World, filer: Filer) -> float:
    """What an abuser expects to lose by filing (USD): more as it is refused more."""
    bad = filer.refused / (filer.accepted + filer.refused + 4.0)
    return 5.0 + 250.0 * bad * bad


def unfounded(filer: Filer, victims: list[Listing]) -> list[Claim]:
    """Claims against the innocent."""
    return [Claim(listing, False, filer.plain) for listing in victims]


def outrank(world: World, filer: Filer, at: float) -> Draft:
    """Knock out offers of one's own trade that sell more, where gain exceeds fear (P8).

    A rival has some right: a photograph, a design, a word. A share of its claims is about real
    copies of its own goods.
    """
    dice = world.dice
    if filer.brands and dice.chance(filer.honest_share):
        return holders.protect(world, filer, at)
    ranked = world.trade.ranked[filer.trade]
    mine = {store.operator for store in filer.stores}
    rank = next((i for i, each in enumerate(ranked) if each.store.operator in mine), len(ranked))
    above = [each for each in ranked[: max(rank, 8)] if each.store.operator not in mine]
    up = [each for each in above if not each.down and dice.chance(0.6)] or above
    chosen = up[: holders.targets(world, filer)]
    taken = sum(world.trade.worth(each) for each in chosen)
    gain = dice.between(0.05, 0.3) * taken * holders.belief(filer)
    right = dice.pick(filer.own)
    return Draft(right, None, BASIS[right.kind], unfounded(filer, chosen), gain, fear(world, filer))


def extort(world: World, filer: Filer, at: float) -> Draft:
    """Pick shops that can pay: in any trade, not twice, sums below what they lose (P2)."""
    dice = world.dice
    at_trade = filer.trade if dice.chance(0.6) else dice.whole(0, 9)
    seen = {claim.listing.store.store_id for each in filer.filed for claim in each.claims}
    found = world.trade.victims(at_trade, 12, taste=0.6)
    fresh = [each for each in found if each.store.store_id not in seen] or found
    chosen = fresh[: 1 if dice.chance(0.75) else 2]
    purse = 2.0 * sum(world.trade.worth(each) for each in chosen)
    right = dice.pick(filer.own)
    gain = 0.15 * purse * holders.belief(filer)
    return Draft(right, None, BASIS[right.kind], unfounded(filer, chosen), gain, fear(world, filer))


def squat(world: World, filer: Filer, at: float) -> Draft:
    """Use a right registered after the victims had been selling, against the best of them (P7)."""
    dice = world.dice
    ready = [each for each in filer.own if (_since(each) or 0) < at - 1] or filer.own[:1]
    right = dice.pick(ready)
    spot = filer.own.index(right)
    trade = (filer.trade + 3 * (spot // 2)) % 10
    found = world.trade.victims(trade, 20, taste=1.0)
    older = [each for each in found if each.listed < (_since(right) or 0)] or found
    chosen = older[: holders.targets(world, filer)]
    gain = 0.12 * sum(world.trade.worth(each) for each in chosen) * holders.belief(filer)
    return Draft(right, None, BASIS[right.kind], unfounded(filer, chosen), gain, fear(world, filer))


def _since(right: Right) -> int | None:
    """The earliest day that a right may claim."""
    days = [day for day in (right.applied, right.registered, right.published) if day is not None]
    return min(days, default=None)


def troll(world: World, filer: Filer, at: float) -> Draft:
    """Hold a broad patent against a whole trade; a few claims may even be right (K10)."""
    dice = world.dice
    spot = dice.whole(0, len(filer.own) - 1)
    trade = (filer.trade + spot) % 10
    count = min(50, 2 + int(dice.spread(2.5, 0.9)))
    chosen = world.trade.victims(trade, count, taste=0.5)
    claims = [Claim(each, dice.chance(0.08), filer.plain) for each in chosen]
    licence = 0.05 * sum(world.trade.worth(each) for each in chosen)
    return Draft(filer.own[spot], None, "patent", claims, licence + 10, fear(world, filer))
