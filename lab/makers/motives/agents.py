"""Those who file for others: agencies, law firms, and brands that hunt together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from abuse.market.made import Truth
from lab.makers.motives import contacts
from lab.makers.motives.actors import Actor
from lab.makers.motives.cases import Case, file
from lab.makers.motives.draws import DAY, file_hash, on
from lab.makers.motives.goods import FITS, FOUNDED, INFRINGES, Brand, Listing
from lab.makers.motives.names import domain
from lab.makers.motives.owners import Owner, Pairs, grouped

if TYPE_CHECKING:
    from lab.makers.motives.world import World


class Agent(Actor):
    """An agency or a law firm: clients, staff with accounts, hours, and a form for all its letters.

    `greed` is the share of genuine goods that it reports as fakes because it is paid by the piece;
    an honest one has none. `backs_off` is how often it takes back what a seller answers.
    """

    def __init__(
        self, world: World, clients: list[Brand], truth: Truth, *, care: float, hours: float,
        staff: int = 1, greed: float = 0.0, backs_off: float = 0.0,
    ) -> None:  # fmt: skip
        super().__init__(world)
        chance, names = world.chance, world.names
        self.clients, self.care, self.hours = clients, care, hours
        self.greed, self.backs_off = greed, backs_off
        self.done: set[tuple[Brand, Listing]] = set()
        self.cases: list[Case] = []
        self.name = names.word()
        self.form = f"We act for the rights holder under power of attorney ({self.name})."
        # Since when its powers of attorney run.
        self.since = on(world.p.start, -chance.randint(0, 700))
        firm, channel = (
            names.firm(self.name),
            "api" if hours > 8 and chance.happens(0.4) else "form",
        )
        base = contacts.made(names, firm, host=domain(self.name))
        for number in range(staff):
            own = contacts.made(names, firm, host=f"m{number}.{domain(self.name)}")
            own = contacts.shared(own, base, ("phone", "address", "ip", "payment", "website"))
            world.account(self, firm, "agent", base if number == 0 else own, truth, channel=channel,
                          opened=-chance.randint(0, 900 * DAY))  # fmt: skip
        world.later(chance.randint(1, 90), self.wake)

    def finds(self, brand: Brand) -> Pairs:
        """What it will report for a client: copies that it finds, errors, and what greed adds."""
        chance, day = self.world.chance, self.world.day
        brand.touched[:] = [x for x in brand.touched if x.live or day - x.day < 120]
        found = []
        for each in [x for x in brand.touched if x.live and (brand, x) not in self.done]:
            right = brand.right(*FITS[each.touch])
            errs = (1 - self.care) * (0.4 if each.touch == "genuine" else 1.2)
            share = 1.0 if INFRINGES[each.touch] else errs + self.greed
            if right and chance.happens(0.75 * share):
                found.append((each, right))
        return found

    def wake(self) -> None:
        """Work down some clients, as far as the hours of these days go."""
        world, chance, left = self.world, self.world.chance, self.hours * self.world.season
        for brand in chance.some(self.clients, max(1, int(len(self.clients) * 0.6))):
            found = self.finds(brand)[: int(left * 8) + 1] if left > 0 else []
            left -= len(found) / 8 + 0.1
            self.done.update((brand, listing) for listing, _ in found)
            account, power = chance.choice(self.accounts), file_hash("power", self.name, brand.name)
            papers = (("authorization", power),)
            given = {"reference": f"POA-{power[:8]}", "valid_from": self.since}
            for (right, basis), listings in grouped(world, found).items():
                if self.greed and right.kind == "trademark":
                    basis = "counterfeit"
                self.cases += file(
                    world, account, right, basis, listings, brand=brand, principal=brand.holder,
                    habit=self.form, papers=papers, authorization=given)  # fmt: skip
        world.later(chance.uniform(2, 9), self.wake)

    def answered(self, case: Case, listing: Listing) -> tuple[str, float]:
        """Ask the client where it cares; drop what costs more than the piece brings where not."""
        chance, errs = self.world.chance, case.merits[listing] != FOUNDED
        if chance.happens(self.backs_off) or (errs and chance.happens(0.3 + 0.6 * self.care)):
            return "withdraw", 3.0
        return ("silent" if chance.happens(0.15) else "hold"), 4.0


class Coalition:
    """Brands of one trade that share an investigator and strike at one seller in the same days."""

    def __init__(self, world: World, members: list[Owner]) -> None:
        self.world, self.members = world, members
        self.struck: set[str] = set()

    def wake(self) -> None:
        """Choose the seller that copies most members, and let each file for itself."""
        world, chance = self.world, self.world.chance
        hurt: Counter[str] = Counter()
        for owner in self.members:
            stores = [x.store.operator.name for x in owner.brand.touched if x.live]
            hurt.update(each for each in dict.fromkeys(stores) if each not in self.struck)
        for name, count in hurt.most_common(1):
            self.struck.add(name)
            for owner in self.members if count > 1 else []:
                hall = [x for x in owner.brand.touched if x.live and x.store.operator.name == name]
                world.later(chance.uniform(0, 5), self.join, owner, hall, name)
        world.later(chance.uniform(10, 40), self.wake)

    def join(self, owner: Owner, hall: list[Listing], name: str) -> None:
        owner.report(owner.sure(hall), file_hash("report", name, self.members[0].brand.name))
