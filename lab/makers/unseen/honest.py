"""The ordinary honest: holders, small makers, agencies with their clients."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lab.makers.unseen.accounts import Account
from lab.makers.unseen.brands import Brand
from lab.makers.unseen.calendar import burst
from lab.makers.unseen.eye import basis_of, search
from lab.makers.unseen.stage import World
from lab.makers.unseen.words import pick, slug

# A sixth of all honest filers work with a campaign before sales days in mind.
FESTIVE = 0.16


def amounts(rng: np.random.Generator, filers: int, total: int) -> list[int]:
    """How many complaints each of `filers` files: heavy-tailed, about `total` together."""
    if not filers:
        return []
    raw = np.exp(rng.normal(0, 1.55, filers))
    # No honest filer is more than a tenth of what is asked for here.
    most = 0.1 * total + 3
    low, high = 0.0, float(total)
    for _ in range(40):
        scale = (low + high) / 2
        if np.clip(np.floor(raw * scale), 1, most).sum() < total:
            low = scale
        else:
            high = scale
    return [int(count) for count in np.clip(np.floor(raw * low), 1, most)]


def busy(world: World, account: Account, count: int, *, festive: float = FESTIVE) -> None:
    """Let an honest filer file `count` complaints for its brands, a brand at a time.

    It keeps to one right for most of a campaign; every fiftieth complaint is sent twice within
    minutes (X7: retries that file again).
    """
    rng = world.rng
    begins = max(account.registered, 0.0)
    brand = pick(rng, account.brands)
    mine = brand.rights[0]
    for at in burst(rng, world.calendar, begins=begins, festive=festive, count=count):
        if rng.random() < 0.3:
            brand = pick(rng, account.brands)
            mine = brand.rights[0] if rng.random() < 0.6 else pick(rng, brand.rights)
        elif mine not in brand.rights:
            mine = brand.rights[0]
        basis = basis_of(rng, mine)
        draft = world.file(
            account, brand, mine, search(world, account, brand, basis, at), at, basis=basis
        )
        if rng.random() < 0.02:
            world.drafts.append(
                replace(draft, at=draft.at + float(rng.uniform(0.001, 0.05)), blind=True)
            )


def ordinary(world: World, filers: int, total: int) -> None:
    """`filers` honest filers with nothing remarkable about them, `total` complaints together."""
    for count in amounts(world.rng, filers, total):
        agency = world.rng.random() < (0.03 if count < 8 else 0.25)
        account = agent(world, clients(world, count)) if agency else world.holder()
        world.know(account)
        busy(world, account, count)
        drift(world, account)
    mergers(world)


def clients(world: World, count: int) -> list[Brand]:
    """Brands that an agency files for: known ones that changed to it, and some that never filed."""
    rng = world.rng
    number = 1 + int(rng.binomial(12, min(0.08 + count / 200, 0.8)))
    chosen: list[Brand] = []
    for _ in range(number):
        if world.brands and rng.random() < 0.5:
            chosen.append(pick(rng, world.brands))
        else:
            chosen += world.holder().brands
            # Its owner has no account of its own: the agency is its only voice.
            world.registry.all.pop()
    return chosen


def agent(world: World, brands: list[Brand]) -> Account:
    account = world.registry.open(kind="agent", registered=world.join())
    account.brands = brands
    # Professionals write well and see somewhat better than their clients.
    world.behave(account, craft=0.5)
    account.eye = replace(account.eye, keen=account.eye.keen + 0.2)
    return account


def drift(world: World, account: Account) -> None:
    """A filer in eight changes its mailbox during the period: a new clerk, a new domain."""
    rng = world.rng
    if rng.random() < 0.12 and "@" in account.email:
        host = account.email.split("@")[1]
        fresh = f"{pick(rng, ('office', 'team', 'ip', 'claims'))}{int(rng.integers(90))}@{host}"
        if account.website is None:
            fresh = f"info@{slug(account.name)[:14] or 'shop'}.com"
        account.moved = (world.day(0.2, 0.9), fresh)


def mergers(world: World) -> None:
    """One brand in forty is sold: after that its buyer files on the seller's registrations."""
    rng = world.rng
    holders = [
        account for account in world.registry.all if account.brands and account.kind != "agent"
    ]
    for _ in range(len(holders) // 40):
        seller, buyer = pick(rng, holders), pick(rng, holders)
        if seller is buyer or not (seller.honest and buyer.honest):
            continue
        bought = seller.brands[0]
        for at in burst(rng, world.calendar, begins=world.day(0.3, 0.8), festive=0.1, count=2):
            basis = basis_of(rng, bought.rights[0])
            found = search(world, buyer, bought, basis, at)
            heir = replace(bought, owner=buyer.name)
            world.file(buyer, heir, bought.rights[0], found, at, basis=basis)
