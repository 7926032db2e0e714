"""Makes those who live by the complaint: extortioners, squatters, impostors."""

from __future__ import annotations

from lab.makers.lifetimes import honest, knavery, naming, sight, words
from lab.makers.lifetimes.parties import Account, Holder, Right
from lab.makers.lifetimes.things import Listing
from lab.makers.lifetimes.world import World


def extortion(world: World) -> Account:
    """Has listings taken down, asks for money, withdraws when paid (P2: the Liang brothers hit
    98 sellers in two months, and took RMB 1,000 to 30,000 from each)."""
    one = knavery.account(world, quota=knavery.quota(world, 18, 0.6))
    kind = world.dice.pick(("trademark", "copyright"))
    right = knavery.void_right(world, one, kind)
    one.leaves = min(world.span, one.joins + world.dice.between(45, 150))
    one.demands, one.concedes = world.dice.between(0.6, 0.95), 0.25
    one.guise, one.batch = world.dice.between(0.2, 0.8), 1.2

    def step() -> int:
        category = world.dice.pick(honest.categories())
        found = [sight.passer_by(world, one, category) for _ in range(world.dice.whole(1, 4))]
        rich = sorted((each for each in found if each), key=lambda each: -each.popularity)
        return sum(knavery.against(world, one, right, [each]) for each in rich[:2])

    world.beginnings.append(lambda: knavery.pace(world, one, step, per=2))
    return one


def squatter(world: World) -> Account:
    """Registered words and pictures that others used first, over several trades (P7), and hits
    whoever uses them, at times the true brand's own shop (Nike backpack: about 2,000)."""
    one = knavery.account(world, quota=knavery.quota(world, 12), age=120)
    trades = world.dice.some(honest.categories(), world.dice.whole(1, 3))
    rights = []
    for trade in trades:
        good = world.dice.pick(words.CATEGORIES[trade][2])
        right = knavery.void_right(world, one, "trademark", age=70)
        right.facts |= {"title": good.upper(), "classes": [words.CATEGORIES[trade][0]]}
        rights.append((trade, right))
    one.demands = 0.3 if world.dice.chance(0.4) else 0.0

    def step() -> int:
        trade, right = world.dice.pick(rights)
        count = world.dice.whole(2, 9)
        found = [sight.best_seller(world, one, trade, tries=3) for _ in range(count)]
        return knavery.against(world, one, right, _earlier(found, right), size=2.5)

    world.beginnings.append(lambda: knavery.pace(world, one, step, per=2))
    return one


def _earlier(found: list[Listing | None], right: Right) -> list[Listing]:
    kept = {each.ident: each for each in found if each is not None and each.listed < right.since}
    return list(kept.values())


def impostor(world: World) -> Account:
    """Poses as a known brand or its agent from a look-alike mailbox, and uses its numbers with
    papers of its own make (P4: Bungie v. Minor, 96 notices; P5)."""
    dice = world.dice
    named = [each for each in world.holders if each.genuine and each.rights]
    real = dice.pick(named) if named else _brand(world)
    one = knavery.account(world, quota=knavery.quota(world, 10), name=real.name, age=8)
    posed_as_agent = dice.chance(0.4)
    one.kind = "agent" if posed_as_agent else "rights_holder"
    one.name = f"{real.name} Legal" if posed_as_agent else real.name
    at = naming.look_alike(dice, real.domain)
    free = dice.chance(0.5)
    one.emails = [naming.free_mailbox(dice, real.mark) if free else naming.mailbox(dice, at)]
    one.website = f"https://{at}" if not free and dice.chance(0.5) else None
    one.guise, one.leaves = 0.5, min(world.span, one.joins + dice.between(40, 120))
    taken = dice.pick(real.rights)
    right = Right(real, taken.kind, dict(taken.facts), dice.sha256(), taken.since)

    def step() -> int:
        found = sight.genuine(world, one, real)[: dice.whole(1, 3)]
        rival = sight.best_seller(world, one, real.category)
        found += [rival] if rival is not None and rival not in found else []
        copies = sight.copies(world, one, real)[:1] if dice.chance(0.12) else []
        principal = real if posed_as_agent else None
        return knavery.against(world, one, right, found + copies, principal=principal, size=1.8)

    world.beginnings.append(lambda: knavery.pace(world, one, step, per=1.6))
    return one


def _brand(world: World) -> Holder:
    holder = world.holder(first="trademark")
    honest.trade_in(world, holder, 12)
    return holder
