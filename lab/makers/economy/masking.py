"""Masking: moving the rates that abusers are held against, or their own."""

from __future__ import annotations

from lab.makers.economy import rounds
from lab.makers.economy.cast import abusers, masked
from lab.makers.economy.things import Claim, Draft, Filer
from lab.makers.economy.world import World

NORM, DILUTED = "norm_moved", "diluted"


def keep_up(world: World, filer: Filer) -> None:
    """Let an abuser who comes on top act on the days it planned."""
    days = filer.plan or rounds.plan(world, filer)
    for day in days:
        rounds.act(world, filer, day, must=day >= max(days))


def move_the_norm(world: World, budget: int) -> None:
    """A throw-away account has hundreds of listings refused, so that refusal looks usual.

    It files `budget` complaints of ten to a hundred listings on a kind of right; two abusers with
    that kind of right in that trade profit.
    """
    dice = world.dice
    kind = dice.pick(("copyright", "design"))
    waste = abusers.person(world, "shotgun", strategy=NORM, budget=budget, plain=0.75, polish=-2.5)
    land = waste.identity.country
    waste.own = abusers.own_rights(world, waste.trade, land, [kind], [90.0])
    since = dice.between(0.05, 0.5) * world.end
    waste.opened = since - 3.0
    for _ in range(budget):
        count = max(10, 300 // budget)
        offers = [world.trade.bystander(waste.trade) for _ in range(count)]
        claims = [Claim(each, False, waste.plain) for each in offers]
        draft = Draft(waste.own[0], None, kind, claims, 1, 0)
        world.send(waste, draft, min(world.end - 5, since + dice.between(0, 60)))
    for _ in range(2):
        filer = abusers.competitor(world)
        filer.strategy, filer.budget, filer.trade = NORM, budget, waste.trade
        filer.own = abusers.own_rights(world, waste.trade, land, [kind], [200.0])
        keep_up(world, filer)


def dilute(world: World, budget: int) -> None:
    """An abuser files `budget` easy and founded complaints, to sink its share of bad ones."""
    dice = world.dice
    filer = dice.pick((abusers.competitor, abusers.shotgun, masked.half_genuine))(world)
    filer.strategy, filer.budget = DILUTED, budget
    brand = world.brand(category=filer.trade)
    keep_up(world, filer)
    for _ in range(budget):
        at = dice.between(*filer.months)
        at = min(max(at, 0.1), world.end - 1)
        right = brand.rights[0]
        claim = Claim(world.trade.copy(brand, right.kind, at), True)
        accused = "counterfeit" if right.kind == "trademark" else right.kind
        world.send(filer, Draft(right, None, accused, [claim], 1, 0), at)
