"""Lets shops open, trade and die: decent ones for years, copy shops for days to months."""

from __future__ import annotations

from lab.makers.lifetimes import naming, words
from lab.makers.lifetimes.parties import Holder
from lab.makers.lifetimes.things import Listing, Operator, Store
from lab.makers.lifetimes.world import MARKETS, World

COPY_SHOP_LIFE = 75.0
"""Mean life of a copy shop in days, if the desk does not close it before (drawn by hand)."""

REOPENS = 0.8
"""Probability that a copy shop's operator opens another one under a new name."""

STRIKES = 4
"""Removals after which a shop is closed (strikes of Temu and YouTube: research 1.6, 1.7)."""

HOW = {"copyright": "copyright", "design": "design", "patent": "patent"}


def operator(world: World, *, crooked: bool, boldness: float | None = None) -> Operator:
    """Somebody who runs shops. Copiers seldom answer (Temu: 2.5 appeals a 100 removals), and
    some forge papers when they do (P15)."""
    drawn = world.dice.beta(1, 20) if crooked else world.dice.beta(3, 4)
    return Operator(f"op-{world.dice.digits(7)}", crooked, drawn if boldness is None else boldness)


def open_store(world: World, who: Operator, category: str, market: str | None = None) -> Store:
    """A new shop of an operator, now."""
    dice = world.dice
    name = f"{naming.mark(dice)} {dice.pick(('Store', 'Shop', 'Outlet', 'Direct', 'Home'))}"
    where = market or dice.pick(MARKETS)
    store = Store(f"s{dice.digits(8)}", name, where, who, category, world.clock.now)
    world.stores.append(store)
    return store


def offer(
    world: World,
    store: Store,
    *,
    copies: Holder | None = None,
    genuine: Holder | None = None,
    popularity: float | None = None,
    age: float = 0.0,
) -> Listing:
    """A new listing: a copy of a holder's goods, its genuine goods, or the shop's own."""
    dice, (_, median, goods) = world.dice, words.CATEGORIES[store.category]
    whose = copies or genuine
    word = f"{whose.mark} " if whose and dice.chance(0.7 if copies else 1.0) else ""
    price = dice.skewed(median, 0.45) * (0.45 if copies else 0.8 if genuine else 1.0)
    listing = Listing(
        ident=dice.digits(12),
        store=store,
        title=f"{word}{dice.pick(goods)} {dice.pick(('new', '2-pack', 'deluxe', 'mini', 'pro'))}",
        price=round(price, 2),
        listed=world.clock.now - age,
        popularity=popularity or dice.skewed(25, 1.3),
        genuine_of=genuine,
    )
    store.listings.append(listing)
    if copies is not None:
        listing.imitates, listing.how = copies, _how(world, copies)
        copies.copies.append(listing)
    elif genuine is not None:
        genuine.genuine.append(listing)
    if not store.operator.crooked:
        world.honest.setdefault(store.category, []).append(listing)
    return listing


def _how(world: World, holder: Holder) -> str:
    valid = [each for each in holder.rights if not each.void]
    kind = world.dice.pick(valid).kind if valid else "trademark"
    return HOW.get(kind, "counterfeit" if world.dice.chance(0.72) else "trademark")


def decent_store(world: World, category: str) -> Store:
    """A decent shop that has been there for months or years, with its goods."""
    dice = world.dice
    store = open_store(world, operator(world, crooked=False), category)
    store.born = world.clock.now - dice.skewed(700, 0.7)
    for _ in range(dice.whole(3, 12)):
        age = min(world.clock.now - store.born, dice.skewed(250, 0.9))
        offer(world, store, age=age)
    world.clock.after(dice.wait(2500), lambda: die(world, store))
    world.clock.after(dice.wait(120), lambda: _bring_out(world, store))
    return store


def _bring_out(world: World, store: Store) -> None:
    if store.dead:
        return
    fresh = offer(world, store)
    if world.dice.chance(0.06):
        fresh.popularity *= 12
    world.clock.after(world.dice.wait(120), lambda: _bring_out(world, store))


def copy_shop(world: World, holder: Holder, who: Operator | None = None) -> None:
    """A copier opens a shop with some of the holder's goods, and of those whom it also robs."""
    dice = world.dice
    copier = who or _copier(world, holder)
    store = open_store(world, copier, holder.category)
    for _ in range(1 + int(dice.wait(3.0))):
        robbed = dice.pick(holder.allies) if holder.allies and dice.chance(0.45) else holder
        offer(world, store, copies=robbed)
    if dice.chance(0.35):
        offer(world, store)
    if holder.hired > 0:
        holder.hired -= 1
        world.replies[store.ident] = 1.0
    life = dice.skewed(COPY_SHOP_LIFE * 0.7, 0.8)
    world.clock.after(life, lambda: _move_on(world, store, holder))


def _copier(world: World, holder: Holder) -> Operator:
    known = world.copiers.setdefault(holder.category, [])
    if holder.gang is None and known and world.dice.chance(0.6):
        return world.dice.pick(known)
    new = operator(world, crooked=True, boldness=holder.gang)
    if holder.gang is None:
        known.append(new)
    return new


def _move_on(world: World, store: Store, holder: Holder) -> None:
    if store.dead:
        return
    die(world, store)
    if world.dice.chance(REOPENS):
        again = store.operator
        world.clock.after(world.dice.wait(12), lambda: copy_shop(world, holder, again))


def die(world: World, store: Store) -> None:
    """A shop closes; nothing of it can be bought any more."""
    store.dead = True
    for each in store.listings:
        each.gone = True


def strike(world: World, store: Store, holder: Holder | None) -> None:
    """A removal that stands is a strike; too many close a copier's shop within days."""
    store.strikes += 1
    if store.strikes >= STRIKES and store.operator.crooked and holder is not None:
        world.clock.after(world.dice.wait(4), lambda: _move_on(world, store, holder))
