"""Makes competitors who knock out a rival's listing when it overtakes their own (P8)."""

from __future__ import annotations

from lab.makers.lifetimes import knavery, shops, sight
from lab.makers.lifetimes.parties import Account
from lab.makers.lifetimes.things import Listing, Store
from lab.makers.lifetimes.world import World


def own_store(world: World, category: str, *, goods: int = 4) -> Store:
    """The shop that an abuser lives by, under a name of its own."""
    store = shops.open_store(world, shops.operator(world, crooked=False), category)
    for _ in range(goods):
        shops.offer(world, store, popularity=world.dice.skewed(45, 0.7), age=200)
    return store


def competitor(world: World) -> Account:
    """A seller who files on a copied picture, an old design or a squatted mark of his own."""
    one = knavery.account(world, quota=knavery.quota(world, 9))
    holder = one.clients[0]
    store = own_store(world, holder.category)
    if world.dice.chance(0.45):
        one.operates = [store.ident]
    kind = world.dice.pick(("copyright", "copyright", "design", "trademark"))
    right = knavery.void_right(world, one, kind)
    one.guise = world.dice.between(0.0, 0.8)

    def step() -> int:
        rival = overtaker(world, one, store)
        if rival is None:
            return 0
        more = [each for each in sight.of_store(one, rival.store) if each is not rival]
        also = [each for each in more if world.dice.chance(0.25)]
        return knavery.against(world, one, right, [rival, *also[:2]])

    world.beginnings.append(lambda: knavery.pace(world, one, step))
    return one


def overtaker(world: World, one: Account, store: Store) -> Listing | None:
    """A decent listing in the shop's category that sells better than the shop's best."""
    mine = max((world.sales(each) for each in store.listings), default=0.0)
    rival = sight.best_seller(world, one, store.category, spare=[store], tries=12)
    if rival is None or (one.filed and world.sales(rival) < 0.5 * mine):
        return None
    return rival
