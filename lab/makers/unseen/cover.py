"""Plants by which abusers stay unseen: moved rates, dilution, many accounts, few claims."""

from __future__ import annotations

from dataclasses import replace

from lab.makers.unseen.accounts import Account
from lab.makers.unseen.brands import found
from lab.makers.unseen.honest import agent, busy, clients
from lab.makers.unseen.plant import LONE
from lab.makers.unseen.prey import channel, few, prey, sound
from lab.makers.unseen.rogues import begin, newcomer
from lab.makers.unseen.stage import World
from lab.makers.unseen.words import pick


def mark(world: World, accounts: list[Account], strategy: str, budget: int) -> None:
    for account in accounts:
        known = world.truth[account.ref]
        world.truth[account.ref] = replace(known, strategy=strategy, budget=budget)


def strain(world: World, account: Account, kind: str = "") -> None:
    """Give an abuser a right that covers nothing it will be held against."""
    lead = kind or pick(world.rng, ("trademark", "copyright", "design"))
    brand = found(world.rng, account.name, account.country, kind=lead)
    for right in brand.rights:
        right.bad_faith = True
    account.brands = [brand]


def rate_flood(world: World, budget: int) -> None:
    """Throw-away accounts lodge `budget` complaints with hundreds of listings in all, made to be
    refused, so that a refusal looks normal for that kind of right; three abusers profit."""
    rng = world.rng
    kind = pick(rng, ("trademark", "copyright", "patent"))
    wide = max(25, 240 // budget)
    throwaways = [newcomer(world, young=1.0) for _ in range(1 + budget // 12)]
    for number in range(budget):
        account = throwaways[number % len(throwaways)]
        if not account.brands:
            strain(world, account, kind)
            world.behave(account, craft=-2.6, heeds=0.0)
        brand = account.brands[0]
        at = begin(account) + float(rng.uniform(0, 40))
        hit = prey(world, brand.niche, pick(rng, account.houses), at, wide, strong=1)
        world.file(account, brand, brand.rights[0], hit, at, blind=True)
    for account in throwaways:
        world.know(account, pattern="shotgun")
    mark(world, throwaways, "rate_flood", budget)
    gainers = {"patent": "patent_troll", "copyright": "competitor"}.get(kind, "squatter")
    for _ in range(3):
        mark(world, LONE[gainers](world, 8 + few(rng, 5.0)), "rate_flood", budget)


def dilution(world: World, budget: int) -> None:
    """An abuser files `budget` sound and easy complaints beside his own."""
    pattern = pick(world.rng, ("extortion", "competitor", "squatter", "patent_troll"))
    before = len(world.drafts)
    abuser = LONE[pattern](world, 10 + few(world.rng, 8.0))
    bad = len(world.drafts) - before
    fair = found(world.rng, abuser[0].name, abuser[0].country, kind="trademark")
    first = max(abuser[0].registered, 0.0) / world.calendar.days
    sound(world, abuser[0], fair, sorted(world.day(first, 0.97) for _ in range(budget)))
    known = world.truth[abuser[0].ref]
    world.truth[abuser[0].ref] = replace(known, camouflaged=budget * 4 > bad)
    mark(world, abuser, "dilution", budget)


def split_accounts(world: World, budget: int) -> None:
    """The work of one shotgun or competitor, split over `budget` fresh accounts of one to three
    complaints each that share no more than their victims."""
    rng, name = world.rng, world.ring()
    accounts = [newcomer(world, young=1.0) for _ in range(budget)]
    house = pick(rng, world.registry.houses)
    strain(world, accounts[0])
    niche = accounts[0].brands[0].niche
    victims = prey(world, niche, house, 1.0, 4 + budget // 2, strong=5)
    for account in accounts:
        account.houses = (house,)
        strain(world, account)
        account.brands[0].niche = niche
        for _ in range(int(rng.integers(1, 4))):
            at = world.day(begin(account) / world.calendar.days, 0.97)
            hit = [pick(rng, victims) for _ in range(few(rng, 1.6, 6))]
            world.file(account, account.brands[0], account.brands[0].rights[0], hit, at)
        world.know(account, pattern="ring", ring=name, slow=True, hidden=True)
    mark(world, accounts, "split_accounts", budget)


def few_big(world: World, budget: int) -> None:
    """`budget` complaints, a few an account, of up to 200 listings each (the limit of T1)."""
    rng = world.rng
    accounts = [newcomer(world, young=0.7) for _ in range(1 + budget // 6)]
    for number in range(budget):
        account = accounts[number % len(accounts)]
        if not account.brands:
            strain(world, account)
        brand = account.brands[0]
        at = world.day(begin(account) / world.calendar.days, 0.97)
        hit = prey(world, brand.niche, pick(rng, account.houses), at, min(200, 2000 // budget))
        world.file(account, brand, brand.rights[0], hit, at)
    for account in accounts:
        world.know(account, pattern="shotgun")
    mark(world, accounts, "few_big", budget)


def laundering(world: World, budget: int) -> None:
    """An abuser has `budget` of its bad complaints filed by an honest agency that trusts its
    papers, among the agency's sound work for others, and files a few itself."""
    rng = world.rng
    account = newcomer(world, "rights_holder")
    strain(world, account)
    brand = account.brands[0]
    helper = agent(world, clients(world, 120))
    helper.registered = min(helper.registered, -1.0)
    busy(world, helper, 10 + few(rng, 20.0, 80) + budget)
    for number in range(budget + 3):
        filer = helper if number < budget else account
        at = world.day(begin(account) / world.calendar.days, 0.97)
        house = pick(rng, filer.houses)
        hit = channel(world, brand, house, at, 1) + prey(world, brand.niche, house, at, few(rng))
        world.file(filer, brand, brand.rights[0], hit, at)
    world.know(account, pattern="squatter")
    world.know(helper, innocent_kind="used_agency")
    mark(world, [account, helper], "laundering", budget)


def slow_drip(world: World, budget: int) -> None:
    """`budget` complaints spread evenly over the whole period, a listing or two each."""
    rng = world.rng
    account = newcomer(world, young=0.0)
    strain(world, account)
    brand = account.brands[0]
    world.behave(account, demands=float(pick(rng, (0.0, 0.8))), yields_wrong=0.3)
    for number in range(budget):
        at = (number + float(rng.random())) / budget * (world.calendar.days - 5)
        hit = prey(
            world, brand.niche, pick(rng, account.houses), at, 1 + int(rng.integers(2)), strong=5
        )
        world.file(account, brand, brand.rights[0], hit, at)
    pattern = "extortion" if account.conduct.demands else "competitor"
    mark(world, [world.know(account, pattern=pattern, slow=True)], "slow_drip", budget)
