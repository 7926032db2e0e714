"""Groups listings into complaints as a portal takes them: one marketplace, right and basis each."""

from __future__ import annotations

from typing import Any

from lab.makers.lifetimes.filing import file
from lab.makers.lifetimes.parties import Account, Holder, Right
from lab.makers.lifetimes.things import Listing
from lab.makers.lifetimes.world import World

NEEDED = {"counterfeit": "trademark", "trademark": "trademark"}
"""The kind of right behind a basis, where the two are called differently."""

FILLED = 200
"""A mean length from which on lists are not cut shorter by chance (Temu: 200 in a report)."""


def right_for(world: World, holder: Holder, listing: Listing) -> tuple[Right, str]:
    """The right and basis that a holder would use against a listing that looks like this."""
    how = listing.how if listing.imitates is holder else None
    fit = [each for each in holder.rights if each.kind == NEEDED.get(how or "", how)]
    right = world.dice.pick(fit or holder.rights)
    if how is not None and fit:
        return right, how
    return right, basis_of(world, right)


def basis_of(world: World, right: Right) -> str:
    """What an owner of such a right calls it; of a mark, two in three say counterfeit."""
    if right.kind == "trademark":
        return "counterfeit" if world.dice.chance(0.65) else "trademark"
    return right.kind


def send(
    world: World,
    account: Account,
    chosen: list[tuple[Listing, Right, str]],
    *,
    size: float | None = None,
    limit: int | None = None,
    **how: Any,
) -> int:
    """File against what was chosen, in complaints of `size` listings on average; how many."""
    groups: dict[tuple[str, int, str], list[tuple[Listing, Right, str]]] = {}
    for each in chosen:
        key = (each[0].store.market, id(each[1]), each[2])
        groups.setdefault(key, []).append(each)
    before = account.filed
    for group in groups.values():
        while group and account.may_file() and (limit is None or account.filed < before + limit):
            count = _length(world, size or account.batch)
            part, group[:] = group[:count], group[count:]
            file(world, account, part[0][1], [each[0] for each in part], basis=part[0][2], **how)
    return account.filed - before


def _length(world: World, mean: float) -> int:
    """How long the next complaint is; those who file as much as they may fill each list."""
    return int(mean) if mean >= FILLED else 1 + int(world.dice.wait(max(0.01, mean - 0.5)))


def one_market(listings: list[Listing]) -> list[Listing]:
    """The listings that share the first one's marketplace."""
    return [each for each in listings if each.store.market == listings[0].store.market]
