"""Abusers who act alone: shotgun, extortion, competitor."""

from __future__ import annotations

from dataclasses import replace

from lab.makers.unseen.accounts import Account
from lab.makers.unseen.brands import found
from lab.makers.unseen.calendar import burst
from lab.makers.unseen.niches import NICHES
from lab.makers.unseen.prey import copies, few, prey, sound
from lab.makers.unseen.stage import World
from lab.makers.unseen.terrain import Listing
from lab.makers.unseen.words import FREE_MAIL, pick, slug


def newcomer(world: World, kind: str = "individual", *, young: float = 0.6) -> Account:
    """An abuser's account: opened during the period in `young` of cases, days before it is used."""
    registered = world.day(0, 0.75) if world.rng.random() < young else world.join()
    account = world.registry.open(kind=kind, registered=registered)
    world.behave(
        account, heeds=float(world.rng.beta(2, 3)), craft=float(world.rng.normal(0.1, 0.4))
    )
    return account


def begin(account: Account) -> float:
    """The first day on which it may file."""
    return max(account.registered + 0.5, 0.0)


def shotgun(world: World, count: int) -> list[Account]:
    """A robot that searches for words (P10): many trades, dead links, doubles; a tenth hits
    copies."""
    rng = world.rng
    account = newcomer(world, pick(rng, ("agent", "rights_holder")), young=0.3)
    account.channel = "api"
    world.behave(account, craft=-1.1, heeds=0.05, yields_wrong=0.3)
    brand = found(rng, account.name, account.country, kind=pick(rng, ("copyright", "trademark")))
    scattered = int(rng.integers(2, 9))
    for at in burst(rng, world.calendar, begins=begin(account), festive=0.1, count=count):
        house, width = pick(rng, account.houses), few(rng, 9.0, 120)
        hit = [copies(world, brand, house, at, 1)[0] for _ in range(width) if rng.random() < 0.1]
        niche = (brand.niche + 3 * int(rng.integers(scattered))) % len(NICHES)
        listings = hit + prey(world, niche, house, at, width, strong=1)
        draft = world.file(account, brand, brand.rights[0], listings, at, blind=True)
        if rng.random() < 0.2:
            world.drafts.append(replace(draft, at=at + float(rng.uniform(0.01, 20))))
    return [world.know(account, pattern="shotgun")]


def extortion(world: World, count: int) -> list[Account]:
    """Two months, a paper right, small sellers one by one, money asked (K1: 98 shops); then a
    rest."""
    rng = world.rng
    account = newcomer(world, young=0.8)
    demands = float(rng.uniform(0.55, 0.95))
    world.behave(account, demands=demands, yields_wrong=0.25, yields_right=0.25, craft=0.3)
    brand = found(rng, account.name, account.country, kind=pick(rng, ("copyright", "trademark")))
    for each in brand.rights:
        each.bad_faith = True
    start = begin(account)
    span = min(float(rng.uniform(35, 160)), world.calendar.days - start - 1)
    for _ in range(count):
        at = start + float(rng.random()) * max(span, 1)
        house = pick(rng, account.houses)
        world.file(
            account,
            brand,
            brand.rights[0],
            prey(world, brand.niche, house, at, few(rng, 1.5), strong=2),
            at,
        )
    if rng.random() < 0.5:
        fresh = f"{slug(account.name)}{int(rng.integers(999))}@{pick(rng, FREE_MAIL)}"
        account.moved = (start + span / 2, fresh)
    return [world.know(account, pattern="extortion")]


def competitor(world: World, count: int) -> list[Account]:
    """A seller who removes better sellers of his trade before sales days (P8, P11). Some also have
    copiers and complain of them; a few of those hit complain back (P13)."""
    rng = world.rng
    account = newcomer(world, pick(rng, ("individual", "rights_holder")), young=0.5)
    brand = found(
        rng, account.name, account.country, kind=pick(rng, ("copyright", "design", "patent"))
    )
    house = pick(rng, account.houses)
    account.houses = (house,)
    shop = world.terrain.operator(honest=True)
    own = world.terrain.show(brand.niche, house, "own", "", begin(account), shop)
    account.operates = [own.store.sid] if rng.random() < 0.45 else []
    covered = round(count * 0.35) if count > 4 and rng.random() < 0.4 else 0
    world.behave(account, yields_wrong=0.35, craft=0.3)
    moments = burst(rng, world.calendar, begins=begin(account), festive=0.6, count=count)
    rivals = prey(world, brand.niche, house, begin(account), 4 + count // 3, strong=5)
    for number, at in enumerate(moments):
        if number % 3 == 0 and number // 3 < covered:
            sound(world, account, brand, [at])
        else:
            hit = [pick(rng, rivals) for _ in range(few(rng, 1.8, 12))]
            world.file(account, brand, brand.rights[0], hit, at)
    if rng.random() < 0.4:
        retaliate(world, own, moments[-1])
    return [world.know(account, pattern="competitor", camouflaged=covered > count / 5)]


def retaliate(world: World, shown: Listing, after: float) -> None:
    """A holder in the same trade looks through the competitor's shop and finds what it sells."""
    rng = world.rng
    near = [account for account in world.registry.all if account.brands and account.honest]
    near = [account for account in near if account.brands[0].niche == shown.niche]
    if near:
        holder = pick(rng, near)
        house, seller = shown.store.house, shown.store.operator
        nature = pick(rng, ("copy", "alike"))
        brand = holder.brands[0]
        hit = world.terrain.show(brand.niche, house, nature, brand.name, after, seller)
        world.file(holder, brand, brand.rights[0], [hit], after + float(rng.uniform(1, 12)))
