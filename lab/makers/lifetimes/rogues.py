"""Brings the abusers in, as many accounts as asked, their abuse spread over the patterns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from lab.makers.lifetimes import bought, bulk, rings, rivals, schemes
from lab.makers.lifetimes.parties import Account
from lab.makers.lifetimes.world import World

SINGLE: dict[str, Callable[[World], Account]] = {
    "agency": bought.agency,
    "extortion": schemes.extortion,
    "shotgun": bulk.shotgun,
    "competitor": rivals.competitor,
    "squatter": schemes.squatter,
    "impostor": schemes.impostor,
    "patent_troll": bulk.patent_troll,
    "half_genuine": bought.half_genuine,
}
"""Patterns of one account. Sources: P1, P2, P10, P8, P7, P4, P13 with Z11, P9."""

RING = (3, 7)
"""Accounts in a ring: three in Xu v. Tian (R1); 65 in Google v. Nguyen is beyond this size."""

SECOND_ACCOUNT = 0.25
"""Probability that an abuser keeps an account in reserve, for the day the desk warns him."""


def bring(world: World, count: int) -> None:
    """So many accounts of abusers; patterns take turns in an order that is drawn."""
    names = world.dice.some(["ring", *SINGLE], len(SINGLE) + 1)
    left, turn, rings_made = count, 0, 0
    while left:
        pattern = names[turn % len(names)]
        turn += 1
        if pattern == "ring":
            if left >= RING[0] + (turn <= len(names) and count > 12):
                rings_made += 1
                size = min(left, world.dice.whole(*RING))
                left -= len(rings.ring(world, size, f"ring-{rings_made}"))
            continue
        account = SINGLE[pattern](world)
        account.truth = replace(account.truth, pattern=pattern)
        left -= 1
        if left and turn > len(names) and world.dice.chance(SECOND_ACCOUNT):
            _in_reserve(world, account, pattern, f"pair-{turn}")
            left -= 1
        else:
            account.on_warning = partial(_react, world, account)


def _react(world: World, account: Account) -> None:
    """A letter of warning: some stop, some become careful, most go on."""
    drawn = world.dice.between(0, 1)
    if drawn < 0.3:
        account.stopped = True
    elif drawn < 0.55:
        account.error *= 0.5
        account.concedes = min(1.0, account.concedes + 0.3)


def _in_reserve(world: World, first: Account, pattern: str, hand: str) -> None:
    """The same hand's second account; it begins when the first is warned, or late in any case."""
    second = SINGLE[pattern](world)
    begin = world.beginnings.pop()
    first.truth = replace(first.truth, ring=hand)
    second.truth = replace(second.truth, pattern=pattern, ring=hand)
    for trait in ("phone", "ips", "devices", "payment", "address"):
        if world.dice.chance(0.3):
            setattr(second, trait, getattr(first, trait))
    second.quota = max(3, second.quota // 2)
    second.leaves = world.span - 4
    fallback = world.span * world.dice.between(0.6, 0.85)
    started: list[float] = []

    def start() -> None:
        if not started:
            started.append(world.clock.now)
            second.joins = world.clock.now
            second.registered = world.clock.now - world.dice.between(0.5, 8)
            begin()

    def switch() -> None:
        first.stopped = True
        world.clock.after(world.dice.between(3, 25), start)

    first.on_warning = switch
    world.beginnings.append(lambda: world.clock.at(fallback, start))
