"""Abusers with a right that exists: the patent troll, and the brand that is half genuine."""

from __future__ import annotations

from lab.makers.unseen.accounts import Account
from lab.makers.unseen.brands import found, right
from lab.makers.unseen.calendar import burst
from lab.makers.unseen.eye import search
from lab.makers.unseen.honest import busy
from lab.makers.unseen.prey import channel, few, prey
from lab.makers.unseen.rogues import begin, newcomer
from lab.makers.unseen.stage import World
from lab.makers.unseen.words import pick


def patent_troll(world: World, count: int) -> list[Account]:
    """An unexamined utility model held against a whole trade, and again after each defeat (P12)."""
    rng = world.rng
    account = newcomer(world, pick(rng, ("individual", "rights_holder", "agent")), young=0.4)
    world.behave(
        account, yields_wrong=0.15, craft=0.6, heeds=0.1, demands=float(pick(rng, (0, 0, 0.3)))
    )
    brand = found(rng, account.name, account.country, kind="patent")
    model = right(rng, "patent", f"{brand.name} holder structure", brand.niche, office="CN")
    model.bad_faith = True
    for at in burst(
        rng, world.calendar, begins=begin(account), festive=0.4, count=max(count * 2 // 3, 1)
    ):
        listings = prey(world, brand.niche, pick(rng, account.houses), at, few(rng, 3.0, 20))
        world.file(account, brand, model, listings, at)
        if rng.random() < 0.5:
            again = at + float(rng.uniform(18, 60))
            world.file(account, brand, model, listings, again, blind=True)
    return [world.know(account, pattern="patent_troll")]


def half_genuine(world: World, count: int) -> list[Account]:
    """A real brand with real copiers that also calls genuine goods fakes, to hold its prices
    (P9)."""
    rng = world.rng
    account = world.holder(kind="trademark")
    brand = account.brands[0]
    honest = max(1, round(count * float(rng.uniform(0.4, 0.6))))
    busy(world, account, honest)
    world.behave(account, yields_wrong=float(rng.uniform(0.2, 0.6)), heeds=0.1, craft=0.4)
    begins = max(account.registered, world.day(0, 0.4))
    for at in burst(rng, world.calendar, begins=begins, festive=0.35, count=max(count - honest, 2)):
        house = pick(rng, account.houses)
        listings = channel(world, brand, house, at, few(rng, 2.5, 25))
        if rng.random() < 0.3:
            listings += search(world, account, brand, "counterfeit", at, wanted=1, house=house)
        world.file(account, brand, brand.rights[0], listings, at, basis="counterfeit")
    return [world.know(account, pattern="half_genuine", camouflaged=True)]
