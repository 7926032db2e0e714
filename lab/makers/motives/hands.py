"""One hand behind one or several accounts that files what it knows to be wrong, where that pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lab.makers.motives import platform, sellers
from lab.makers.motives.actors import Account, Actor
from lab.makers.motives.cases import Case, file
from lab.makers.motives.draws import file_hash
from lab.makers.motives.goods import FITS, FOUNDED, INFRINGES, Brand, Listing
from lab.makers.motives.rights import Right
from lab.makers.motives.schemes import Scheme

if TYPE_CHECKING:
    from lab.makers.motives.world import World

# Of a listing that is down: what comes to a rival of its sales, as profit, for some three weeks.
DIVERTED: Final = 0.2
# What an account is worth to lose, the fee for a link, the least that is worth the hours.
PENALTY: Final = 400.0
FEE: Final = 4.0
LEAST: Final = 4.0


@dataclass
class Temper:
    """How it works: days between looks, hours a look, fear, whether it waits for sales days and
    strikes each seller over weeks, the share of true claims that it files for cover, how it
    writes, and whether each complaint comes from another account than the one before."""

    pace: float
    hours: float = 1.0
    fear: float = 0.2
    waits: float = 0.0
    slow: bool = False
    cover: float = 0.0
    habit: str = "own"
    alone: bool = False


class Hand(Actor):
    """A competitor, a ring's master, a squatter, an extortionist: what it is, its scheme says.

    `brand` is what it holds or poses as, `principal` the name that it files in where it poses,
    `evidence` one preserved page that all its accounts attach.
    """

    def __init__(self, world: World, scheme: Scheme, temper: Temper, category: int) -> None:
        super().__init__(world)
        self.scheme, self.temper, self.category = scheme, temper, category
        self.claims: dict[Account, Right] = {}
        self.brand: Brand | None = None
        self.principal: str | None = None
        self.evidence: str | None = None
        self.done: set[Listing] = set()
        # What it has come to believe: how often a complaint works, how near it is to be caught, and
        # what sellers pay.
        self.works, self.caught, self.tired = 0.5, 0.05, False
        self.price = world.chance.spread(150, 0.7)

    def prey(self) -> list[Listing]:
        """Listings that it could hit, dearest first, as a search of its kind shows them."""
        world, chance, kind = self.world, self.world.chance, self.scheme.prey
        touched = self.brand.touched if self.brand else []
        seen = [] if kind in ("grey", "any", "foes") else world.on_shelf(self.category, 60)
        if kind == "grey":
            seen = [x for x in touched if x.live and x.touch in ("grey", "genuine")]
        elif kind == "top" and touched and chance.happens(0.7):
            # Who sells the goods of a brand fears its letters.
            seen = [x for x in touched if x.live]
        elif kind == "makers":
            seen = [x for x in seen if x.touch in ("own", "namesake")]
        elif kind == "small":
            seen = [x for x in seen if x.store.operator.knowledge < 0.55]
        elif kind == "any":
            seen = chance.some(world.shelves[chance.randrange(world.p.categories)], 150)
        elif kind == "foes" and self.store and self.store.hurt_by:
            shops = [store for foe in self.store.hurt_by if foe.store for store in foe.store.stores]
            seen = [x for shop in shops for x in shop.listings if x.live]
            seen = list(dict.fromkeys(seen)) or world.on_shelf(self.category, 10)
        mine = self.store.stores if self.store else []
        fresh = [x for x in seen if x not in self.done and x.store not in mine]
        return sorted(fresh, key=lambda x: -x.worth)

    def gain(self, listing: Listing) -> float:
        """What it expects from a complaint, less what it fears."""
        risk = self.temper.fear * self.caught * PENALTY
        if self.scheme.wants == "fee":
            return FEE + LEAST - risk / 100
        taken = listing.worth * DIVERTED
        if self.scheme.wants == "ransom":
            taken = min(self.price, 0.3 * listing.worth) * 0.5
        return taken * self.works * self.world.season - risk

    def wake(self) -> None:
        """Look, weigh, file, cover, and decide when to look again."""
        world, chance, temper = self.world, self.world.chance, self.temper
        if self.tired or world.day >= world.p.days:
            return
        world.later(1 + chance.spread(temper.pace, 0.5), self.wake)
        if world.season == 1 and chance.happens(temper.waits):
            return
        left = temper.hours * (1.5 if world.season > 1.4 else 1)
        pay = [x for x in self.prey() if self.gain(x) > LEAST]
        while left > 0 and pay and not chance.happens(temper.cover):
            links = chance.randint(*self.scheme.links)
            part, pay = pay[:links], pay[links:]
            self.strike(part)
            left -= 0.5 + 0.1 * len(part)
        for account in self.accounts:
            if temper.cover and chance.happens(min(0.9, 1.2 * temper.cover)):
                self.true_claim(account)

    def strike(self, part: list[Listing]) -> None:
        """Hit listings from one account, or from some of a ring's one after another."""
        chance, ready = self.world.chance, [x for x in self.accounts if not x.closed]
        self.done.update(part)
        pack = chance.randint(1, max(2, int(len(ready) * 0.6))) if len(ready) > 2 else 1
        if self.temper.alone and ready:
            ready, pack = [min(ready, key=lambda each: (each.filed, each.reference))], 1
        for number, account in enumerate(chance.some(ready, pack)):
            wait = number * (chance.uniform(12, 35) if self.temper.slow else chance.uniform(0, 2.5))
            self.world.later(wait, self.lie, account, part)

    def lie(self, account: Account, part: list[Listing]) -> None:
        """File a false claim; a ring's later accounts leave out what is down already."""
        world, right = self.world, self.claims[account]
        part = [x for x in part if x.live or self.scheme.wants == "fee"]
        fake = right.kind == "trademark" and (
            self.scheme.prey == "grey" or world.chance.happens(0.5)
        )
        power = self.principal and file_hash("forged power", account.reference)
        held = (("evidence", self.evidence), ("authorization", power))
        papers = tuple((kind, paper) for kind, paper in held if paper)
        cases = file(world, account, right, "counterfeit" if fake else right.kind, part,
                     brand=self.brand if right.genuine else None, principal=self.principal,
                     habit=self.temper.habit, papers=papers)  # fmt: skip
        for case in cases if self.scheme.wants == "ransom" else []:
            for listing in case.merits:
                world.later(world.chance.uniform(0.5, 4), self.demand, case, listing)

    def true_claim(self, account: Account) -> None:
        """Report a real copy of a brand that it really holds, to look like one who protects it."""
        world, brand = self.world, self.brand
        if brand is None or account.closed:
            return
        fresh = [x for x in brand.touched if x.live and x not in self.done and INFRINGES[x.touch]]
        if not fresh and brand.owner is self and world.chance.happens(0.6):
            # It sells the goods of its brand, and what sells is copied.
            fresh = [world.put_on_sale(world.copier(), "fake", brand)]
        for listing in fresh[:2]:
            right = brand.right(*FITS[listing.touch])
            self.done.add(listing)
            if right:
                file(world, account, right, right.kind, [listing], brand=brand, habit="own")

    def demand(self, case: Case, listing: Listing) -> None:
        """Write to a seller that money ends it; learn what price is paid."""
        if case.state[listing] not in ("open", "down"):
            return
        wait = self.world.chance.uniform(0.5, 3)
        if sellers.asked_to_pay(self.world, case, listing, min(self.price, 0.4 * listing.worth)):
            self.price *= 1.08
            self.world.later(wait, platform.withdraw, self.world, case, listing, 0.2)
        else:
            self.price *= 0.95

    def answered(self, case: Case, listing: Listing) -> tuple[str, float]:
        """Give way before somebody looks closely, insist, or let it lie: by fear and habit."""
        if case.merits[listing] == FOUNDED:
            return "hold", 3.0
        withdraws = self.scheme.withdraws + 0.3 * self.temper.fear * self.caught
        silent = max(0.05, 1 - withdraws - self.scheme.holds)
        shares = {"withdraw": withdraws, "hold": self.scheme.holds, "silent": silent}
        return self.world.chance.weighted(shares), 2.5

    def told(self, case: Case, listing: Listing, outcome: str) -> None:
        """Learn: what works is done again, what nearly ended it makes it careful, or stop."""
        chance, temper = self.world.chance, self.temper
        if case.merits[listing] == FOUNDED:
            return
        fright = {"reinstatement": 0.04, "rejection": 0.01, "warned": 0.2, "closed": 0.34}
        self.works += 0.06 * ((outcome == "takedown") - self.works)
        self.caught = min(1.0, self.caught + fright.get(outcome, 0))
        if outcome == "warned":
            # Somebody watches: work less often, with more that is true between.
            temper.pace *= 1.5
            temper.cover = min(0.7, temper.cover + 0.15) if temper.cover else 0.0
        if outcome == "reinstatement" and chance.happens(1.0 if len(self.accounts) > 1 else 0.25):
            # Once more, from another account or with other words.
            self.done.discard(listing)
        self.tired = self.tired or chance.happens(self.caught * temper.fear * 0.12)
