"""Finds listings as those who search a marketplace would: copies, rivals, mistakes."""

from __future__ import annotations

from collections.abc import Iterable

from lab.makers.lifetimes.parties import Account, Holder
from lab.makers.lifetimes.things import Listing, Store
from lab.makers.lifetimes.world import World


def _open_to(account: Account, listings: Iterable[Listing]) -> list[Listing]:
    return [
        each
        for each in listings
        if not each.gone and not each.down and each.ident not in account.claimed
    ]


def copies(world: World, account: Account, holder: Holder) -> list[Listing]:
    """Copies of a holder's goods that are on sale and not yet accused; best sellers first,
    as search pages have them, with some noise."""
    holder.copies = [each for each in holder.copies if not each.gone]
    found = _open_to(account, holder.copies)
    return sorted(found, key=lambda each: -world.sales(each) * world.dice.between(0.5, 1.5))


def genuine(world: World, account: Account, holder: Holder) -> list[Listing]:
    """Genuine goods of a holder that others sell, in random order."""
    found = _open_to(account, holder.genuine)
    return world.dice.some(found, len(found))


def passer_by(world: World, account: Account, category: str) -> Listing | None:
    """Any decent shop's listing in a category: what a careless search brings up."""
    pool = world.honest.get(category, [])
    for _ in range(12):
        if not pool:
            return None
        each = world.dice.pick(pool)
        if not each.gone and not each.down and each.ident not in account.claimed:
            return each
    return None


def gone(world: World, category: str) -> Listing | None:
    """A listing that is on sale no more, as old lists have them."""
    pool = world.honest.get(category, [])
    for _ in range(60):
        each = world.dice.pick(pool) if pool else None
        if each is not None and each.gone:
            return each
    return None


def best_seller(
    world: World, account: Account, category: str, *, spare: Iterable[Store] = (), tries: int = 14
) -> Listing | None:
    """The best of some decent listings in a category (P8: targets are top sellers)."""
    spared = set(map(id, spare))
    seen = [passer_by(world, account, category) for _ in range(tries)]
    fit = [each for each in seen if each is not None and id(each.store) not in spared]
    return max(fit, key=world.sales, default=None)


def mistaken(world: World, account: Account, holder: Holder) -> Listing | None:
    """What an honest searcher takes for a copy: genuine goods of a trader, or a look-alike."""
    real = genuine(world, account, holder)
    if real and world.dice.chance(0.55):
        return real[0]
    return passer_by(world, account, holder.category)


def of_store(account: Account, store: Store) -> list[Listing]:
    """What a shop sells and the account has not accused yet."""
    return _open_to(account, store.listings)
