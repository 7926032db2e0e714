"""Framing by a copied number: puppets show a filer's telephone and sit in its guests' network."""

from __future__ import annotations

from lab.makers.economy.cast import abusers
from lab.makers.economy.framing import puppet
from lab.makers.economy.things import Claim, Draft, Filer
from lab.makers.economy.world import World

PUPPETS = {9: 3, 20: 4, 30: 6}
"""Budget, as junk complaints of all puppets together, and how many puppets share them."""

HEAD_START = 40.0
"""Days that a filer's first complaint must lie in the market for puppets to come before it."""


def guest_line(world: World, victim: Filer, budget: int, *, early: bool) -> None:
    """Frame by telephone and network, before the victim ever files or after it has begun."""
    _mark(victim, "guest_line", budget)
    first = victim.filed[0].at
    days = (0.5, first - 1.0) if early else (first + 0.5, max(first + 20.0, world.end - 8.0))
    line = victim.identity.ips[0].rpartition(".")[0]
    for _ in range(PUPPETS[budget]):
        one = _junk(world, victim, budget // PUPPETS[budget], days)
        one.identity.ips = [f"{line}.{world.dice.whole(1, 254)}"]
        _file(world, one)


def number_first(world: World, victim: Filer, budget: int) -> None:
    """Frame a brand that is yet to join: the puppets show its public telephone before it does."""
    _mark(victim, "number_first", budget)
    days = (0.5, victim.filed[0].at - 1.0)
    for _ in range(PUPPETS[budget]):
        _file(world, _junk(world, victim, budget // PUPPETS[budget], days))


def _mark(victim: Filer, strategy: str, budget: int) -> None:
    victim.innocent_kind, victim.strategy, victim.budget = "framed", strategy, budget


def _junk(world: World, victim: Filer, count: int, days: tuple[float, float]) -> Filer:
    """A puppet with a right of its own that is worth nothing, and days for `count` complaints."""
    dice = world.dice
    one = puppet(world, victim, days[0])
    one.identity.phone, one.trade = victim.identity.phone, victim.trade
    one.polish, one.plain = -2.5, dice.between(0.4, 0.8)
    kind = dice.pick(("copyright", "design"))
    one.own = abusers.own_rights(world, one.trade, one.identity.country, [kind], [90.0])
    one.plan = sorted(dice.between(*days) for _ in range(count))
    one.opened = one.plan[0] - dice.between(0.3, 25)
    return one


def _file(world: World, one: Filer) -> None:
    """File the junk, a claim or two at a time, against whom chance brings."""
    for day in one.plan:
        listings = [world.trade.bystander(one.trade) for _ in range(world.dice.whole(1, 2))]
        claims = [Claim(each, False, one.plain) for each in listings]
        world.send(one, Draft(one.own[0], None, one.own[0].kind, claims, 1, 0), day)


def frame(world: World, victims: list[Filer]) -> None:
    """Frame some of these in each way with each budget, as far as they reach."""
    ready = [each for each in victims if each.identity.phone and each.identity.ips]
    late = [each for each in ready if each.filed[0].at >= HEAD_START]
    soon = [each for each in ready if each.filed[0].at < HEAD_START]
    for budget in PUPPETS:
        if soon or late:
            guest_line(world, (soon or late).pop(), budget, early=False)
        if late:
            guest_line(world, late.pop(), budget, early=True)
        if late:
            number_first(world, late.pop(), budget)
