"""Innocents alone in what a hasty rule would hold against them."""

from __future__ import annotations

from dataclasses import replace

from lab.makers.unseen.accounts import Account, Eye
from lab.makers.unseen.brands import found, right
from lab.makers.unseen.calendar import at_work
from lab.makers.unseen.eye import search, targets
from lab.makers.unseen.honest import agent, busy, clients
from lab.makers.unseen.prey import channel, copies, few, prey
from lab.makers.unseen.stage import World
from lab.makers.unseen.words import pick


def careless(world: World) -> list[Account]:
    """Errs in half of its claims and stands by them, in good faith: it sees copies everywhere. The
    only innocent that may be warned."""
    account = world.holder(kind=pick(world.rng, ("trademark", "copyright", "design")))
    account.eye = Eye(keen=-1.5, zeal=1.3)
    world.behave(account, yields_wrong=0.12, regrets=0.01, heeds=0.1, craft=-0.2)
    busy(world, account, 6 + few(world.rng, 12.0, 60))
    return [world.know(account, innocent_kind="careless")]


def embattled(world: World) -> list[Account]:
    """A brand under counterfeit attack by sellers who know one another and answer everything, with
    invoices that one of them prints."""
    rng = world.rng
    account = world.holder(kind="trademark")
    brand = account.brands[0]
    sellers = [world.terrain.operator(honest=False) for _ in range(int(rng.integers(3, 9)))]
    for seller in sellers:
        seller.answers, seller.forges, seller.cries = 3.5, 0.85, 0.05
    for _ in range(10 + few(rng, 25.0, 120)):
        at = at_work(rng, world.day(max(account.registered, 0) / world.calendar.days, 0.97))
        hit = search(world, account, brand, "counterfeit", at, sellers=sellers)
        world.file(account, brand, brand.rights[0], hit, at, basis="counterfeit")
    return [world.know(account, innocent_kind="embattled")]


def bulk_agency(world: World) -> list[Account]:
    """So much work that hundreds are refused, a small share of all; brands of every trade."""
    account = agent(world, clients(world, 150))
    account.eye = Eye(keen=0.5, zeal=0.1)
    account.registered = min(account.registered, -1.0)
    world.behave(account, craft=0.8)
    busy(world, account, int(0.025 * world.size * float(world.rng.uniform(0.6, 1.3))))
    return [world.know(account, innocent_kind="bulk_agency")]


def hard_patent(world: World) -> list[Account]:
    """An examined patent, hard to compare: most claims are refused (Temu takes down 34 %, T1)."""
    account = world.holder(kind="patent")
    account.brands[0].rights = account.brands[0].rights[:1]
    busy(world, account, 5 + few(world.rng, 10.0, 60))
    return [world.know(account, innocent_kind="hard_patent")]


def unlucky(world: World) -> list[Account]:
    """One to three complaints, all of them in error, and the only ones it ever filed."""
    account = world.holder()
    brand, rng = account.brands[0], world.rng
    for _ in range(int(rng.integers(1, 4))):
        at = at_work(rng, world.day(max(account.registered, 0) / world.calendar.days, 0.9))
        hit = [world.terrain.show(brand.niche, account.houses[0], "alike", brand.name, at)]
        world.file(account, brand, brand.rights[0], hit, at)
    return [world.know(account, innocent_kind="unlucky")]


def festival_push(world: World) -> list[Account]:
    """Sweeps its trade in the three weeks before a sales day, and nearly all of it is right."""
    rng = world.rng
    account = world.holder(kind="trademark")
    account.registered = min(account.registered, -5.0)
    account.eye = Eye(keen=0.5, zeal=-0.1)
    brand, sale = account.brands[0], pick(rng, world.calendar.sales)
    for _ in range(12 + few(rng, 20.0, 90)):
        at = min(max(sale - float(rng.uniform(1, 20)), 0.1), world.calendar.days - 1)
        hit = search(world, account, brand, "counterfeit", at, wanted=targets(rng) + 1)
        world.file(account, brand, brand.rights[0], hit, at, basis="counterfeit")
    return [world.know(account, innocent_kind="festival_push")]


def newcomer(world: World) -> list[Account]:
    """A company weeks old with a right as young, that is copied from its first success on."""
    rng = world.rng
    account = world.registry.open(kind="rights_holder", registered=world.day(0.1, 0.8))
    brand = found(
        rng, account.name, account.country, kind=pick(rng, ("design", "copyright", "trademark"))
    )
    brand.rights = [
        right(rng, brand.rights[0].kind, brand.name, brand.niche, applied=account.registered - 40)
    ]
    account.brands = [brand]
    world.brands.append(brand)
    for _ in range(4 + few(rng, 6.0, 40)):
        at = min(account.registered + float(rng.exponential(30)), world.calendar.days - 1)
        hit = copies(world, brand, pick(rng, account.houses), at, few(rng))
        for one in hit:
            one.listed = at - float(rng.uniform(0, max(at - account.registered, 1)))
        if rng.random() < 0.2:
            hit = search(world, account, brand, brand.rights[0].kind, at, wanted=1)
        world.file(account, brand, brand.rights[0], hit, at)
    return [world.know(account, innocent_kind="newcomer")]


def double_sender(world: World) -> list[Account]:
    """Its software sends again whatever is not acknowledged at once (X7): doubles, seconds
    apart."""
    account, rng = world.holder(), world.rng
    account.channel = "api"
    first = len(world.drafts)
    busy(world, account, 5 + few(rng, 8.0, 40))
    for draft in world.drafts[first:]:
        if rng.random() < 0.5:
            later = draft.at + float(rng.uniform(0.0002, 0.01))
            world.drafts.append(replace(draft, at=later, blind=True))
    return [world.know(account, innocent_kind="double_sender")]


def frank_channel(world: World) -> list[Account]:
    """Says openly that the goods are genuine and the seller is outside its channel; loses often."""
    account, rng = world.holder(kind="trademark"), world.rng
    brand = account.brands[0]
    for _ in range(5 + few(rng, 8.0, 40)):
        at = at_work(rng, world.day(max(account.registered, 0) / world.calendar.days, 0.97))
        hit = channel(world, brand, pick(rng, account.houses), at, few(rng))
        world.file(account, brand, brand.rights[0], hit, at, basis="unauthorised_channel")
    busy(world, account, 4)
    return [world.know(account, innocent_kind="frank_channel")]


def shopkeeper(world: World) -> list[Account]:
    """A maker with a shop of its own, who complains in its own trade only, of larger sellers
    too."""
    account, rng = world.holder(kind=pick(world.rng, ("copyright", "design"))), world.rng
    brand = account.brands[0]
    shop = world.terrain.operator(honest=True)
    shop.name = account.name
    own = world.terrain.show(brand.niche, account.houses[0], "own", "", 1.0, shop)
    account.operates = [own.store.sid]
    account.houses = account.houses[:1]
    busy(world, account, 3 + few(rng, 7.0, 40), festive=0.4)
    if rng.random() < 0.5:
        # A rival's honest look-alike, in good faith.
        at = world.day(max(account.registered, 0) / world.calendar.days, 0.9)
        hit = prey(world, brand.niche, account.houses[0], at, 1)
        world.file(account, brand, brand.rights[0], hit, at)
    return [world.know(account, innocent_kind="shopkeeper")]
