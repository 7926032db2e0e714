"""Makes the ordinary honest filers: holders, creators, patent owners and agencies."""

from __future__ import annotations

from lab.makers.lifetimes import naming, shops, sweeps, words
from lab.makers.lifetimes.parties import Account, Holder
from lab.makers.lifetimes.world import World


def size(world: World, median: float = 2.6, sigma: float = 1.25) -> int:
    """How many complaints an account means to file: most a few, some hundreds."""
    return max(1, min(350, round(world.dice.skewed(median, sigma))))


def live(world: World, account: Account, *, latest: float = 0.85) -> None:
    """When an account begins and ends to file; many were there before the market's record."""
    dice = world.dice
    account.joins = world.span * min(latest, dice.beta(1, 1.6))
    stay = world.span if dice.chance(0.4) else max(45.0, dice.skewed(320, 0.6))
    account.leaves = min(world.span, account.joins + stay)
    account.registered += account.joins


def trade_in(world: World, holder: Holder, count: int) -> None:
    """Put the holder's genuine goods on sale: its own shop, dealers, and grey traders."""
    dice = world.dice
    if dice.chance(0.5):
        own = shops.open_store(world, shops.operator(world, crooked=False), holder.category)
        own.name = f"{holder.mark} Official"
        for _ in range(dice.whole(2, 5)):
            shops.offer(world, own, genuine=holder, popularity=dice.skewed(90, 0.9), age=200)
    traders = [
        each
        for each in world.stores
        if each.category == holder.category and not each.operator.crooked
    ]
    for _ in range(count if traders else 0):
        age = dice.skewed(120, 0.8)
        shops.offer(world, dice.pick(traders), genuine=holder, age=age)


def owner(
    world: World,
    *,
    quota: int | None = None,
    first: str | None = None,
    category: str | None = None,
) -> Account:
    """A holder that files for itself, with its goods on the market; it begins by itself."""
    kinds = 1 + int(world.dice.wait(0.5))
    holder = world.holder(kinds=kinds, first=first, category=category)
    account = world.account(holder)
    account.quota = quota or size(world)
    live(world, account)
    trade_in(world, holder, 2 + account.quota // 5)
    account.clients = [holder]
    world.beginnings.append(lambda: sweeps.begin(world, account, account.clients))
    return account


def creator(world: World) -> Account:
    """A person with pictures or designs of their own; few complaints, more slips."""
    first = world.dice.pick(("copyright", "copyright", "design"))
    account = owner(world, quota=size(world, 1.5, 0.8), first=first)
    account.name, account.kind = naming.person(world.dice), "individual"
    account.emails = [naming.free_mailbox(world.dice, account.name)]
    account.website = None if world.dice.chance(0.7) else account.website
    account.error = min(0.5, account.error * 1.4)
    return account


def agency(world: World, *, clients: int, quota: int) -> Account:
    """A firm that sweeps for its clients, in their names and by their letters of authority."""
    dice = world.dice
    firm = naming.firm(dice, naming.mark(dice)) + " IP"
    account = world.account(None, name=firm, age=900)
    account.kind, account.quota = "agent", quota
    account.ips += [naming.ip(dice) for _ in range(3)]
    account.devices += [naming.device(dice) for _ in range(4)]
    account.texts = [world.text() for _ in range(3)]
    account.channel = "api" if dice.chance(0.4) else "form"
    account.phone = account.phone or naming.phone(dice, account.country)
    live(world, account, latest=0.3)
    account.leaves = world.span - dice.between(0, 6)
    for _ in range(clients):
        holder = world.holder(kinds=1 + int(dice.wait(0.6)))
        trade_in(world, holder, 3 + quota // (6 * clients))
        account.clients.append(holder)
    world.beginnings.append(lambda: sweeps.begin(world, account, account.clients))
    return account


def ordinary(world: World) -> Account:
    """One honest filer of the usual mixture: owners, creators, patent owners, agencies."""
    drawn = world.dice.between(0, 1)
    if drawn < 0.06:
        quota = max(6, size(world, 26, 0.9))
        return agency(world, clients=world.dice.whole(2, 14), quota=quota)
    if drawn < 0.36:
        return creator(world)
    if drawn < 0.42:
        return owner(world, first="patent", quota=size(world, 2.2, 0.9))
    return owner(world)


def categories() -> tuple[str, ...]:
    """All categories of goods."""
    return tuple(words.CATEGORIES)
