"""Hides abuse by its form: many fresh accounts, few long lists, a clean agency, a slow pace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from abuse.market.made import Truth
from lab.makers.lifetimes import bulk, knavery, rivals, sight
from lab.makers.lifetimes.parties import Account, Right
from lab.makers.lifetimes.things import Listing
from lab.makers.lifetimes.world import World


def split(world: World, budget: int) -> None:
    """A rival spreads its bad claims over so many fresh accounts with nothing in common."""
    _accounts(world, budget, Truth("competitor", ring=f"split-{budget}", hidden=True), (1, 3), 40)


def slow_pace(world: World, budget: int) -> None:
    """So many accounts of one hand take turns, with weeks between two complaints."""
    truth = Truth("ring", ring=f"slow-{budget}", slow=True, hidden=True)
    _accounts(world, budget, truth, (1, 2), 400)


def _accounts(world: World, budget: int, truth: Truth, quota: tuple[int, int], stay: float) -> None:
    """`budget` accounts of a hand that keeps one shop, each open for about `stay` days."""
    dice = world.dice
    store = rivals.own_store(world, dice.pick(tuple(world.honest)), goods=5)
    strategy = "split" if truth.pattern == "competitor" else "slow_pace"
    for _ in range(budget):
        one = knavery.account(world, quota=dice.whole(*quota), age=15)
        one.truth = replace(truth, strategy=strategy, budget=budget)
        one.joins = world.span * dice.between(0.02, 0.85)
        one.leaves = min(world.span, one.joins + stay)
        one.registered = one.joins - dice.between(0.5, 25)
        one.clients[0].category = store.category
        kind = dice.pick(("copyright", "design", "trademark"))
        right = knavery.void_right(world, one, kind)

        def step(one: Account = one, right: Right = right) -> int:
            rival = rivals.overtaker(world, one, store)
            return knavery.against(world, one, right, [rival]) if rival else 0

        world.beginnings.append(partial(knavery.pace, world, one, step))


def big_lists(world: World, budget: int) -> None:
    """So few complaints that nobody counts them, of some 200 listings each."""
    one = knavery.account(world, quota=budget, age=60)
    one.truth = Truth("shotgun", strategy="big_lists", budget=budget)
    right = knavery.void_right(world, one, "copyright")

    def step() -> int:
        found = [
            each for each in bulk.net(world, one, 900) if not each.gone and each.imitates is None
        ]
        where = max({each.store.market: 0 for each in found}, default="")
        chosen = [each for each in found if each.store.market == where][:200]
        return knavery.against(world, one, right, chosen, size=5000) if chosen else 0

    world.beginnings.append(lambda: knavery.pace(world, one, step))


def laundering(world: World, budget: int) -> None:
    """A rival with a void right becomes the client of a clean agency, which files so many of
    its complaints in good faith; it files some itself."""
    clean = [
        each
        for each in world.accounts
        if each.kind == "agent"
        and each.truth.pattern is None
        and each.truth.strategy is None
        and each.truth.innocent_kind is None
    ]
    if not clean:
        return
    agency, one = world.dice.pick(clean), rivals.competitor(world)
    one.truth = Truth("competitor", strategy="laundering", budget=budget)
    agency.truth = replace(
        agency.truth, innocent_kind="laundered", strategy="laundering", budget=budget
    )
    agency.quota += budget
    holder, left = one.clients[0], [budget]
    right = holder.rights[0]

    def pass_on() -> None:
        found: list[Listing | None] = [sight.best_seller(world, agency, holder.category)]
        chosen = [each for each in found if each is not None]
        if chosen and agency.may_file() and left[0] > 0:
            left[0] -= 1
            knavery.against(world, agency, right, chosen, principal=holder)

    for _ in range(budget):
        day = world.dice.between(agency.joins + 5, agency.leaves)
        world.clock.at(day, pass_on)


WAYS: tuple[Callable[[World, int], None], ...] = (split, laundering, slow_pace)
"""Strategy names are the functions' names; `big_lists` comes once, at the smallest budget."""
