"""Makes honest filers who have something in common: an office, a line, a law firm, an enemy."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from lab.makers.lifetimes import honest, naming, sweeps
from lab.makers.lifetimes.parties import Account
from lab.makers.lifetimes.world import World


def same_copiers(world: World) -> list[Account]:
    """Three brands that the same copiers rob; when the first sweeps it tells the others."""
    quota = honest.size(world, 14, 0.5)
    trade = world.dice.pick(honest.categories())
    group = [honest.owner(world, quota=quota, first="trademark", category=trade) for _ in range(3)]
    leader, holders = group[0], [each.clients[0] for each in group]
    for account, holder in zip(group, holders, strict=True):
        holder.allies = [each for each in holders if each is not holder]
        account.joins, account.leaves = leader.joins, leader.leaves
        account.registered = min(account.registered, leader.joins - 3)
    leader.on_filed.append(lambda _: _tell(world, group[1:]))
    return group


def _tell(world: World, others: list[Account]) -> None:
    for each in others:
        if world.dice.chance(0.5):
            delay = world.dice.between(0.2, 5)
            world.clock.after(delay, partial(_follow, world, each))


def _follow(world: World, account: Account) -> None:
    if account.may_file():
        sweeps.sweep(world, account, account.clients[0], 1)


def house_agency(world: World) -> list[Account]:
    """A brand and the agency that it owns: one office, one line, partly the same machines."""
    brand = honest.owner(world, quota=honest.size(world, 12, 0.5), first="trademark")
    house = honest.agency(world, clients=2, quota=honest.size(world, 18, 0.5))
    house.clients[:1] = brand.clients
    house.name = f"{brand.clients[0].mark} Rights Service"
    house.address = brand.address = brand.address or naming.address(world.dice, brand.country)
    house.phone = brand.phone = brand.phone or naming.phone(world.dice, brand.country)
    house.country = brand.country
    house.emails = [naming.mailbox(world.dice, brand.clients[0].domain)]
    house.ips, house.devices = brand.ips, [*brand.devices, *house.devices[:2]]
    house.payment = brand.payment
    return [brand, house]


def shared_ip(world: World) -> list[Account]:
    """Four strangers behind one exit: a co-working floor or a mobile carrier. Now and then a
    ring sits behind the same."""
    line = naming.ip(world.dice)
    rings = list(dict.fromkeys(each.truth.ring for each in world.accounts if _may_crowd(each)))
    if rings and world.dice.chance(0.35):
        _crowd(world, world.dice.pick(rings), line)
    group = [honest.creator(world) for _ in range(2)] + [honest.owner(world) for _ in range(2)]
    for each in group:
        each.ips = [line] if world.dice.chance(0.7) else [line, *each.ips]
        each.quota = max(2, min(each.quota, 12))
    return group


def _may_crowd(account: Account) -> bool:
    return account.truth.pattern == "ring" and not account.truth.hidden


def _crowd(world: World, ring: str | None, line: str) -> None:
    for each in world.accounts:
        if each.truth.ring == ring:
            each.ips = [line]
            each.truth = replace(each.truth, crowded=True)


def new_client(world: World) -> list[Account]:
    """A brand that files for itself, and lately has a bad agency file for it too (P14)."""
    bad = [each for each in world.accounts if each.truth.pattern == "agency" and each.clients]
    if not bad:
        return []
    account = honest.owner(world, quota=honest.size(world, 5, 0.6), first="trademark")
    world.dice.pick(bad).clients.append(account.clients[0])
    return [account]


def one_template(world: World) -> list[Account]:
    """Four clients of one law firm: its words, its mailbox, its telephone, some its line."""
    dice = world.dice
    at = naming.domain(dice, naming.mark(dice))
    box, number = naming.mailbox(dice, at), naming.phone(dice, "DE")
    text, line, room = world.text(), naming.ip(dice), naming.address(dice, "DE")
    group = [honest.owner(world) for _ in range(4)]
    for each in group:
        each.texts, each.emails, each.phone = [text], [box], number
        each.quota = max(2, min(each.quota, 25))
        if dice.chance(0.5):
            each.ips, each.address = [line], room
    return group
