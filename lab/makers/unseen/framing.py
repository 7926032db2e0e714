"""Plants that make an honest filer look bad: puppets in its likeness, sellers who cry or answer."""

from __future__ import annotations

import math
from dataclasses import replace

from lab.makers.unseen.accounts import Account
from lab.makers.unseen.brands import Brand
from lab.makers.unseen.eye import search
from lab.makers.unseen.honest import busy
from lab.makers.unseen.prey import channel, few, prey
from lab.makers.unseen.stage import Draft, World
from lab.makers.unseen.words import coin, pick


def victim(world: World, strategy: str, budget: int) -> tuple[Account, list[Draft]]:
    """An honest filer of 5 to 300 claims, as many small as large, with its complaints."""
    rng = world.rng
    account = world.holder(kind=pick(rng, ("trademark", "trademark", "copyright", "design")))
    account.registered = min(account.registered, -20.0)
    first = len(world.drafts)
    wanted = math.exp(float(rng.uniform(math.log(5), math.log(240))))
    busy(world, account, max(2, round(wanted / 2.6)))
    mine = world.drafts[first:]
    for draft in mine:
        draft.listings = draft.listings[: max(1, 260 // len(mine))]
    missing = 6 - sum(len(draft.listings) for draft in mine)
    if missing > 0:
        last = mine[-1]
        house = last.listings[0].store.house
        more = search(
            world, account, last.brand, last.basis, last.at, wanted=missing + 6, house=house
        )
        last.listings = list({one.lid: one for one in last.listings + more}.values())
    world.know(account, innocent_kind="framed", strategy=strategy, budget=budget)
    return account, mine


def puppet(world: World, strategy: str, budget: int, **how: str) -> Account:
    """A framer's account, opened for the purpose; it neither learns nor withdraws."""
    kind = how.pop("kind", "rights_holder")
    account = world.registry.open(kind=kind, registered=world.day(0, 0.3), **how)
    world.behave(account, heeds=0.0, yields_wrong=0.05, craft=-0.2)
    return world.know(account, pattern="framer", strategy=strategy, budget=budget)


def puppet_chorus(world: World, budget: int) -> None:
    """`budget` accounts with what the victim shows in public (telephone, mail domain, website, its
    certificate, its words) file within hours of it, against its targets and against shops."""
    rng = world.rng
    account, mine = victim(world, "puppet_chorus", budget)
    shop = account.website or f"https://www.{account.email.split('@')[1]}"
    for _ in range(budget):
        double = puppet(world, "puppet_chorus", budget, country=account.country)
        double.phone, double.website, double.voice = account.phone, shop, account.voice
        double.email = f"{double.email.split('@')[0]}@{account.email.split('@')[1]}"
        double.registered = -float(rng.uniform(1, 60))
        for lead in (pick(rng, mine) for _ in range(int(rng.integers(1, 4)))):
            house = lead.listings[0].store.house
            hit = [*lead.listings[:2], *prey(world, lead.brand.niche, house, lead.at, few(rng))]
            at = lead.at + float(rng.uniform(0.01, 0.4))
            theirs = Brand(coin(rng), double.name, lead.brand.niche, double.country, 0.0, [])
            theirs.rights = [replace(lead.right, title=theirs.name, bad_faith=True)]
            world.file(double, theirs, theirs.rights[0], hit, at, text=lead.text)


def answer_wall(world: World, budget: int) -> None:
    """`budget` answers with printed invoices from sellers of copies whom the victim complains
    of."""
    account, mine = victim(world, "answer_wall", budget)
    plant(world, account, mine, budget, answers=20.0, cries=0.0)


def false_demands(world: World, budget: int) -> None:
    """`budget` reports, all untrue and unproved, that the victim asked for money."""
    account, mine = victim(world, "false_demands", budget)
    plant(world, account, mine, budget, answers=-3.0, cries=1.0)


def plant(
    world: World, account: Account, mine: list[Draft], budget: int, *, answers: float, cries: float
) -> None:
    """Put `budget` copies of two to six colluding sellers among what the victim complains of."""
    rng = world.rng
    sellers = [world.terrain.operator(honest=False) for _ in range(int(rng.integers(2, 7)))]
    for seller in sellers:
        seller.answers, seller.cries, seller.forges = answers, cries, 1.0
    for number in range(budget):
        draft = mine[number % len(mine)]
        house, seller = draft.listings[0].store.house, pick(rng, sellers)
        bait = world.terrain.show(
            draft.brand.niche, house, "copy", draft.brand.name, draft.at, seller
        )
        draft.listings = [*draft.listings, bait]


def name_thieves(world: World, budget: int) -> None:
    """`budget` fakes that file in the victim's name, with its number, before it ever filed."""
    rng = world.rng
    account, mine = victim(world, "name_thieves", budget)
    begins = max(world.day(0.3, 0.6), 1.0)
    account.registered = begins - 1
    left = world.calendar.days - begins - 1
    for draft in mine:
        draft.at = begins + left * draft.at / world.calendar.days
    brand = account.brands[0]
    for _ in range(budget):
        thief = puppet(world, "name_thieves", budget, name=account.name, country=account.country)
        thief.registered = float(rng.uniform(0, begins * 0.5))
        right = replace(brand.rights[0], bad_faith=True)
        for _ in range(int(rng.integers(1, 4))):
            at = float(rng.uniform(thief.registered, begins))
            hit = channel(world, brand, pick(rng, thief.houses), at, few(rng, 2.5))
            world.file(thief, brand, right, hit, at)


def borrowed_principal(world: World, budget: int) -> None:
    """`budget` bad complaints of made-up agents who name the victim as the one they act for."""
    rng = world.rng
    account, _ = victim(world, "borrowed_principal", budget)
    brand = account.brands[0]
    right = replace(brand.rights[0], bad_faith=True)
    agents = [
        puppet(world, "borrowed_principal", budget, kind="agent") for _ in range(1 + budget // 8)
    ]
    for number in range(budget):
        worker = agents[number % len(agents)]
        at = world.day(max(worker.registered, 0) / world.calendar.days, 0.95)
        house = pick(rng, worker.houses)
        hit = channel(world, brand, house, at, few(rng)) + prey(world, brand.niche, house, at, 1)
        world.file(worker, brand, right, hit, at)


def crossfire(world: World, budget: int) -> None:
    """Stores under the victim's name in its own trade, so that it seems to be its targets' rival;
    sellers who own them report each other's, `budget` times, to bring the stores into the
    record."""
    rng = world.rng
    account, mine = victim(world, "crossfire", budget)
    brand = account.brands[0]
    shops = [world.terrain.operator(honest=True) for _ in range(2)]
    for shop in shops:
        shop.name, shop.answers = account.name, 3.0
    reporters = [puppet(world, "crossfire", budget) for _ in range(1 + budget // 8)]
    house = mine[0].listings[0].store.house
    for number in range(budget):
        reporter = reporters[number % len(reporters)]
        at = world.day(max(reporter.registered, 0) / world.calendar.days, 0.95)
        hit = world.terrain.show(brand.niche, house, "own", "", at, shops[number % 2])
        theirs = Brand(coin(rng), reporter.name, brand.niche, reporter.country, 0.0, [])
        theirs.rights = [replace(brand.rights[-1], title=theirs.name, number=None, bad_faith=True)]
        world.file(reporter, theirs, theirs.rights[0], [hit], at)
