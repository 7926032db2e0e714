"""Accounts that turn: long good, then bad, in the same hand or sold with their good name."""

from __future__ import annotations

from collections.abc import Callable

from lab.makers.economy import rights, words
from lab.makers.economy.cast import abusers, honest
from lab.makers.economy.hands import holders
from lab.makers.economy.things import Claim, Draft, Filer, Right
from lab.makers.economy.world import World

GOOD, BAD = (65, 200), (30, 120)
"""Claims before the turn and after it. No source: enough that an early record outweighs a late."""

WRONG = 0.85
"""Share of the later claims that are wrong. No source."""

ERROR = 0.04
"""Share of the earlier claims that are wrong, as of an honest filer with marks (N3)."""


def turn(world: World, way: str) -> Filer:
    """Let one account file well, then badly, and write down after how many claims it turned.

    `rival` knocks out those who sell best in its own trade, `importer` calls genuine goods from
    abroad counterfeit, both with their own right; `bought` is sold at the turn: somebody with
    another line, machine, words and right goes on in its name.
    """
    dice = world.dice
    day = world.end * dice.between(0.45, 0.7)
    filer = honest.holder(world, opened=-dice.between(100, 900))
    brand, age = filer.brands[0], dice.spread(1500, 0.5)
    # A mark: of a patent even the good past would be refused (T1).
    right = rights.draw(dice, "trademark", brand.category, brand.name, brand.country, age)
    brand.rights = [right]
    good = dice.whole(*GOOD)

    def protect(at: float) -> Claim:
        if dice.chance(ERROR):
            return holders.mistaken(world, brand, at, filer.plain)
        return holders.founded(world, brand, right, at, filer)

    def accuse(at: float) -> Claim:
        if way == "importer":
            return Claim(world.trade.grey(brand, at), False, filer.plain)
        return Claim(world.trade.victims(filer.trade, 1, taste=1.0)[0], False, filer.plain)

    def abuse(at: float) -> Claim:
        return accuse(at) if dice.chance(WRONG) else protect(at)

    _file(world, filer, right, good, (1.0, day), protect)
    filer.turned_at = sum(len(each.claims) for each in filer.filed)
    filer.strategy = "turned"
    filer.pattern = "half_genuine" if way == "importer" else "competitor"
    filer.plain, filer.retreat = dice.between(0.15, 0.5), (0.05, dice.between(0.1, 0.5))
    if way == "bought":
        right = _sell(world, filer)
    last = min(world.end - 6.0, day + dice.between(60, 200))
    _file(world, filer, right, dice.whole(*BAD), (day + 1.0, last), abuse)
    return filer


def _sell(world: World, filer: Filer) -> Right:
    """Give the account to somebody else, with a right of his own; its name and mailbox stay."""
    people, dice = world.people, world.dice
    filer.identity.ips, filer.identity.devices = [people.ip()], [people.device()]
    filer.wording, filer.trade = words.wording(dice), dice.whole(0, 9)
    kind, age = dice.pick(("copyright", "design", "trademark")), dice.between(5, 300)
    return abusers.own_rights(world, filer.trade, filer.identity.country, [kind], [age])[0]


def _file(
    world: World,
    filer: Filer,
    right: Right,
    count: int,
    days: tuple[float, float],
    claim: Callable[[float], Claim],
) -> None:
    """File `count` claims within these days, one or a few at a time."""
    sizes: list[int] = []
    while (left := count - sum(sizes)) > 0:
        sizes.append(min(left, 1 + world.dice.count(0.8)))
    for day, size in zip(sorted(world.dice.between(*days) for _ in sizes), sizes, strict=True):
        claims = {each.listing.listing_id: each for each in (claim(day) for _ in range(size))}
        accused = holders.basis(world, filer, right)
        draft = Draft(right, None, accused, list(claims.values()), 1, 0)
        world.send(filer, draft, day)


WAYS = ("rival", "importer", "bought")
