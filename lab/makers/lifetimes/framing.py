"""Makes an honest filer look like an abuser: puppets, hired sellers, false reports, fakes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from abuse.market.made import Truth
from lab.makers.lifetimes import batches, knavery, ledger, naming, rivals, sight
from lab.makers.lifetimes.filing import Claim, Complaint
from lab.makers.lifetimes.parties import Account, Right
from lab.makers.lifetimes.things import Store
from lab.makers.lifetimes.world import World


def _mark(victim: Account, strategy: str, budget: int) -> None:
    victim.truth = replace(victim.truth, innocent_kind="framed", strategy=strategy, budget=budget)


def _puppet(world: World, victim: Account, strategy: str, budget: int, quota: int) -> Account:
    one = knavery.account(world, quota=quota, age=20)
    one.truth = Truth("framer", strategy=strategy, budget=budget)
    one.joins = max(2.0, victim.joins - 2)
    one.leaves = min(world.span, max(victim.leaves, one.joins + 30))
    one.registered = one.joins - world.dice.between(0.5, 30)
    return one


def copied_face(world: World, victim: Account, budget: int) -> None:
    """So many puppets wear the victim's telephone, mail domain, website, certificate and words,
    and file in lockstep with it: on what it files on, and on decent sellers."""
    _mark(victim, "copied_face", budget)
    holder, dice = victim.clients[0], world.dice
    for _ in range(budget):
        one = _puppet(world, victim, "copied_face", budget, dice.whole(2, 5))
        one.phone, one.website, one.texts = victim.phone, victim.website, victim.texts
        one.emails = [naming.mailbox(dice, victim.emails[0].split("@")[1])]
        real = dice.pick(holder.rights)
        right = Right(one.clients[0], real.kind, dict(real.facts), real.scan, real.since, True)

        def follow(complaint: Complaint, one: Account = one, right: Right = right) -> None:
            if dice.chance(0.6):
                delay = dice.between(0.02, 1.5)
                world.clock.after(delay, lambda: _shadow(world, one, right, complaint))

        victim.on_filed.append(follow)
        _alone_at_last(world, one, right, holder.category)


def _shadow(world: World, one: Account, right: Right, complaint: Complaint) -> None:
    if not one.may_file():
        return
    listings = [each.listing for each in complaint.claims if not each.listing.gone]
    decent = sight.best_seller(world, one, complaint.right.holder.category, tries=4)
    chosen = [decent] if decent is not None and world.dice.chance(0.6) else listings[:2]
    knavery.against(world, one, right, chosen)


def _alone_at_last(world: World, one: Account, right: Right, category: str) -> None:
    """A puppet that never came to file does it late, so that it is there at all."""

    def act() -> None:
        listing = sight.best_seller(world, one, category, tries=6)
        if one.filed == 0 and listing is not None:
            knavery.against(world, one, right, [listing])

    world.clock.at(world.span - world.dice.between(5, 15), act)


def answer_in_vain(world: World, victim: Account, budget: int) -> None:
    """So many of the copiers' shops are paid to answer every takedown, though it is lost."""
    _mark(victim, "answer_in_vain", budget)
    victim.clients[0].hired = budget


def _report(world: World, complaint: Complaint, claim: Claim) -> None:
    ledger.note(world, complaint, "demand_report", [claim], by="seller")


def false_demands(world: World, victim: Account, budget: int) -> None:
    """Sellers report so many times that the victim asked for money, which it never did."""
    _mark(victim, "false_demands", budget)
    left = [budget]
    rate = min(1.0, 1.4 * budget / victim.quota)

    def tell(complaint: Complaint) -> None:
        for each in complaint.claims:
            if left[0] > 0 and world.dice.chance(rate):
                left[0] -= 1
                wait = world.dice.between(0.5, 9)
                world.clock.after(
                    wait,
                    partial(_report, world, complaint, each),
                )

    victim.on_filed.append(tell)


def early_fakes(world: World, victim: Account, budget: int) -> None:
    """So many fakes file in the victim's name and on its numbers before it does itself."""
    _mark(victim, "early_fakes", budget)
    dice, holder = world.dice, victim.clients[0]
    if victim.joins < 45:
        victim.joins = dice.between(45, 90)
        victim.leaves = min(world.span, max(victim.leaves, victim.joins + 60))
    for _ in range(budget):
        one = _puppet(world, victim, "early_fakes", budget, dice.whole(1, 3))
        one.name, one.kind, one.website = victim.name, "rights_holder", victim.website
        one.emails = [naming.free_mailbox(dice, holder.mark)]
        one.joins, one.leaves = dice.between(3, victim.joins - 8), victim.joins - 1
        one.registered = one.joins - dice.between(0.5, 12)
        real = dice.pick(holder.rights)
        right = Right(holder, real.kind, dict(real.facts), dice.sha256(), real.since, True)

        def step(one: Account = one, right: Right = right) -> int:
            listing = sight.best_seller(world, one, holder.category, tries=5)
            return knavery.against(world, one, right, [listing]) if listing else 0

        world.beginnings.append(partial(knavery.pace, world, one, step))


def crossfire(world: World, victim: Account, budget: int) -> None:
    """Sellers in the victim's trade report each other, and what the victim reports, so that it
    seems to belong to them; all in all so many complaints."""
    _mark(victim, "crossfire", budget)
    category = victim.clients[0].category
    count = 3 + budget // 10
    hands = []
    for _ in range(count):
        one = _puppet(world, victim, "crossfire", budget, max(1, round(budget / count)))
        store = rivals.own_store(world, category, goods=6)
        one.operates = [store.ident]
        hands.append((one, store, knavery.void_right(world, one, "copyright")))
    seen: list[Complaint] = []
    victim.on_filed.append(seen.append)
    for turn, (one, _, right) in enumerate(hands):
        other = hands[(turn + 1) % count][1]

        def step(one: Account = one, right: Right = right, shop: Store = other) -> int:
            rows = sight.of_store(one, shop)
            if seen and world.dice.chance(0.5):
                rows = [each.listing for each in seen[-1].claims if not each.listing.gone]
            basis = batches.basis_of(world, right)
            return batches.send(world, one, [(each, right, basis) for each in rows[:1]])

        world.beginnings.append(partial(knavery.pace, world, one, step))


WAYS: tuple[Callable[[World, Account, int], None], ...] = (
    copied_face,
    answer_in_vain,
    false_demands,
    early_fakes,
    crossfire,
)
"""Strategy names are the functions' names."""
