"""Innocents who look bad by their company: shared rooms, agents, lawyers, copiers, histories."""

from __future__ import annotations

from dataclasses import replace

from lab.makers.unseen.accounts import Account
from lab.makers.unseen.brands import found, paper
from lab.makers.unseen.calendar import at_work
from lab.makers.unseen.eye import basis_of, search
from lab.makers.unseen.honest import agent, busy
from lab.makers.unseen.prey import few
from lab.makers.unseen.stage import World
from lab.makers.unseen.words import ip, pick


def same_copiers(world: World) -> list[Account]:
    """Brands of one trade that hunt the same few copiers, in weeks that they agree on."""
    rng = world.rng
    niche = int(rng.integers(16))
    sellers = [world.terrain.operator(honest=False) for _ in range(int(rng.integers(2, 6)))]
    house = pick(rng, world.registry.houses)
    hunters = [world.holder(kind="trademark") for _ in range(int(rng.integers(2, 5)))]
    weeks = sorted(world.day(0.1, 0.95) for _ in range(int(rng.integers(3, 8))))
    for hunter in hunters:
        hunter.brands[0].niche, hunter.houses = niche, (house,)
        hunter.registered = min(hunter.registered, -1.0)
        for week in weeks:
            for _ in range(few(rng, 1.8)):
                at = at_work(rng, min(week + float(rng.exponential(2)), world.calendar.days - 4))
                brand = hunter.brands[0]
                hit = search(world, hunter, brand, "counterfeit", at, sellers=sellers)
                world.file(hunter, brand, brand.rights[0], hit, at, basis="counterfeit")
    return [world.know(one, innocent_kind="same_copiers") for one in hunters]


def one_office(world: World) -> list[Account]:
    """A brand and its agency on one floor: one line, one switchboard, often one screen; both
    file."""
    rng, brand_ = world.rng, world.holder(kind="trademark")
    helper = agent(world, [brand_.brands[0]])
    helper.ips, helper.phone, helper.address = brand_.ips[:1], brand_.phone, brand_.address
    if rng.random() < 0.5:
        helper.devices.append(brand_.devices[0])
    helper.houses = brand_.houses
    busy(world, brand_, 3 + few(rng, 4.0))
    busy(world, helper, 5 + few(rng, 10.0, 60))
    return [world.know(one, innocent_kind="one_office") for one in (brand_, helper)]


def shared_exit(world: World) -> list[Account]:
    """Filers without connection behind one address: a dormitory, a market hall, a carrier."""
    rng, line = world.rng, pick(world.rng, world.registry.exits)
    if rng.random() < 0.5:
        line = ip(rng)
    group = [world.holder() for _ in range(int(rng.integers(3, 7)))]
    street = group[0].address
    for account in group:
        account.ips = [line]
        if rng.random() < 0.5:
            account.address = street
        busy(world, account, 1 + few(rng, 3.0))
    return [world.know(one, innocent_kind="shared_exit") for one in group]


def bad_agency_client(world: World) -> list[Account]:
    """A brand that took on an agency which proves bad, and also files itself, decently."""
    rng, account = world.rng, world.holder(kind="trademark")
    bad = [one for one in world.registry.all if one.ref in world.truth and one.kind == "agent"]
    bad = [one for one in bad if world.truth[one.ref].pattern == "agency"]
    brand = account.brands[0]
    busy(world, account, 3 + few(rng, 4.0))
    if bad:
        worker = pick(rng, bad)
        worker.brands.append(brand)
        for _ in range(4 + few(rng, 5.0)):
            at = world.day(max(worker.registered, 0.0) / world.calendar.days, 0.97)
            found_ = [
                world.terrain.show(
                    brand.niche, pick(rng, worker.houses[:1]), "licensed", brand.name, at
                )
                for _ in range(few(rng, 3.0))
            ]
            world.file(worker, brand, brand.rights[0], found_, at, basis="counterfeit")
    return [world.know(account, innocent_kind="bad_agency_client")]


def heir(world: World) -> list[Account]:
    """Bought a brand: from some day on it files, on the old numbers and papers, what another
    filed."""
    rng, seller = world.rng, world.holder(kind="trademark")
    buyer = world.registry.open(kind="rights_holder", registered=world.day(0.3, 0.6))
    sold = seller.brands[0]
    seller.registered = min(seller.registered, -1.0)
    for _ in range(3 + few(rng, 5.0)):
        at = world.day(0.0, 0.3)
        basis = basis_of(rng, sold.rights[0])
        world.file(
            seller, sold, sold.rights[0], search(world, seller, sold, basis, at), at, basis=basis
        )
    buyer.brands, buyer.houses = [replace(sold, owner=buyer.name)], seller.houses
    busy(world, buyer, 4 + few(rng, 7.0))
    return [world.know(one, innocent_kind="heir") for one in (seller, buyer)]


def switched_agency(world: World) -> list[Account]:
    """A holder's brand passes from one agency to another, with its papers and half-done cases."""
    rng, owner = world.rng, world.holder(kind="trademark")
    brand, when = owner.brands[0], world.day(0.3, 0.7)
    old, new = agent(world, [brand]), agent(world, [brand])
    old.registered, new.registered = min(old.registered, -1.0), when
    new.houses = old.houses
    for worker, first, last in ((old, 0.0, when), (new, when, float(world.calendar.days))):
        for _ in range(4 + few(rng, 6.0)):
            at = at_work(rng, float(rng.uniform(first, last - 4)))
            basis = basis_of(rng, brand.rights[0])
            hit = search(world, worker, brand, basis, at)
            if brand.cloud and rng.random() < 0.25:
                hit = [one for one in brand.cloud[-6:] if one.store.house == hit[0].store.house]
            world.file(worker, brand, brand.rights[0], hit or brand.cloud[-1:], at, basis=basis)
    busy(world, owner, 2)
    return [world.know(one, innocent_kind="switched_agency") for one in (owner, old, new)]


def lawyer_clients(world: World) -> list[Account]:
    """Small holders who file themselves with their lawyer's words, mailbox, telephone and scan of
    the lawyer's own certificate."""
    rng = world.rng
    group = [world.holder() for _ in range(int(rng.integers(3, 6)))]
    firm = world.registry.open(kind="agent", registered=-400.0)
    world.registry.all.pop()
    badge = paper("bar certificate", firm.email)
    for account in group:
        account.voice, account.phone = firm.voice, firm.phone
        if rng.random() < 0.7:
            account.email = firm.email
        if rng.random() < 0.5:
            account.ips, account.address = list(firm.ips), firm.address
        first = len(world.drafts)
        busy(world, account, 2 + few(rng, 4.0))
        for draft in world.drafts[first:]:
            draft.documents.append({"kind": "identity", "sha256": badge})
    return [world.know(one, innocent_kind="lawyer_clients") for one in group]


def twin_names(world: World) -> list[Account]:
    """Two firms of one name, in two countries, with a brand each: neither poses as the other."""
    first = world.holder()
    second = world.registry.open(kind="rights_holder", registered=world.join(), name=first.name)
    second.brands = [found(world.rng, second.name, second.country, name=first.brands[0].name)]
    for account in (first, second):
        busy(world, account, 2 + few(world.rng, 4.0))
    return [world.know(one, innocent_kind="twin_names") for one in (first, second)]
