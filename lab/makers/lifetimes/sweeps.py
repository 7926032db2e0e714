"""Lets holders and agencies sweep a marketplace: search, choose, err, file, come again."""

from __future__ import annotations

from lab.makers.lifetimes import batches, shops, sight
from lab.makers.lifetimes.parties import Account, Holder, Right
from lab.makers.lifetimes.things import Listing
from lab.makers.lifetimes.world import World

HARDNESS = {"trademark": 0.8, "copyright": 1.3, "design": 1.6, "patent": 3.4}
"""How much more often an honest filer errs by kind of right. A mark on a fake is easy to see;
two in three patent claims fail (Temu: 33.7 % granted, T1)."""


def begin(world: World, account: Account, holders: list[Holder]) -> None:
    """Let copiers come, and the account search for them from its first day to its last."""
    account.clients = holders
    need = account.quota * account.batch
    for holder in holders:
        supply(world, holder, need / len(holders), account.joins, account.leaves)
    per = max(1.0, account.quota * 16 / (account.leaves - account.joins))
    gap = (account.leaves - account.joins) * per / (account.quota + 1)
    first = account.joins + world.dice.between(0, min(gap, 60))
    world.clock.at(first, lambda: _round(world, account, gap, per))
    last = world.span - world.dice.between(6, 26)
    world.clock.at(last, lambda: _last_call(world, account))


def supply(world: World, holder: Holder, need: float, since: float, until: float) -> None:
    """Copiers discover a holder: so many that about `need` copies are seen in its time."""
    shops_needed = max(1, round(need / 3.5))
    for turn in range(shops_needed):
        until_here = max(since + 1, until - 25)
        day = since - 6 if turn == 0 else world.dice.between(since - 30, until_here)
        world.clock.at(day, lambda: shops.copy_shop(world, holder))


def _round(world: World, account: Account, gap: float, per: float) -> None:
    """Search now, and come again: sooner when copies sell well, later when nothing was found."""
    if not account.may_file() or world.clock.now > account.leaves:
        return
    holder = world.dice.pick(account.clients)
    sweep(world, account, holder, max(1, round(world.dice.between(0.4, 1.6) * per)))
    hurt = any(world.sales(each) > 120 for each in sight.copies(world, account, holder)[:3])
    again = world.clock.now + gap * world.dice.between(0.5, 1.5) * (0.6 if hurt else 1.0)
    day = world.clock.office(again, world.dice)
    world.clock.at(day, lambda: _round(world, account, gap, per))


def sweep(world: World, account: Account, holder: Holder, complaints: int) -> int:
    """File at most so many complaints against what a search brings up; how many."""
    dice = world.dice
    found = sight.copies(world, account, holder)
    if not found and dice.chance(0.5):
        world.clock.after(dice.wait(6), lambda: shops.copy_shop(world, holder))
    if found and dice.chance(0.75):
        found = batches.one_market(found)
    chosen: list[tuple[Listing, Right, str]] = []
    taken: set[str] = set()
    for each in found[: 1 + int(complaints * account.batch)]:
        right, basis = batches.right_for(world, holder, each)
        listing = each
        if dice.chance(misses(account, right.kind)):
            wrong = sight.mistaken(world, account, holder)
            listing = wrong or each
            basis = basis if wrong is None else _called(world, right)
        if listing.ident not in taken:
            taken.add(listing.ident)
            chosen.append((listing, right, basis))
    principal = holder if account.kind == "agent" else None
    papers = (dice.sha256(),) if dice.chance(0.4) else ()
    return batches.send(
        world, account, chosen, limit=complaints, principal=principal, papers=papers
    )


def misses(account: Account, kind: str) -> float:
    """Probability that a target is a wrong one. Who means it is not held up by hardness."""
    if account.foul:
        return account.error
    return min(0.65, account.error * HARDNESS[kind])


def _called(world: World, right: Right) -> str:
    if right.kind == "trademark" and world.dice.chance(0.12):
        return "unauthorised_channel"
    return batches.basis_of(world, right)


def _last_call(world: World, account: Account) -> None:
    """Near the end, who has never filed finds a copy at last: every filer of a market files."""
    if account.filed or not account.clients:
        return
    account.stopped = False
    holder = account.clients[0]
    if not sight.copies(world, account, holder):
        shops.copy_shop(world, holder)
    if not sweep(world, account, holder, 1):
        shops.copy_shop(world, holder)
        world.clock.after(0.2, lambda: _last_call(world, account))
