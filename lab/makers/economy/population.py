"""Who lives in a market of a given size, how many abuse, and how much each means to file."""

from __future__ import annotations

from collections.abc import Callable

from lab.makers.economy import params
from lab.makers.economy.cast import abusers, honest, masked, rings, single, together
from lab.makers.economy.things import Filer
from lab.makers.economy.world import World

GROUPS: tuple[tuple[float, Callable[[World], list[Filer]]], ...] = (
    (0.035, single.careless),
    (0.018, single.besieged),
    (0.012, single.big_agency),
    (0.02, single.patent_holder),
    (0.02, single.unlucky),
    (0.018, single.festival),
    (0.025, single.new_company),
    (0.02, single.seller_with_brand),
    (0.015, single.channel_brand),
    (0.02, together.same_copiers),
    (0.012, together.office),
    (0.02, together.shared_ip),
    (0.02, together.same_lawyer),
)
"""Shares of the honest filers that are each kind of look-alike. No source: enough to be seen."""


def settle(world: World, size: int, base: float) -> None:
    """Open all accounts: a share `base` of them abuses, at least one."""
    total = max(12, round(size / params.COMPLAINTS_A_FILER))
    bad = max(1, round(base * total))
    _abusers(world, bad)
    _lookalikes(world, total - bad)
    while len(world.filers) < total:
        honest.ordinary(world)
    _scale(world, size)


def _abusers(world: World, count: int) -> None:
    """Spread abuse over the patterns; about a quarter of the accounts belong to rings."""
    dice = world.dice
    left, made = count, 0
    in_rings = round(0.28 * count) if count >= 8 else 0
    while in_rings >= 2:
        members = in_rings if in_rings <= 5 else dice.whole(3, min(9, in_rings - 2))
        rings.ring(world, f"ring-{made + 1}", members)
        left, in_rings, made = left - members, in_rings - members, made + 1
    alone = {**abusers.ALONE, **masked.HOLDERS}
    order = dice.some(sorted(alone), len(alone))
    for at in range(left):
        alone[order[at % len(order)]](world)


def _lookalikes(world: World, count: int) -> None:
    """Add innocents whom a hasty rule would accuse, up to their share of the honest filers."""
    dice = world.dice
    before = len(world.filers)
    bad = list(world.filers)
    for filer in bad:
        if filer.aim == "agency" and dice.chance(0.7):
            together.agency_client(world, filer)
        if filer.aim == "impostor" and dice.chance(0.7):
            together.impersonated(world, filer.brands[0])
        if filer.crowded and not any(line in _used(world) for line in filer.identity.ips):
            together.exit_users(world, filer.identity)
    room = before + count
    for share, group in GROUPS:
        done = 0
        while done < max(1, round(share * count)) and len(world.filers) + 6 <= room:
            done += len(group(world))


def _used(world: World) -> set[str]:
    """Lines that a ring's innocent neighbours already have."""
    known = [each for each in world.filers if each.innocent_kind == "ring_exit"]
    return {line for each in known for line in each.identity.ips}


def _scale(world: World, size: int) -> None:
    """Bring what all mean to file near `size`, by the appetite of ordinary honest filers.

    Abusers' part is held below 45 % of it; Alibaba counted 24 % malicious complaints (W1).
    """
    bad = [each for each in world.filers if each.pattern]
    odd = [each for each in world.filers if each.innocent_kind]
    plain = [each for each in world.filers if not each.pattern and not each.innocent_kind]
    for group, most in ((bad, 0.40), (odd, 0.35)):
        meant = sum(each.appetite for each in group)
        for each in group:
            each.appetite *= min(1.0, most * size / meant) if meant else 1.0
    spoken = sum(each.appetite for each in bad + odd)
    want = sum(each.appetite for each in plain) or 1.0
    factor = min(3.0, max(0.3, (size - spoken) / want))
    for each in plain:
        each.appetite = min(450.0, max(0.8, each.appetite * factor))
