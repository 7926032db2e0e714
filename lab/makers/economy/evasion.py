"""Evasion: bad claims split over accounts, packed into few, laundered, or sent slowly."""

from __future__ import annotations

from lab.makers.economy.cast import abusers, masked, rings
from lab.makers.economy.hands import holders
from lab.makers.economy.masking import keep_up
from lab.makers.economy.things import Claim, Draft, Filer
from lab.makers.economy.world import World


def split(world: World, budget: int) -> None:
    """One hand opens `budget` fresh accounts for one or two bad claims each, on a trade's best."""
    dice = world.dice
    name = f"split-{budget}"
    members = rings.ring(world, name, budget, strategy="split_accounts", budget=budget)
    for filer in members:
        days = sorted(dice.some(filer.plan, dice.whole(1, 2)))
        filer.plan, filer.honest_share = days, 0.0
        filer.opened = days[0] - dice.between(0.1, 5)
    for filer in members:
        for day in filer.plan:
            world.send(filer, _strike(world, filer, day), day)


def _strike(world: World, filer: Filer, day: float) -> Draft:
    """A small bad complaint against those who sell best."""
    victims = world.trade.victims(filer.trade, 15, taste=1.0)
    chosen = world.dice.some(victims, world.dice.whole(1, 2))
    claims = [Claim(each, False, filer.plain) for each in chosen]
    return Draft(filer.own[0], None, filer.own[0].kind, claims, 1, 0)


def few_big(world: World, budget: int) -> None:
    """Few complaints, each of 200 listings or fewer: a large harm in a small count.

    The budget are the complaints; with thirty, each names forty.
    """
    dice = world.dice
    filer = abusers.person(world, "competitor", strategy="few_big", budget=budget, spread=3.0)
    kind = dice.pick(("copyright", "design", "trademark"))
    filer.own = abusers.own_rights(world, filer.trade, filer.identity.country, [kind], [150.0])
    count = {3: 200, 10: 100}.get(budget, 40)
    for _ in range(budget):
        at = dice.between(5, world.end - 5)
        victims = world.trade.victims(filer.trade, count, taste=0.3)
        for step in range(1, 10):
            rest = count - len(victims)
            victims += world.trade.victims((filer.trade + step) % 10, rest, taste=0.3)
        claims = [Claim(each, False, filer.plain) for each in victims]
        world.send(filer, Draft(filer.own[0], None, kind, claims, 1, 0), at)


def launder(world: World, budget: int) -> None:
    """An abuser hires an honest agency, which files `budget` of its bad claims in good faith."""
    dice = world.dice
    filer = masked.half_genuine(world)
    filer.strategy, filer.budget, filer.honest_share = "laundered", budget, 0.5
    filer.appetite = dice.between(3, 8)
    keep_up(world, filer)
    agents = [
        each
        for each in world.filers
        if each.kind == "agent" and not each.pattern and each.innocent_kind in (None, "big_agency")
    ]
    if not agents:
        return
    agent, brand = dice.pick(agents), filer.brands[0]
    agent.innocent_kind = agent.innocent_kind or "used_agency"
    for _ in range(budget):
        at = dice.between(3, world.end - 3)
        claims = [Claim(world.trade.grey(brand, at), False, 0.2)]
        right = brand.rights[0]
        accused = holders.basis(world, agent, right)
        world.send(agent, Draft(right, brand, accused, claims, 1, 0), at)


def crawl(world: World, budget: int) -> None:
    """A rival with `budget` bad claims in all, one every few weeks, between founded ones."""
    dice = world.dice
    filer = abusers.competitor(world)
    filer.strategy, filer.budget = "slow_pace", budget
    filer.brands = filer.brands or [world.brand(category=filer.trade)]
    filer.months, filer.opened = (0.0, world.end), -dice.between(100, 600)
    step = (world.end - 10) / budget
    for number in range(budget):
        at = 3 + step * number + dice.between(0, step * 0.8)
        world.send(filer, _strike(world, filer, at), at)
        if dice.chance(0.4):
            world.send(
                filer, holders.protect(world, filer, at), min(world.end - 1, at + step * 0.5)
            )
