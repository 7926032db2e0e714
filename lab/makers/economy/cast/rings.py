"""Rings: how many accounts one hand opens, what they share, and when they strike."""

from __future__ import annotations

from typing import Any

from lab.makers.economy import params, words
from lab.makers.economy.cast import abusers
from lab.makers.economy.dice import Dice
from lab.makers.economy.things import Crew, Filer, Identity
from lab.makers.economy.world import World


def ring(world: World, name: str, count: int, **traits: Any) -> list[Filer]:
    """Accounts of one hand. They share much, one thing or nothing, and strike at once or in turn.

    An operator who goes in turn opens an account when the last one is burnt; one who is slow
    spreads a campaign over weeks; one who hides shows nothing in common that is his alone.
    """
    dice = world.dice
    crew = Crew(name, dice.weighted(range(10), [trade.price for trade in params.TRADES]))
    style = dice.weighted(("loud", "thin", "hidden", "crowded"), (0.35, 0.3, 0.2, 0.15))
    slow, in_turn = dice.chance(0.4), dice.chance(0.4)
    mixed = dice.between(0.25, 0.5) if dice.chance(0.35) else 0.0
    brand = world.brand(category=crew.category)
    since = dice.between(0, 0.5) * world.end
    length = dice.between(90, 240)
    common = world.people.identity(world.people.land(), None)
    exit_line = dice.pick(world.people.exits)
    members = []
    for at in range(count):
        turn = at * length / count if in_turn else dice.between(0, 20)
        start = min(since + turn, world.end - 30)
        until = min(world.end, start + (length / count + 25 if in_turn else length))
        member = _member(world, crew, (start, until), ring=name, slow=slow, **traits)
        member.hidden, member.crowded = style in ("hidden", "crowded"), style == "crowded"
        member.honest_share, member.brands = mixed, [brand] if mixed else []
        _share(dice, style, member.identity, common, exit_line)
        members.append(member)
    _timetable(world, members, slow)
    if style == "loud" and dice.chance(0.6):
        for member in members[1:]:
            member.own[0].paper, member.wording = members[0].own[0].paper, members[0].wording
    return members


def _member(world: World, crew: Crew, months: tuple[float, float], **traits: Any) -> Filer:
    """One account of a ring, with a right of its own."""
    dice = world.dice
    many = 2.5 + min(60.0, dice.spread(9.0, 0.7))
    opened = months[0] - dice.between(0.5, 40)
    member = abusers.person(world, "ring", months=months, opened=opened, appetite=many, **traits)
    member.crew, member.trade = crew, crew.category
    kinds = [dice.weighted(("copyright", "trademark", "design"), (0.5, 0.3, 0.2))]
    land, ages = member.identity.country, [dice.between(0, 600)]
    member.own = abusers.own_rights(world, crew.category, land, kinds, ages)
    return member


def _share(dice: Dice, style: str, mine: Identity, common: Identity, exit_line: str) -> None:
    """Let a member show what the ring shares: each time the same, or now and then."""
    if style == "crowded":
        mine.ips = [exit_line]
        return
    if style == "hidden":
        return
    shares = 0.75 if style == "loud" else 0.4
    if dice.chance(shares):
        mine.ips = [*mine.ips[:1], *common.ips[:1]]
    if dice.chance(shares):
        mine.devices = [*mine.devices[:1], *common.devices[:1]]
    if style == "loud" and dice.chance(0.6):
        mine.phone = common.phone or mine.phone
    if style == "loud" and dice.chance(0.4):
        mine.payment = common.payment
    if style == "loud" and dice.chance(0.45):
        local, host = common.email.split("@")
        mine.email = f"{local}+{words.coin(dice).lower()}@{host}"


def _timetable(world: World, members: list[Filer], slow: bool) -> None:
    """Plan when each account files: around common days, close together or weeks apart."""
    dice = world.dice
    first = min(member.months[0] for member in members)
    last = max(member.months[1] for member in members)
    days = sorted(dice.between(first, last - 3) for _ in range(max(3, round((last - first) / 35))))
    wide = 22.0 if slow else 2.5
    for member in members:
        low, high = member.months
        for _ in range(max(2, dice.count(member.appetite))):
            near = [day for day in days if low - wide < day < high + wide] or [low + 1]
            at = dice.pick(near) + abs(dice.normal(0, wide))
            member.plan.append(min(max(at, low + 0.1), world.end - 0.5))
