"""Those who file for others honestly: agencies, law firms, and brands that hunt together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from abuse.market.made import Truth
from lab.makers.motives import contacts
from lab.makers.motives.actors import Account, Actor
from lab.makers.motives.cases import Case, file
from lab.makers.motives.draws import file_hash
from lab.makers.motives.goods import FOUNDED, INFRINGES, Brand, Listing
from lab.makers.motives.owners import FITS, Owner, basis
from lab.makers.motives.rights import Right
from lab.makers.motives.seasons import office_minute, on
from lab.makers.motives.statements import written

if TYPE_CHECKING:
    from lab.makers.motives.world import World


class Agent(Actor):
    """An agency or a law firm: clients, staff with accounts, hours, and a form that all its letters use.

    `greed` is the share of genuine goods that it reports as fakes because it is paid by the piece;
    an honest one has none. `backs_off` is how often it takes back what a seller answers.
    """

    def __init__(
        self,
        world: World,
        clients: list[Brand],
        truth: Truth,
        *,
        care: float,
        hours: float,
        staff: int = 1,
        greed: float = 0.0,
        backs_off: float = 0.0,
    ) -> None:
        super().__init__(world)
        self.clients = clients
        self.care, self.hours, self.greed, self.backs_off = care, hours, greed, backs_off
        self.name = world.names.word()
        self.done: set[tuple[Brand, Listing]] = set()
        self.cases: list[Case] = []
        # Since when its powers of attorney run.
        self.since = -world.chance.randint(0, 700)
        self.form = f"We act for the rights holder under power of attorney ({self.name})."
        firm = world.names.firm(self.name)
        base = contacts.made(
            world.names, firm, domain=f"{self.name.lower().replace(' ', '')}.example"
        )
        for number in range(staff):
            own = contacts.made(world.names, f"{firm} {number}", domain=base.email.split("@")[1])
            own.email = (
                base.email
                if number == 0
                else f"{world.names.person().lower().replace(' ', '.')}@{own.email.split('@')[1]}"
            )
            person = contacts.shared(own, base, ("phone", "address", "ip", "payment"))
            channel = "api" if hours > 12 and world.chance.happens(0.4) else "form"
            opened = -world.chance.randint(0, 900 * 1440)
            world.account(self, firm, "agent", person, truth, channel=channel, opened=opened)

    def sees(self, brand: Brand) -> list[tuple[Listing, Right]]:
        """What it will report for a client: copies that it finds, errors, and what greed adds."""
        chance = self.world.chance
        brand.touched[:] = [x for x in brand.touched if x.live or self.world.day - x.day < 60]
        found = []
        for each in brand.touched:
            right = brand.right(*FITS[each.touch])
            if right is None or (brand, each) in self.done or not each.live:
                continue
            infringes = bool(INFRINGES[each.touch])
            errs = chance.happens((1 - self.care) * (0.4 if each.touch == "genuine" else 1.2))
            if chance.happens(0.75) and (infringes or errs or chance.happens(self.greed)):
                found.append((each, right))
        return found

    def wake(self) -> None:
        """Work down the clients whose brands lose most, as far as the hours of these days go."""
        world, chance = self.world, self.world.chance
        if world.day >= world.p.days:
            return
        left = self.hours * world.season
        for brand in chance.some(self.clients, max(1, int(len(self.clients) * 0.6))):
            if left <= 0:
                break
            found = self.sees(brand)[: int(left * 8) + 1]
            left -= len(found) / 8 + 0.1
            groups: dict[tuple[Right, str], list[Listing]] = {}
            for listing, right in found:
                self.done.add((brand, listing))
                why = (
                    "counterfeit"
                    if not INFRINGES[listing.touch] and self.greed
                    else basis(world, right, listing)
                )
                groups.setdefault((right, why), []).append(listing)
            for (right, why), listings in groups.items():
                self.send(brand, right, why, listings)
        world.in_hours(chance.between(2, 9), self.wake, office=True)

    def send(self, brand: Brand, right: Right, why: str, listings: list[Listing]) -> None:
        world = self.world
        account: Account = world.chance.choice(self.accounts)
        text = written(world.record, why, brand.name, habit=self.form)
        power = file_hash("power", self.name, brand.name)
        papers = (("authorization", power),)
        given = {"reference": f"POA-{power[:8]}", "valid_from": on(world.p.start, self.since)}
        at = office_minute(world.chance, world.day, office=True)
        for first in range(0, len(listings), world.p.cap):
            case = file(world, account, right, why, listings[first : first + world.p.cap], brand=brand,
                        principal=brand.holder, statement=text, papers=papers, authorization=given, minute=at)  # fmt: skip
            self.cases += [case] if case else []

    def answered(self, case: Case, listing: Listing) -> tuple[str, float]:
        """Ask the client where it cares; drop what costs more than the piece brings where it does not."""
        chance = self.world.chance
        if chance.happens(self.backs_off):
            return "withdraw", 2.0
        if case.merits[listing] != FOUNDED and chance.happens(0.3 + 0.6 * self.care):
            return "withdraw", 4.0
        return ("silent" if chance.happens(0.15) else "hold"), 4.0


class Coalition:
    """Brands of one trade that share an investigator and strike at one seller in the same days."""

    def __init__(self, world: World, members: list[Owner]) -> None:
        self.world = world
        self.members = members
        self.struck: set[str] = set()

    def wake(self) -> None:
        """Choose the seller that copies most members, and let each file for itself."""
        world, chance = self.world, self.world.chance
        if world.day >= world.p.days:
            return
        counts: dict[str, int] = {}
        for owner in self.members:
            for name in sorted({x.store.operator.name for x in owner.brand.touched if x.live}):
                counts[name] = counts.get(name, 0) + (name not in self.struck)
        name = max(sorted(counts), key=lambda each: counts[each], default=None)
        if name is not None and counts[name] >= 2:
            self.struck.add(name)
            for owner in self.members:
                hall = [x for x in owner.brand.touched if x.live and x.store.operator.name == name]
                world.in_hours(chance.between(0, 5), self.join, owner, hall, name, office=True)
        world.in_hours(chance.between(15, 45), self.wake, office=True)

    def join(self, owner: Owner, hall: list[Listing], name: str) -> None:
        pairs = [(x, owner.brand.right(*FITS[x.touch])) for x in hall if x not in owner.done]
        taken = [(x, right) for x, right in pairs if right and owner.takes_for_copy(x, right)]
        owner.file_all(taken, report=file_hash("report", name, self.members[0].brand.name))
