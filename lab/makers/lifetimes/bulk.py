"""Makes abusers who file in bulk: shotgun bots, and owners of junk patents."""

from __future__ import annotations

from lab.makers.lifetimes import honest, knavery, sight
from lab.makers.lifetimes.parties import Account
from lab.makers.lifetimes.things import Listing
from lab.makers.lifetimes.world import World


def shotgun(world: World) -> Account:
    """Sends long lists from a bot: any trade, dead links, the same words, some hits by chance
    (P10: 28 % of notices questionable, 99.95 % not in the index)."""
    dice = world.dice
    one = knavery.account(world, quota=knavery.quota(world, 10, 0.6))
    one.channel = "api" if dice.chance(0.5) else "form"
    kind = dice.pick(("copyright", "copyright", "trademark"))
    right = knavery.void_right(world, one, kind, age=300)
    one.guise = -dice.between(0.3, 1.2)
    opening, _, closing = dice.pick(one.texts)
    words = f"{opening} All links below infringe our rights. {closing}"
    length = dice.between(8, 25)

    def step() -> int:
        found = net(world, one, 6 + int(dice.wait(2.5 * length)))
        return knavery.against(world, one, right, found, size=250, statement=words)

    world.beginnings.append(lambda: knavery.pace(world, one, step, per=2.5))
    return one


def net(world: World, one: Account, count: int) -> list[Listing]:
    """Listings of all trades, a fifth of them dead, one in eight a true copy of somebody's."""
    found: dict[str, Listing] = {}
    for _ in range(count):
        trade = world.dice.pick(honest.categories())
        drawn = world.dice.between(0, 1)
        each = sight.gone(world, trade) if drawn < 0.2 else sight.passer_by(world, one, trade)
        if drawn > 0.88 and world.holders:
            pool = world.dice.pick(world.holders).copies
            each = world.dice.pick(pool) if pool else each
        if each is not None:
            found[each.ident] = each
    return list(found.values())


def patent_troll(world: World) -> Account:
    """Holds a utility model on what everybody sells, and files it against a whole trade,
    heaviest before sales days (about 7,000 complaints before Double 11 of 2015, K10)."""
    dice = world.dice
    one = knavery.account(world, quota=knavery.quota(world, 14, 0.7), age=200)
    holder = one.clients[0]
    kind = "design" if dice.chance(0.25) else "patent"
    right = knavery.void_right(world, one, kind, age=500)
    one.guise, one.concedes = dice.between(0.3, 1.0), 0.1
    one.demands = 0.25 if dice.chance(0.5) else 0.0
    length = dice.between(2, 9)

    def step() -> int:
        count = 1 + int(dice.wait(length))
        found = [sight.best_seller(world, one, holder.category, tries=3) for _ in range(count)]
        unique = {each.ident: each for each in found if each is not None}
        return knavery.against(world, one, right, list(unique.values()), size=2 * length)

    world.beginnings.append(lambda: knavery.pace(world, one, step, per=1.5))
    return one
