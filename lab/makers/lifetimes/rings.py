"""Makes rings: several accounts that one hand moves against the best shops of a trade (P3)."""

from __future__ import annotations

from functools import partial

from abuse.market.made import Truth
from lab.makers.lifetimes import knavery, naming, rivals, shops, sight
from lab.makers.lifetimes.batches import right_for, send
from lab.makers.lifetimes.parties import Account, Right
from lab.makers.lifetimes.things import Store
from lab.makers.lifetimes.world import World

SHARED = ("phone", "address", "ips", "devices", "payment", "paper", "words", "mail")
"""What members may have in common: email, IP and the preservation agent in Xu v. Tian (R1)."""


def ring(world: World, size: int, name: str) -> list[Account]:
    """`size` accounts and the shop that they serve. A third of rings is hidden, a third files
    some true complaints too, two in five take weeks over a victim."""
    dice = world.dice
    hidden, slow, mixed = dice.chance(0.3), dice.chance(0.4), dice.chance(0.35)
    store = rivals.own_store(world, dice.pick(tuple(world.honest)), goods=5)
    quota = knavery.quota(world, 8, 0.5)
    members = [knavery.account(world, quota=quota) for _ in range(size)]
    rights = {}
    lead = members[0]
    for each in members:
        each.truth = Truth("ring", ring=name, camouflaged=mixed, slow=slow, hidden=hidden)
        each.joins = max(1.0, lead.joins + dice.between(0, 30))
        each.leaves = min(world.span, max(lead.leaves, each.joins + 45))
        each.registered = each.joins - dice.skewed(25, 0.9)
        each.clients[0].category = store.category
        kind = dice.pick(("copyright", "design", "trademark"))
        rights[each.reference] = knavery.void_right(world, each, kind)
    paper = None if hidden else _share(world, members)
    hand = Hand(world, members, rights, store, (0.5, 18.0) if slow else (0.05, 3.0), paper)
    if mixed:
        _give_true_cases(world, members)
    world.beginnings.append(hand.start)
    return members


def _share(world: World, members: list[Account]) -> str | None:
    """Give the members two to four things in common, each to most of them; a common paper."""
    dice, first = world.dice, members[0]
    first.phone = first.phone or naming.phone(dice, first.country)
    first.payment = first.payment or naming.payment(dice)
    common = dice.some(SHARED, dice.whole(2, 4))
    at = naming.domain(dice, naming.mark(dice))
    for each in members:
        for trait in ("phone", "address", "ips", "devices", "payment"):
            if trait in common and dice.chance(0.8):
                setattr(each, trait, getattr(first, trait))
        if "words" in common:
            each.texts = first.texts
        if "mail" in common and dice.chance(0.8):
            each.emails = [naming.mailbox(dice, at)]
    return dice.sha256() if "paper" in common else None


def _give_true_cases(world: World, members: list[Account]) -> None:
    """Each member also buys into goods that are truly copied, and files on them too."""
    for each in members:
        genuine = world.holder(first="trademark", age=400)
        each.clients.append(genuine)
        for turn in range(1 + each.quota // 8):
            day = each.joins - 4 if turn == 0 else world.dice.between(each.joins, each.leaves)
            world.clock.at(day, partial(shops.copy_shop, world, genuine))


class Hand:
    """Moves a ring: picks a victim when one sells better, and lets the members file in turn."""

    def __init__(
        self,
        world: World,
        members: list[Account],
        rights: dict[str, Right],
        store: Store,
        spread: tuple[float, float],
        paper: str | None,
    ) -> None:
        self.world, self.members, self.rights = world, members, rights
        self.store, self.spread, self.paper = store, spread, paper

    def start(self) -> None:
        """Begin to look around; each member files at least once before the market's end."""
        first = min(each.joins for each in self.members)
        self.gap = (self.members[0].leaves - first) / (self.members[0].quota + 1)
        self.world.clock.at(first, self.look)
        for each in self.members:
            each.on_warning = partial(self._warned, each)
            self.world.clock.at(self.world.span - 7, partial(self._last, each))

    def look(self) -> None:
        """Choose a shop to hit; the hand tires when nobody has anything left to file."""
        able = [each for each in self.members if each.may_file()]
        if not able:
            return
        victim = rivals.overtaker(self.world, able[0], self.store)
        if victim is not None:
            for each in able:
                if self.world.dice.chance(0.85):
                    delay = self.world.dice.between(*self.spread)
                    self.world.clock.after(delay, partial(self.hit, each, victim.store))
        near = self.world.clock.to_festival(self.world.clock.now) < 25
        wait = self.gap * self.world.dice.between(0.5, 1.4) * (0.6 if near else 1.0)
        self.world.clock.after(max(0.5, wait), self.look)

    def hit(self, one: Account, shop: Store) -> int:
        """One member files against the victim's shop, or now and then on a true case."""
        if not one.may_file() or self.world.clock.now < one.joins:
            return 0
        if len(one.clients) > 1 and self.world.dice.chance(0.5):
            true = sight.copies(self.world, one, one.clients[1])[:1]
            if true:
                return send(
                    self.world, one, [(true[0], *right_for(self.world, one.clients[1], true[0]))]
                )
        goods = sorted(sight.of_store(one, shop), key=lambda each: -each.popularity)
        papers = (self.paper,) if self.paper else ()
        right = self.rights[one.reference]
        return knavery.against(
            self.world, one, right, goods[: self.world.dice.whole(1, 3)], papers=papers
        )

    def _warned(self, one: Account) -> None:
        one.stopped = self.world.dice.chance(0.5)

    def _last(self, one: Account) -> None:
        if one.filed == 0:
            one.stopped = False
            best = sight.best_seller(self.world, one, self.store.category, spare=[self.store])
            if best is None or self.hit(one, best.store) == 0:
                self.world.clock.after(0.3, lambda: self._last(one))
