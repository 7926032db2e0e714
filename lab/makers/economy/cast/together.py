"""Innocents whom a hasty rule would accuse because of the company that they keep."""

from __future__ import annotations

from dataclasses import replace

from lab.makers.economy import words
from lab.makers.economy.cast import honest
from lab.makers.economy.things import Brand, Filer, Identity
from lab.makers.economy.world import World


def same_copiers(world: World) -> list[Filer]:
    """Three or four brands of one trade that hunt the same few copiers in the same months."""
    dice = world.dice
    at = dice.pick((0, 1, 2, 3, 6, 7))
    prey = dice.some(world.trade.copiers[at], 5)
    since = dice.between(0, 0.6) * world.end
    span = (since, min(world.end, since + dice.between(60, 200)))
    found = []
    for _ in range(dice.whole(3, 4)):
        many = dice.between(6, 30)
        traits = {"appetite": many, "months": span, "prey": prey, "error": 0.8}
        brand = world.brand(category=at)
        found.append(honest.holder(world, brand, innocent_kind="same_copiers", **traits))
    return found


def office(world: World) -> list[Filer]:
    """A brand and its agency in one office: one address, one line, one telephone, two accounts."""
    dice = world.dice
    brand = world.brand()
    first = honest.holder(
        world, brand, innocent_kind="agency_office", appetite=dice.between(3, 20), error=0.9
    )
    brands = [brand, *(world.brand() for _ in range(dice.whole(1, 3)))]
    many = dice.between(8, 50)
    second = honest.agency(world, brands, innocent_kind="agency_office", appetite=many, error=0.9)
    one, two = first.identity, second.identity
    two.address, two.phone, two.ips, two.country = one.address, one.phone, one.ips, one.country
    return [first, second]


def shared_ip(world: World) -> list[Filer]:
    """Strangers behind one address of a carrier or a co-working house."""
    line = world.people.ip()
    found = []
    for _ in range(world.dice.whole(4, 6)):
        filer = honest.small(world, innocent_kind="shared_ip", appetite=world.dice.between(1, 12))
        filer.identity.ips = [line]
        found.append(filer)
    return found


def same_lawyer(world: World) -> list[Filer]:
    """Clients who file by their law firm's mailbox, telephone and words, in their own accounts."""
    dice = world.dice
    land = world.people.land()
    firm = words.coin(dice, 3)
    desk = world.people.identity(land, world.people.domain(firm + "law", land))
    words_of_firm = words.wording(dice, stock=0.0)
    found = []
    for _ in range(dice.whole(3, 5)):
        filer = honest.holder(
            world,
            innocent_kind="same_lawyer",
            appetite=dice.between(2, 14),
            wording=words_of_firm,
        )
        own = filer.identity
        filer.identity = replace(own, email=desk.email, phone=desk.phone)
        if dice.chance(0.5):
            filer.identity.ips = desk.ips
            filer.identity.address = desk.address
        found.append(filer)
    return found


def agency_client(world: World, bad: Filer) -> list[Filer]:
    """A brand that lately hired a bad agency, and files itself too, rightly (Z7, against N3)."""
    dice = world.dice
    brand = world.brand()
    bad.brands.append(brand)
    since = dice.between(0.2, 0.8) * world.end
    traits = {"appetite": dice.between(2, 16), "months": (since, world.end), "error": 0.8}
    return [honest.holder(world, brand, innocent_kind="agency_client", **traits)]


def impersonated(world: World, brand: Brand) -> list[Filer]:
    """The true owner of a brand in whose name somebody else files."""
    traits = {"appetite": world.dice.between(4, 40), "error": 0.7}
    return [honest.holder(world, brand, innocent_kind="impersonated", **traits)]


def exit_users(world: World, line: Identity) -> list[Filer]:
    """Innocents who use the same exit to the net as a crowded ring."""
    found = []
    for _ in range(world.dice.whole(3, 5)):
        filer = honest.small(world, innocent_kind="ring_exit")
        filer.identity.ips = [*filer.identity.ips[:1], *line.ips]
        found.append(filer)
    return found
