"""What sellers choose: what to put on sale, whether to answer, whether to pay, whether to flee."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from lab.makers.motives import platform
from lab.makers.motives.draws import DAY
from lab.makers.motives.goods import FOUNDED, Brand, Listing, Operator

if TYPE_CHECKING:
    from lab.makers.motives.cases import Case
    from lab.makers.motives.world import World

MARGIN: Final = 0.25
# What an answer costs a seller in hours, as money.
ANSWER: Final = 110.0
# After how many fallen listings a copier opens another store.
STRIKES: Final = 6
# Which brands are touched in which way, and the right that makes it worth while.
SUITS: Final = {
    "fake": ("label", "shape"), "borrowed": ("designer", "label"), "alike": ("shape", "designer"),
    "gadget": ("inventor",), "grey": ("label", "inventor"),
    "genuine": ("label", "inventor", "shape"),
    "namesake": ("label", "designer", "shape"),
}  # fmt: skip
NEEDS: Final = {"alike": ("design",), "gadget": ("patent",), "borrowed": ("copyright", "other")}
# What each kind of seller puts on sale; what it does beside is its own goods.
HABITS: Final = {
    "copier": {"fake": 85.0, "borrowed": 15.0},
    "follower": {"borrowed": 50.0, "alike": 30.0, "gadget": 20.0},
    "maker": {"own": 94.0, "namesake": 6.0},
}
# How much less than a copy such a listing makes its owner hear of it.
LOUD: Final = {"grey": 0.3, "namesake": 0.12, "genuine": 0.0}


def chosen(world: World, touch: str, category: int) -> Brand | None:
    """Of a few brands that come to mind, the one that promises most: fame, less what it defends."""
    if (touch, category) not in world.prey:
        need = NEEDS.get(touch, ())
        known = [x for x in world.brands if x.category == category and x.kind in SUITS[touch]
                 and (not need or x.right(*need))]  # fmt: skip
        power = 1.0 if touch in ("fake", "grey", "genuine") else 0.15
        world.prey[touch, category] = known, list(accumulate(x.fame**power for x in known))
    known, weights = world.prey[touch, category]
    if not known:
        return None
    tries = world.chance.choices(known, cum_weights=weights, k=2 if touch == "fake" else 1)
    tries = [brand for brand in tries if brand.born <= world.day]
    return min(tries, key=lambda brand: brand.enforced, default=None)


def trade(world: World) -> None:
    """A day's new listings, more of them before sales days; copiers forget what hurt others."""
    count = world.scale * 1.1 / 365 * world.season**0.5
    count = int(count) + world.chance.happens(count % 1)
    for operator in world.chance.choices(world.operators, cum_weights=world.activity, k=count):
        offer(world, operator)
    if world.day % 7 == 0:
        for brand in world.brands:
            brand.enforced *= 0.9


def offer(world: World, operator: Operator, day: int | None = None) -> None:
    """Put on sale what pays this operator most; whom it touches may hear of it."""
    chance = world.chance
    if operator.quit:
        return
    resale = {"grey": world.p.grey, "genuine": 0.45, "own": 0.3}
    touch = chance.weighted(HABITS.get(operator.kind, resale))
    brand = chosen(world, touch, operator.category) if touch != "own" else None
    made = world.put_on_sale(operator, touch if brand else "own", brand, day)
    if brand and touch == "fake" and chance.happens(world.p.twice):
        other = chosen(world, "borrowed", operator.category)
        if other and other is not brand:
            made.also = other
            other.touched.append(made)
    for held in (brand, made.also):
        if (
            held
            and held.owner
            and not held.served
            and chance.happens(world.p.tip * LOUD.get(touch, 1))
        ):
            wait = chance.spread(12, 0.9) + (chance.uniform(0, 60) if day is not None else 0)
            world.later(wait, held.owner.wake)


def hit(world: World, case: Case, listing: Listing) -> None:
    """A listing fell: answer where that pays, put it up again where that pays more."""
    chance, seller = world.chance, listing.store.operator
    if listing.brand and case.merits[listing] == FOUNDED:
        listing.brand.enforced += 1 / (3 + 0.05 * listing.brand.fame)
    seller.hurt_by.append(case.account.actor)
    seller.strikes += 1
    if seller.plot:
        seller.plot(case, listing)
    elif answers(world, case, listing):
        world.later(chance.spread(5, 0.7), answer, world, case, listing)
    elif seller.kind in ("copier", "follower"):
        if seller.strikes > STRIKES and len(seller.stores) < 4 and chance.happens(0.3):
            world.store(seller)
        if seller.strikes > 4 * STRIKES and chance.happens(0.1):
            seller.quit = True
        elif chance.happens(0.3):
            world.later(chance.uniform(4, 40), offer, world, seller)


def answers(world: World, case: Case, listing: Listing) -> bool:
    """Whether what an answer brings is worth its hours; who copies fears to show itself."""
    chance, seller = world.chance, listing.store.operator
    aware, trust = 0.8, 0.9 * seller.knowledge
    if case.merits[listing] == FOUNDED:
        aware = 0.2
        trust = 0.3 if seller.forger or case.right.kind == "patent" else 0.02
    at_stake = MARGIN * listing.worth * chance.uniform(1, 3) * world.season
    pays = trust * at_stake * (0.5 + seller.temper) > chance.spread(ANSWER, 0.9)
    return chance.happens(aware) and pays


def answer(world: World, case: Case, listing: Listing) -> None:
    """Send a counter-notice."""
    if case.state[listing] == "down":
        case.event(world, world.now, "counter_notice", [listing], by="seller")
        platform.countered(world, case, listing)


def asked_to_pay(world: World, case: Case, listing: Listing, amount: float) -> bool:
    """A filer wants money: pay where that is cheaper than the wait, or report it, or both not."""
    chance, seller = world.chance, listing.store.operator
    loss = MARGIN * listing.worth * world.season * (1.2 - seller.knowledge)
    if loss > amount and chance.happens(0.75 - 0.5 * seller.temper):
        return True
    if chance.happens(0.15 + 0.5 * seller.knowledge):
        report_demand(world, case, listing)
        if chance.happens(0.4):
            world.later(chance.uniform(10, 40), platform.grade, world, case)
    return False


def report_demand(world: World, case: Case, listing: Listing) -> None:
    """Tell the platform that the filer wanted money."""
    case.event(world, world.now + DAY, "demand_report", [listing], by="seller")
    case.account.demands += 1
