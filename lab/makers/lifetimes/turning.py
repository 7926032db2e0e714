"""Accounts that turn after a good past: their owner begins to abuse, or somebody buys them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from abuse.market.made import Truth
from lab.makers.lifetimes import honest, knavery, naming, shops, sight, sweeps
from lab.makers.lifetimes.parties import Account, Right
from lab.makers.lifetimes.world import World

PAST, AFTER = (65, 200), (30, 120)
"""Claims while it is good, and those that follow. By hand."""

FALSE = 0.85
"""Share of what follows that is false. By hand."""


def own_turn(world: World) -> None:
    """A holder who has hunted copies for a year begins to hit the best sellers of its trade."""
    _life(world, "competitor", bought=False)


def extorted(world: World) -> None:
    """The same, and it asks those whom it hits for money."""
    _life(world, "extortion", bought=False)


def bought(world: World) -> None:
    """A rival buys an aged account with its record, and files on a right of his own."""
    _life(world, "competitor", bought=True)


def _life(world: World, pattern: str, *, bought: bool) -> None:
    dice = world.dice
    holder = world.holder(first="trademark", age=1500)
    one = world.account(holder, age=700)
    honest.trade_in(world, holder, 6)
    one.clients, one.quota, one.error = [holder], 10_000, 0.05
    one.registered -= dice.between(30, 400)
    past, after = dice.whole(*PAST), dice.whole(*AFTER)
    turn = world.span * dice.between(0.45, 0.7)
    hunts = past // 2
    for nth, day in enumerate(sorted(dice.between(2, turn) for _ in range(hunts)), 1):
        world.clock.at(day, partial(_hunt, world, one, past * nth / hunts))
    world.clock.at(turn, partial(_turn, world, one, pattern, past, after, bought))


def _claims(one: Account) -> int:
    return len(one.claimed)


def _hunt(world: World, one: Account, goal: float) -> None:
    """File on copies until it has as many claims as it meant to have by now; where few are left,
    a shop opens with some."""
    for _ in range(4):
        if _claims(one) >= goal:
            return
        if len(sight.copies(world, one, one.clients[0])) < 4:
            shops.copy_shop(world, one.clients[0])
        sweeps.sweep(world, one, one.clients[0], 1)


def _turn(world: World, one: Account, pattern: str, past: int, after: int, bought: bool) -> None:
    """Begin to abuse, once the past is long enough to shield it."""
    dice = world.dice
    if _claims(one) < PAST[0]:
        _hunt(world, one, past)
        world.clock.after(0.5, partial(_turn, world, one, pattern, past, after, bought))
        return
    one.truth = Truth(pattern, strategy="turned", turned_at=_claims(one), camouflaged=True)
    one.foul, one.concedes, one.guise = True, dice.beta(2, 5), dice.between(0.0, 0.6)
    one.demands = dice.between(0.5, 0.9) if pattern == "extortion" else 0.0
    one.joins = world.clock.now
    right = one.clients[0].rights[0]
    if bought:
        one.ips, one.devices = [naming.ip(dice)], [naming.device(dice)]
        one.payment = naming.payment(dice) if one.payment else None
        one.texts = [world.text()]
        kind = dice.pick(("copyright", "design", "trademark"))
        right = knavery.void_right(world, one, kind)
    goal, room = _claims(one) + after, min(world.span - 9 - world.clock.now, 210.0)
    strike = partial(_strike, world, one, right, goal)
    for day in sorted(dice.between(1, room) for _ in range(after)):
        world.clock.after(day, strike)


def _strike(world: World, one: Account, right: Right, goal: int) -> None:
    """One more claim or two: mostly on who sells well, now and then on a copy."""
    if _claims(one) >= goal:
        return
    holder = one.clients[0]
    if world.dice.chance(FALSE):
        best = sight.best_seller(world, one, holder.category, tries=8)
        knavery.against(world, one, right, [best] if best else [])
        return
    if not sight.copies(world, one, holder):
        shops.copy_shop(world, holder)
    knavery.against(world, one, holder.rights[0], sight.copies(world, one, holder)[:1])


WAYS: tuple[Callable[[World], None], ...] = (own_turn, extorted, bought)
"""All are called `turned` in the truth, their pattern is what they turn to."""
