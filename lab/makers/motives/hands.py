"""One hand behind one or several accounts that files what it knows to be wrong, where that pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lab.makers.motives import platform, sellers
from lab.makers.motives.actors import Account, Actor
from lab.makers.motives.cases import Case, file
from lab.makers.motives.draws import file_hash
from lab.makers.motives.goods import FOUNDED, INFRINGES, Brand, Listing, Operator
from lab.makers.motives.owners import FITS
from lab.makers.motives.rights import Right
from lab.makers.motives.schemes import Scheme
from lab.makers.motives.seasons import office_minute
from lab.makers.motives.statements import written

if TYPE_CHECKING:
    from lab.makers.motives.world import World

# Of a listing that is down: the share of its sales that come to a rival, for some three weeks.
DIVERTED: Final = 0.25 * 0.4 * 0.7
# What an account is worth to lose, the fee for a link, what an hour costs.
PENALTY: Final = 400.0
FEE: Final = 4.0
HOUR: Final = 15.0


@dataclass
class Temper:
    """How it works: days between looks, hours a look, fear, whether it waits for sales days, whether
    it strikes each seller over weeks, and the share of true claims that it files for cover."""

    pace: float
    hours: float
    fear: float
    waits: float
    slow: bool
    cover: float
    habit: str
    # Each complaint from another account than the one before.
    alone: bool = False


class Hand(Actor):
    """A competitor, a ring's master, a squatter, an extortionist: what it is, its scheme says."""

    def __init__(
        self, world: World, pattern: str, scheme: Scheme, temper: Temper, category: int
    ) -> None:
        super().__init__(world)
        self.pattern, self.scheme, self.temper, self.category = pattern, scheme, temper, category
        self.claims: dict[Account, Right] = {}
        self.brand: Brand | None = None
        self.principal: str | None = None
        # One preserved page that all its accounts attach.
        self.evidence: str | None = None
        self.store: Operator | None = None
        self.done: dict[Listing, int] = {}
        # What it has come to believe: how often a complaint works, how near it is to be caught, and
        # what sellers pay.
        self.works, self.caught = 0.5, 0.05
        self.price = world.chance.spread(150, 0.7)
        self.tired = False

    def prey(self) -> list[Listing]:
        """Listings that it could hit, as a search of its kind shows them."""
        world, chance, scheme = self.world, self.world.chance, self.scheme
        if scheme.prey == "grey" and self.brand:
            seen = [x for x in self.brand.touched if x.live and x.touch in ("grey", "genuine")]
        elif scheme.prey == "foes" and self.store:
            stores = [foe.store for foe in self.store.hurt_by if foe.store]
            seen = [x for foe in stores for store in foe.stores for x in store.listings if x.live]
            seen = seen or (world.on_shelf(self.category, 10) if self.store.hurt_by else [])
        elif scheme.prey == "any":
            shelf = chance.randrange(world.p.categories)
            seen = chance.some(world.shelves[shelf], 150)
        elif scheme.claim == "posed" and self.brand and chance.happens(0.7):
            # Who sells the goods of a brand fears its letters.
            seen = [x for x in self.brand.touched if x.live]
        else:
            seen = world.on_shelf(self.category, 60)
        if scheme.prey == "makers":
            seen = [x for x in seen if x.touch in ("own", "namesake")]
        if scheme.prey == "small":
            seen = [x for x in seen if x.store.operator.knowledge < 0.55]
        mine = self.store.stores if self.store else []
        fresh = [x for x in seen if self.done.get(x, 0) < 1 and x.store not in mine]
        return sorted(fresh, key=lambda x: -x.worth)

    def gain(self, listing: Listing) -> float:
        """What it expects from a complaint, less what it fears."""
        season, risk = self.world.season, self.temper.fear * self.caught * PENALTY
        if self.scheme.wants == "fee":
            return FEE - risk / 100
        if self.scheme.wants == "ransom":
            return min(self.price, 0.3 * listing.worth) * 0.5 * self.works * season - risk
        return listing.worth * DIVERTED * 3 * self.works * season - risk

    def wake(self) -> None:
        """Look, weigh, file, cover, and decide when to look again."""
        world, chance, temper = self.world, self.world.chance, self.temper
        if self.tired or world.day >= world.p.days:
            return
        world.in_hours(1 + chance.spread(temper.pace, 0.5), self.wake, office=False)
        if world.season == 1 and chance.happens(temper.waits):
            return
        left = temper.hours * (1.5 if world.season > 1.4 else 1)
        pay = [x for x in self.prey() if self.gain(x) > HOUR / 4 or self.scheme.wants == "fee"]
        while left > 0 and pay and not chance.happens(temper.cover):
            links = chance.randint(*self.scheme.links)
            part, pay = pay[:links], pay[links:]
            self.strike(part)
            left -= 0.5 + 0.1 * len(part)
        for account in self.accounts:
            if temper.cover and chance.happens(min(0.9, 1.2 * temper.cover)):
                self.true_claim(account)

    def open_accounts(self) -> list[Account]:
        return [each for each in self.accounts if not each.closed]

    def strike(self, part: list[Listing]) -> None:
        """Hit listings from one account, or from some of a ring's one after another."""
        chance, ready = self.world.chance, self.open_accounts()
        if not ready:
            return
        for listing in part:
            self.done[listing] = self.done.get(listing, 0) + 1
        pack = 1
        if self.temper.alone:
            ready = [min(ready, key=lambda each: (each.filed, each.reference))]
        elif len(ready) > 2:
            pack = chance.randint(1, max(2, int(len(ready) * 0.6)))
        for number, account in enumerate(chance.some(ready, pack)):
            wait = number * (chance.between(12, 35) if self.temper.slow else chance.between(0, 2.5))
            if number == 0:
                self.file(account, part)
            else:
                self.world.later(wait, self.file, account, part)

    def file(self, account: Account, part: list[Listing]) -> Case | None:
        """File a false claim; a ring's later accounts leave out what is down already."""
        world, right = self.world, self.claims[account]
        part = [x for x in part if x.live or self.scheme.wants == "fee"]
        why = right.kind
        if right.kind == "trademark" and (self.scheme.prey == "grey" or world.chance.happens(0.5)):
            why = "counterfeit"
        named = self.brand.name if self.brand else right.title
        text = written(world.record, why, named, habit=self.temper.habit)
        papers = [("identity", file_hash("identity", account.name))]
        if self.evidence:
            papers.append(("evidence", self.evidence))
        if self.principal:
            papers.append(("authorization", file_hash("forged power", account.reference)))
        brand = self.brand if right.genuine else None
        case = file(world, account, right, why, part, brand=brand, principal=self.principal,
                    statement=text, papers=tuple(papers),
                    minute=office_minute(world.chance, world.day, office=account.office))  # fmt: skip
        if case and self.scheme.wants == "ransom":
            for listing in part:
                world.later(world.chance.between(0.5, 4), self.demand, case, listing)
        return case

    def true_claim(self, account: Account) -> None:
        """Report a real copy of a brand that it really holds, to look like one who protects it."""
        world = self.world
        if self.brand is None or account.closed:
            return
        copies = [
            x for x in self.brand.touched if x.live and x not in self.done and INFRINGES[x.touch]
        ]
        if not copies and world.chance.happens(0.6):
            # It sells the goods of its brand, and what sells is copied.
            copiers = [x for x in world.operators if x.kind == "copier"]
            copies = [world.put_on_sale(world.chance.choice(copiers), "fake", self.brand)]
        for listing in copies[:2]:
            right = self.brand.right(*FITS[listing.touch])
            if right is None:
                continue
            self.done[listing] = 1
            text = written(self.world.record, right.kind, self.brand.name, habit="own")
            file(
                self.world, account, right, right.kind, [listing], brand=self.brand, statement=text
            )

    def demand(self, case: Case, listing: Listing) -> None:
        """Write to a seller that money ends it; learn what price is paid."""
        if case.state[listing] not in ("open", "down"):
            return
        asked = min(self.price, 0.4 * listing.worth)
        if sellers.asked_to_pay(self.world, case, listing, asked):
            self.price *= 1.08
            self.world.later(self.world.chance.between(0.5, 3), self.release, case, listing)
        else:
            self.price *= 0.95

    def release(self, case: Case, listing: Listing) -> None:
        if case.state[listing] in ("open", "down"):
            platform.withdraw(self.world, case, listing, graded=0.2)

    def answered(self, case: Case, listing: Listing) -> tuple[str, float]:
        """Give way before somebody looks closely, insist, or let it lie: by fear and habit."""
        if case.merits[listing] == FOUNDED:
            return "hold", 3.0
        chance, scheme = self.world.chance, self.scheme
        withdraws = scheme.withdraws + 0.3 * self.temper.fear * self.caught
        choice = chance.weighted({"withdraw": withdraws, "hold": scheme.holds,
                                  "silent": max(0.05, 1 - withdraws - scheme.holds)})  # fmt: skip
        return choice, 2.5

    def told(self, case: Case, listing: Listing, outcome: str) -> None:
        """Learn: what works is done again, what nearly ended it makes it careful or stop."""
        if case.merits[listing] == FOUNDED:
            return
        chance = self.world.chance
        self.works += 0.06 * ((outcome == "takedown") - self.works)
        if outcome in ("reinstatement", "closed"):
            self.caught = min(1.0, self.caught + 0.04 + 0.3 * (outcome == "closed"))
            if len(self.accounts) > 1 or chance.happens(0.25):
                # Once more, from another account or with other words.
                self.done[listing] = 0
        if outcome == "rejection":
            self.caught = min(1.0, self.caught + 0.01)
        if chance.happens(self.caught * self.temper.fear * 0.12):
            self.tired = True
