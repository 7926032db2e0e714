"""What sellers choose: what to put on sale, whether to answer, whether to pay, whether to flee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lab.makers.motives import platform
from lab.makers.motives.cases import Case
from lab.makers.motives.draws import Urn
from lab.makers.motives.goods import FOUNDED, Brand, Listing, Operator
from lab.makers.motives.seasons import DAY

if TYPE_CHECKING:
    from lab.makers.motives.world import World

MARGIN: Final = 0.25
# What an answer costs a seller in hours, as money.
ANSWER: Final = 110.0
# How many strikes close a copier's store.
STRIKES: Final = 6
SUITS: Final = {
    "borrowed": ("designer", "label"),
    "alike": ("shape", "designer"),
    "gadget": ("inventor",),
    "fake": ("label", "shape"),
    "grey": ("label", "inventor"),
    "genuine": ("label", "inventor", "shape"),
    "namesake": ("label", "designer", "shape"),
}
NEEDS: Final = {"alike": "design", "gadget": "patent", "borrowed": "copyright"}


def brands_of(world: World, touch: str, category: int) -> tuple[list[Brand], Urn]:
    """Whom one can touch so, by fame where fame sells and evenly else."""
    known = world.urns.get((touch, category))
    if known is None:
        kinds, need = SUITS[touch], NEEDS.get(touch)
        all_of_it = [
            brand
            for brand in world.brands
            if brand.category == category
            and brand.kind in kinds
            and (need is None or brand.right(need) or brand.right("other"))
        ]
        by_fame = touch in ("fake", "grey", "genuine")
        urn = Urn([brand.fame if by_fame else brand.fame**0.15 for brand in all_of_it] or [1.0])
        known = world.urns[(touch, category)] = (all_of_it, urn)
    return known


def chosen(world: World, touch: str, category: int) -> Brand | None:
    """Of a few brands that come to mind, the one that promises most: fame, less what it defends."""
    brands, urn = brands_of(world, touch, category)
    if not brands:
        return None
    tries = [brands[urn.draw(world.chance)] for _ in range(2 if touch == "fake" else 1)]
    tries = [brand for brand in tries if brand.born <= world.day]
    return min(tries, key=lambda brand: brand.enforced, default=None)


def trade(world: World) -> None:
    """A day's new listings, more of them before sales days."""
    chance = world.chance
    if ("operators", 0) not in world.urns:
        world.urns["operators", 0] = ([], Urn([each.activity for each in world.operators]))
    everyone = world.urns["operators", 0][1]
    for _ in range(chance.whole(world.scale * 1.1 / 365 * world.season**0.5)):
        offer(world, world.operators[everyone.draw(chance)])
    if world.day % 7 == 0:
        for brand in world.brands:
            brand.enforced *= 0.9


def offer(world: World, operator: Operator, day: int | None = None) -> None:
    """Put on sale what pays this operator most."""
    chance = world.chance
    if operator.quit:
        return
    touch = "own"
    if operator.kind == "copier":
        touch = "fake" if chance.happens(0.85) else "borrowed"
    elif operator.kind == "follower":
        touch = chance.weighted({"borrowed": 5.0, "alike": 3.0, "gadget": 2.0})
    elif operator.kind == "reseller":
        touch = chance.weighted({"grey": world.p.grey, "genuine": 0.45, "own": 0.3})
    elif chance.happens(0.06):
        touch = "namesake"
    brand = chosen(world, touch, operator.category) if touch != "own" else None
    made = world.put_on_sale(operator, touch if brand else "own", brand, day=day)
    if brand is None:
        return
    if touch == "fake" and chance.happens(world.p.twice):
        made.also = chosen(world, "borrowed", operator.category)
        if made.also is brand:
            made.also = None
        if made.also:
            made.also.touched.append(made)
    for held in (brand, made.also):
        heard = world.p.tip * {"grey": 0.3, "namesake": 0.12, "genuine": 0}.get(touch, 1.0)
        if held and held.owner and not held.served and chance.happens(heard):
            wait = chance.spread(12, 0.9) + (chance.between(0, 60) if day is not None else 0)
            world.in_hours(wait, held.owner.wake, office=chance.happens(0.6))


def hit(world: World, case: Case, listing: Listing) -> None:
    """A listing fell: answer where that pays, put it up again where that pays more."""
    chance, seller = world.chance, listing.store.operator
    if listing.brand and case.merits[listing] == FOUNDED:
        listing.brand.enforced += 1 / (3 + 0.05 * listing.brand.fame)
    seller.hurt_by.append(case.account.actor)
    seller.strikes += 1
    if seller.plot:
        seller.plot(case, listing)
        return
    if answers(world, case, listing):
        days = chance.spread(5, 0.7)
        world.later(days, answer, world, case, listing)
    elif seller.kind in ("copier", "follower"):
        if seller.strikes > STRIKES and len(seller.stores) < 4 and chance.happens(0.3):
            world.store(seller)
        if seller.strikes > 4 * STRIKES and chance.happens(0.1):
            seller.quit = True
        elif chance.happens(0.3):
            world.later(chance.between(4, 40), offer, world, seller)


def answers(world: World, case: Case, listing: Listing) -> bool:
    """Whether what an answer brings is worth its hours; who copies fears to show itself."""
    chance, seller = world.chance, listing.store.operator
    founded = case.merits[listing] == FOUNDED
    if founded:
        trust = 0.3 if seller.forger else 0.02 if case.right.kind != "patent" else 0.3
    else:
        trust = 0.9 * seller.knowledge
    at_stake = MARGIN * listing.worth * chance.between(1, 3) * world.season
    aware = 0.8 if not founded else 0.2
    return chance.happens(aware) and trust * at_stake * (0.5 + seller.temper) > chance.spread(
        ANSWER, 0.9
    )


def answer(world: World, case: Case, listing: Listing) -> None:
    """Send a counter-notice."""
    if case.state[listing] != "down":
        return
    case.event(world.now, "counter_notice", [listing], by="seller")
    platform.countered(world, case, listing)


def asked_to_pay(world: World, case: Case, listing: Listing, amount: float) -> bool:
    """A filer wants money: pay where that is cheaper than the wait, or report it, or both not."""
    chance, seller = world.chance, listing.store.operator
    loss = MARGIN * listing.worth * world.season * (1.2 - seller.knowledge)
    if loss > amount and chance.happens(0.75 - 0.5 * seller.temper):
        return True
    if chance.happens(0.15 + 0.5 * seller.knowledge):
        case.event(world.now + DAY, "demand_report", [listing], by="seller")
        case.account.demands += 1
        if chance.happens(0.4):
            world.later(chance.between(10, 40), platform.grade, world, case)
    return False
