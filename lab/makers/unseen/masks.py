"""Abusers who act in another's name: impostor, squatter, the agency that withdraws."""

from __future__ import annotations

from dataclasses import replace

from lab.makers.unseen.accounts import Account
from lab.makers.unseen.brands import found, paper, right
from lab.makers.unseen.calendar import burst
from lab.makers.unseen.honest import agent, clients
from lab.makers.unseen.prey import channel, copies, few, prey
from lab.makers.unseen.rogues import begin, newcomer
from lab.makers.unseen.stage import World
from lab.makers.unseen.words import FREE_MAIL, pick, slug


def impostor(world: World, count: int) -> list[Account]:
    """Files as a known brand, or as its counsel, from a mailbox that looks like theirs (P4), on the
    brand's own number with a certificate that was altered (P5)."""
    rng = world.rng
    brand = max((pick(rng, world.brands) for _ in range(6)), key=lambda one: one.fame)
    account = newcomer(world, pick(rng, ("rights_holder", "agent")), young=0.9)
    if account.kind == "rights_holder":
        account.name = brand.owner if rng.random() < 0.6 else f"{brand.name} Brand Protection"
    else:
        account.name = (
            f"{account.name.split()[0]} & {pick(rng, ('McCann', 'Partners', 'Hale'))} Law"
        )
    root = slug(brand.name)
    account.email = pick(
        rng, (f"{root}.legal@{pick(rng, FREE_MAIL)}", f"ip@{root}-brand.com", f"legal@{root}s.net")
    )
    account.website = f"https://www.{root}-official.com" if rng.random() < 0.6 else None
    forged = [
        replace(one, paper=paper("altered", account.ref, one.paper), bad_faith=True)
        for one in brand.rights
    ]
    world.behave(account, craft=0.5, yields_wrong=0.3, demands=float(pick(rng, (0, 0, 0.4))))
    for at in burst(rng, world.calendar, begins=begin(account), festive=0.4, count=count):
        house, wide = pick(rng, account.houses), few(rng, 3.0)
        listings = channel(world, brand, house, at, wide)
        if rng.random() < 0.3:
            listings += prey(world, brand.niche, house, at, 2)
        principal = {"name": brand.owner, "country": brand.country}
        world.file(account, brand, pick(rng, forged), listings, at, principal=principal)
    return [world.know(account, pattern="impostor")]


def squatter(world: World, count: int) -> list[Account]:
    """Registers what others made or named (P7), many names of no connection, and then complains of
    those who had it before him; some of his rights are dead by now."""
    rng = world.rng
    account = newcomer(world, young=0.35)
    world.behave(account, craft=0.2, yields_wrong=0.5, demands=float(pick(rng, (0, 0.2, 0.5))))
    famous = sorted(world.brands, key=lambda one: -one.fame)[: max(20, len(world.brands) // 5)]
    for _ in range(int(rng.integers(2, 7))):
        victim = pick(rng, famous)
        mine = found(rng, account.name, account.country, kind=pick(rng, ("trademark", "copyright")))
        mine.niche = victim.niche
        mine.rights = [
            right(rng, mine.rights[0].kind, victim.name, mine.niche,
                  applied=begin(account) - float(rng.uniform(60, 500)), office="CN")
        ]  # fmt: skip
        mine.rights[0].bad_faith = True
        mine.rights[0].status = pick(rng, ("registered",) * 7 + ("cancelled", "expired", "applied"))
        mine.name = victim.name
        account.brands.append(mine)
    for at in burst(rng, world.calendar, begins=begin(account), festive=0.3, count=count):
        mine, house = pick(rng, account.brands), pick(rng, account.houses)
        listings = channel(world, mine, house, at, few(rng, 2.0))
        listings += prey(world, mine.niche, house, at, 1 + int(rng.poisson(1)))
        world.file(account, mine, mine.rights[0], listings, at)
    return [world.know(account, pattern="squatter")]


def agency(world: World, count: int) -> list[Account]:
    """The agency of 2017 (W1, W6): true authorisations of many brands; a part of its work is sound,
    the rest clears channels and guesses; it withdraws six times in ten and more when answered."""
    rng = world.rng
    account = agent(world, clients(world, 150))
    good = float(rng.uniform(0.2, 0.45))
    world.behave(
        account,
        craft=0.7,
        yields_wrong=float(rng.uniform(0.65, 0.92)),
        yields_right=0.35,
        heeds=0.1,
    )
    for at in burst(rng, world.calendar, begins=begin(account), festive=0.25, count=count):
        brand, house = pick(rng, account.brands), pick(rng, account.houses)
        wide = few(rng, 4.0, 100)
        if rng.random() < good:
            listings = copies(world, brand, house, at, wide)
        else:
            listings = channel(world, brand, house, at, wide)
            listings += prey(world, brand.niche, house, at, few(rng, 1.5))
        basis = "counterfeit" if brand.rights[0].kind == "trademark" else ""
        world.file(account, brand, brand.rights[0], listings, at, basis=basis)
    world.know(account, pattern="agency", camouflaged=good > 0.25)
    return [account]
