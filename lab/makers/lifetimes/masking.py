"""Hides abusers by moving what they are measured against, or by good deeds that cost little."""

from __future__ import annotations

from collections.abc import Callable

from abuse.market.made import Truth
from lab.makers.lifetimes import batches, bulk, knavery, rivals, shops, sight
from lab.makers.lifetimes.parties import Account
from lab.makers.lifetimes.things import Listing
from lab.makers.lifetimes.world import World

REFUSED = 420
"""Listings, about, that a throw-away account has refused in all, in `budget` complaints."""


def refused_flood(world: World, budget: int) -> None:
    """A throw-away account files nonsense by the hundred, to raise the rates that others are
    held against; two abusers of the same right and trade profit."""
    dice = world.dice
    waste = knavery.account(world, quota=budget, age=10)
    waste.truth = Truth("shotgun", strategy="refused_flood", budget=budget)
    waste.guise = -5.0
    friends = [rivals.competitor(world), bulk.patent_troll(world)]
    kind = dice.pick(friends).clients[0].rights[0].kind
    right = knavery.void_right(world, waste, kind)
    category = friends[0].clients[0].category
    for each in friends:
        pattern = "competitor" if each is friends[0] else "patent_troll"
        each.truth = Truth(pattern, strategy="refused_flood", budget=budget)

    def step() -> int:
        found: dict[str, Listing] = {}
        for _ in range(round(4 * REFUSED / budget)):
            each = sight.passer_by(world, waste, category) if dice.chance(0.3) else None
            for one in [each] if each else bulk.net(world, waste, 1):
                found[one.ident] = one
        chosen = batches.one_market(list(found.values())) if found else []
        return knavery.against(world, waste, right, chosen, size=250) if chosen else 0

    world.beginnings.append(lambda: knavery.pace(world, waste, step))


def dilution(world: World, budget: int) -> None:
    """A competitor buys into goods that are truly copied, and files so many easy true
    complaints among its bad ones."""
    one = rivals.competitor(world)
    genuine = world.holder(first="trademark", age=300)
    one.clients.append(genuine)
    one.quota += budget
    share = budget / one.quota
    one.truth = Truth("competitor", camouflaged=share > 0.2, strategy="dilution", budget=budget)
    left = [budget]
    gap = (one.leaves - one.joins) / (budget + 1)
    for turn in range(budget):
        day = one.joins + gap * (turn + world.dice.between(0.2, 1.2))
        world.clock.at(day - 3, lambda: shops.copy_shop(world, genuine))
        world.clock.at(day, lambda: _true_one(world, one, left))


def _true_one(world: World, one: Account, left: list[int]) -> None:
    found = sight.copies(world, one, one.clients[1])[:1]
    if not found or left[0] <= 0 or one.stopped:
        return
    left[0] -= 1
    right, basis = batches.right_for(world, one.clients[1], found[0])
    batches.send(world, one, [(found[0], right, basis)])


WAYS: tuple[Callable[[World, int], None], ...] = (refused_flood, dilution)
"""Strategy names are the functions' names."""
