"""Holds what abusers have in common: a pace, an account made for it, a right that is void."""

from __future__ import annotations

from collections.abc import Callable

from lab.makers.lifetimes import batches, honest, naming, registers
from lab.makers.lifetimes.parties import Account, Holder, Right
from lab.makers.lifetimes.things import Listing
from lab.makers.lifetimes.world import World

BUSY = 1.6
"""Raises all abusers' appetites, so that they make two to three times the complaints of others."""

Step = Callable[[], int]
"""Looks for an opportunity and files; how many complaints."""


def account(world: World, *, quota: int, name: str | None = None, age: float = 60) -> Account:
    """An abuser's account with a holder of its own behind it, opened `age` days (median) before
    its first complaint. Half pose as firms, half as persons."""
    dice = world.dice
    holder = world.holder(kinds=0)
    made = world.account(holder, name=name, age=age)
    made.clients, made.quota, made.foul = [holder], quota, True
    honest.live(world, made, latest=0.7)
    made.concedes, made.gives_way = dice.beta(2, 5), 0.1
    made.batch = 1.0 + dice.wait(1.5)
    if name is None and dice.chance(0.4):
        made.name, made.kind = naming.person(dice), "individual"
        made.emails = [naming.free_mailbox(dice, made.name)]
        made.website = None
    return made


def void_right(world: World, one: Account, kind: str, *, age: float = 120) -> Right:
    """A right that would not survive a look: copied work, a squatted mark, an old design.

    It was registered `age` days (median) before the account's first complaint (P5, P7).
    """
    since = one.joins - 1 - world.dice.skewed(age, 0.6)
    return registers.grant(world.dice, world.clock, one.clients[0], kind, since, void=True)


def pace(world: World, one: Account, step: Step, *, per: float = 1.0) -> None:
    """Let an abuser look for opportunities from its first day to its last, at a pace that lets
    it file its quota when each opportunity gives `per` complaints. At night as by day."""
    gap = max(0.4, (one.leaves - one.joins) * per / (one.quota + 1))

    def look() -> None:
        if not one.may_file() or world.clock.now > one.leaves:
            return
        near = world.clock.to_festival(world.clock.now) < 25
        step()
        world.clock.after(gap * world.dice.between(0.4, 1.5) * (0.55 if near else 1.0), look)

    def last_call() -> None:
        if one.filed == 0:
            one.stopped = False
            if step() == 0:
                world.clock.after(0.3, last_call)

    world.clock.at(one.joins + world.dice.between(0, min(gap, 20)), look)
    world.clock.at(max(one.joins, world.span - world.dice.between(6, 20)), last_call)


def against(
    world: World,
    one: Account,
    right: Right,
    listings: list[Listing],
    *,
    principal: Holder | None = None,
    size: float | None = None,
    guise: float = 0.0,
    statement: str | None = None,
    papers: tuple[str, ...] = (),
) -> int:
    """File one right against listings; how many complaints it took."""
    basis = batches.basis_of(world, right)
    return batches.send(
        world,
        one,
        [(each, right, basis) for each in listings],
        principal=principal,
        size=size,
        guise=guise,
        statement=statement,
        papers=papers,
    )


def quota(world: World, median: float = 10, sigma: float = 0.8) -> int:
    """Complaints that an abuser means to file. In 2016 an account hit some 1,000 listings
    (Alibaba: 6 million by 5,862); here it is some dozens, as the market is smaller."""
    return max(2, min(150, round(BUSY * world.dice.skewed(median, sigma))))
