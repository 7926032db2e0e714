"""Makes single honest filers whose lot looks bad: careless, unlucky, under attack, in a hurry."""

from __future__ import annotations

from lab.makers.lifetimes import honest, naming, shops, sweeps
from lab.makers.lifetimes.parties import Account
from lab.makers.lifetimes.world import World


def careless(world: World) -> list[Account]:
    """Takes half of what it finds for copies, in good faith, and stands by it."""
    first = world.dice.pick(("trademark", "copyright", "design"))
    account = honest.owner(world, quota=honest.size(world, 12, 0.7), first=first)
    account.error, account.concedes = world.dice.between(0.5, 0.75), 0.12
    return [account]


def all_answer(world: World) -> list[Account]:
    """A brand whose copiers belong to a gang that answers nearly everything, often with forged
    papers (P15; forged authorisations and invoices: Alibaba 2022)."""
    account = honest.owner(world, quota=honest.size(world, 26, 0.6), first="trademark")
    account.clients[0].gang = world.dice.between(0.65, 0.95)
    account.error = 0.05
    account.gives_way = 0.02
    return [account]


def big_agency(world: World) -> list[Account]:
    """An agency with many rejections in number, few in share."""
    account = honest.agency(
        world, clients=world.dice.whole(12, 25), quota=honest.size(world, 130, 0.35)
    )
    account.error = world.dice.between(0.05, 0.09)
    return [account]


def hard_patent(world: World) -> list[Account]:
    """A patent holder whose claims desks cannot decide: two in three fail (Temu, T1)."""
    account = honest.owner(world, quota=honest.size(world, 16, 0.6), first="patent")
    holder = account.clients[0]
    holder.rights[:] = holder.rights[:1]
    account.error = 0.09
    return [account]


def unlucky(world: World) -> list[Account]:
    """Files once or a few times; its scans are bad, so the desk refuses what is true."""
    account = honest.owner(world, quota=world.dice.whole(1, 3))
    account.guise, account.batch = -4.5, 1.0
    return [account]


def peacemaker(world: World) -> list[Account]:
    """Settles: takes a complaint back when a seller shows an invoice or stops, right or not."""
    account = honest.owner(world, quota=honest.size(world, 18, 0.6))
    account.clients[0].gang = world.dice.between(0.25, 0.5)
    account.concedes, account.gives_way = 0.95, 0.6
    return [account]


def festival_campaign(world: World) -> list[Account]:
    """Files most of its year in the two or three weeks before a sales day, and rightly."""
    account = honest.owner(world, quota=honest.size(world, 24, 0.5), first="trademark")
    world.beginnings.pop()
    days = [each for each in world.clock.festivals if each > 60] or [world.span - 30]
    day = world.dice.pick(days)
    account.joins = day - world.dice.between(14, 24)
    account.leaves, account.error = day, 0.05
    account.registered = min(account.registered, account.joins - world.dice.between(1, 300))
    holder = account.clients[0]
    needed = 1.5 * account.quota * account.batch
    world.beginnings += [
        lambda: sweeps.supply(world, holder, needed, day - 40, day + 10),
        lambda: sweeps.begin(world, account, [holder]),
    ]
    return [account]


def new_company(world: World) -> list[Account]:
    """A firm of this year: a fresh mark, a fresh account, a free mailbox; copied at once."""
    account = honest.owner(world, quota=honest.size(world, 6, 0.7), first="trademark")
    holder, dice = account.clients[0], world.dice
    account.joins = world.span * dice.between(0.25, 0.75)
    account.leaves = min(world.span - 4, account.joins + dice.between(60, 200))
    account.registered = account.joins - dice.between(1, 20)
    account.emails = [naming.free_mailbox(dice, holder.mark)]
    account.website = None
    right = holder.rights[0]
    right.since = account.joins - dice.between(5, 70)
    right.facts["applied_on"] = world.clock.written(right.since - dice.between(150, 300))
    right.facts["registered_on"] = world.clock.written(right.since)
    return [account]


def robbed_shop(world: World) -> list[Account]:
    """A shop that makes its own goods and files in its own trade only, against true copies."""
    account = honest.owner(world, quota=honest.size(world, 10, 0.7))
    holder = account.clients[0]
    shop = shops.open_store(world, shops.operator(world, crooked=False), holder.category)
    for _ in range(5):
        shops.offer(world, shop, genuine=holder, popularity=world.dice.skewed(70, 0.8), age=150)
    account.operates = [shop.ident]
    account.error = 0.06
    return [account]
