"""Filers with real rights: brands and agencies, honest, hasty, paid by the piece, or half so."""

from __future__ import annotations

from math import exp

from lab.makers.economy import params
from lab.makers.economy.things import Brand, Claim, Draft, Filer, Right
from lab.makers.economy.world import World

FEE = 25.0
"""USD that an agency earns for a listing taken down; no source."""


def targets(world: World, filer: Filer) -> int:
    """How many listings a complaint names: mostly one, at times many."""
    if world.dice.chance(0.58):
        return 1
    cap = params.CAPS["api" if filer.spread > 2 else "form"]
    return min(cap, 1 + int(world.dice.spread(1.2 * filer.spread, 0.9)))


def belief(filer: Filer) -> float:
    """What a filer thinks of its chance at the desk, from its own cases."""
    return (filer.accepted + 2.0) / (filer.accepted + filer.refused + 3.0)


def choose(world: World, filer: Filer) -> tuple[Brand, Right]:
    """A brand by its pull, and one of its rights; a brand has its favourite."""
    dice = world.dice
    brand = dice.weighted(filer.brands, [each.pull for each in filer.brands])
    weights = [3.0] + [1.0] * (len(brand.rights) - 1)
    return brand, dice.weighted(brand.rights, weights)


def basis(world: World, filer: Filer, right: Right) -> str:
    """What the listing is accused of."""
    if right.kind != "trademark":
        return right.kind
    if world.dice.chance(filer.channel_share):
        return "unauthorised_channel"
    return "counterfeit" if world.dice.chance(0.65) else "trademark"


def founded(world: World, brand: Brand, right: Right, at: float, filer: Filer) -> Claim:
    """A copy of the brand's goods; some hunt the same few shops."""
    if filer.prey:
        store = world.dice.pick(filer.prey)
        age = 1.0 + world.dice.spread(20, 1.0)
        return Claim(world.trade.offer(store, at - age, brand=brand, breaks=right.kind), True)
    return Claim(world.trade.copy(brand, right.kind, at), True)


def mistaken(world: World, brand: Brand, at: float, plain: float) -> Claim:
    """An offer that breaks no right: somebody else's, or the brand's own goods from abroad."""
    if world.dice.chance(0.25):
        return Claim(world.trade.grey(brand, at), False, plain)
    return Claim(world.trade.bystander(brand.category), False, plain)


def protect(world: World, filer: Filer, at: float) -> Draft:
    """An honest holder or agency: copies, and errors that grow rarer as it learns from refusals."""
    brand, right = choose(world, filer)
    accused = basis(world, filer, right)
    rate = params.ERROR[right.kind] * filer.error * (0.6 if accused == "counterfeit" else 1.0)
    if filer.error > 3:
        rate *= exp(-0.04 * filer.refused)
    claims: list[Claim] = []
    for _ in range(targets(world, filer)):
        if accused == "unauthorised_channel":
            outside = world.dice.chance(0.4)
            claims.append(Claim(world.trade.grey(brand, at), outside, 0.1))
        elif world.dice.chance(min(0.75, rate)):
            claims.append(mistaken(world, brand, at, filer.plain))
        else:
            claims.append(founded(world, brand, right, at, filer))
    won = sum(world.trade.worth(claim.listing) for claim in claims) * belief(filer)
    holder = brand if filer.kind == "agent" or world.dice.chance(0.1) else None
    return Draft(right, holder, accused, claims, 0.5 * won, 2.0)


def spray(world: World, filer: Filer, at: float) -> Draft:
    """An agency paid by takedown that cuts corners: whatever looks alike counts (P14)."""
    brand, right = choose(world, filer)
    claims = []
    for _ in range(targets(world, filer)):
        if world.dice.chance(filer.honest_share):
            claims.append(founded(world, brand, right, at, filer))
        else:
            claims.append(mistaken(world, brand, at, filer.plain))
    fee = FEE * len(claims) * belief(filer)
    return Draft(right, brand, basis(world, filer, right), claims, fee, 3.0 + 2.0 * len(claims))


def half(world: World, filer: Filer, at: float) -> Draft:
    """A real brand: copies one day, parallel importers as "counterfeit" the next (P9)."""
    if world.dice.chance(filer.honest_share):
        return protect(world, filer, at)
    brand = filer.brands[0]
    right = next((each for each in brand.rights if each.kind == "trademark"), brand.rights[0])
    count = targets(world, filer)
    claims = [Claim(world.trade.grey(brand, at), False, filer.plain) for _ in range(count)]
    accused = "counterfeit" if right.kind == "trademark" else right.kind
    saved = 0.6 * sum(world.trade.worth(claim.listing) for claim in claims)
    return Draft(
        right, None, accused, claims, saved * belief(filer), 6.0 + 8.0 * filer.refused**0.5
    )
