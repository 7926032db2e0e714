"""Honest owners of rights: they hear of copies, look, and file when a loss is worth the hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from abuse.market.made import Truth
from lab.makers.motives import contacts
from lab.makers.motives.actors import Account, Actor
from lab.makers.motives.cases import Case, file
from lab.makers.motives.contacts import Contact
from lab.makers.motives.draws import file_hash
from lab.makers.motives.goods import FOUNDED, Brand, Listing, merit
from lab.makers.motives.rights import Right
from lab.makers.motives.seasons import RUN_UP, office_minute
from lab.makers.motives.statements import written

if TYPE_CHECKING:
    from lab.makers.motives.world import World

# Which right fits what was done, best first.
FITS: Final = {
    "fake": ("trademark", "design", "copyright"),
    "borrowed": ("copyright", "other"),
    "alike": ("design", "copyright"),
    "gadget": ("patent", "design"),
    "grey": ("trademark", "patent"),
    "genuine": ("trademark", "patent"),
    "namesake": ("trademark", "design", "copyright"),
    "own": ("copyright", "trademark", "design", "patent"),
}
# What an hour of an owner's or an agent's person costs, as money.
HOUR: Final = 25.0


def basis(world: World, right: Right, listing: Listing) -> str:
    """What a listing is accused of under a right."""
    if right.kind == "trademark":
        return (
            "counterfeit" if listing.touch == "fake" and world.chance.happens(0.7) else "trademark"
        )
    return right.kind


@dataclass(frozen=True)
class Traits:
    """Why an owner acts as it does; `kind` is None for the ordinary one."""

    kind: str | None
    care: float
    hours: float
    habit: str
    each_alone: bool
    open_day: int = 0


class Owner(Actor):
    """The holder of a brand. It files in its own name, or leaves that to an agent."""

    def __init__(self, world: World, brand: Brand, traits: Traits, contact: Contact) -> None:
        super().__init__(world)
        self.brand = brand
        self.traits = traits
        self.contact = contact
        self.done: set[Listing] = set()
        self.waits = False
        # Whether it gave its account away and files no more.
        self.sold = False
        brand.owner = self

    @property
    def me(self) -> Account:
        """Its account, opened when it first needs one."""
        if not self.accounts:
            kind = "individual" if self.brand.kind == "designer" else "rights_holder"
            chance = self.world.chance
            self.world.account(
                self,
                self.brand.holder,
                kind,
                self.contact,
                Truth(innocent_kind=self.traits.kind),
                office=kind != "individual",
                channel=chance.choices(["form", "api", "email"], [8, 1, 1])[0],
                opened=self.world.now - (0 if self.traits.open_day else chance.randint(0, 500)),
            )
        return self.accounts[0]

    def takes_for_copy(self, listing: Listing, right: Right) -> bool:
        """Whether it believes that a listing infringes: it errs less the more it cares."""
        chance, care = self.world.chance, self.traits.care
        if merit(right, self.brand, listing) == FOUNDED:
            return True
        if self.traits.kind == "channel" and listing.touch == "grey":
            return True
        return chance.happens(
            (1 - care) * {"grey": 1.6, "own": 0.3, "genuine": 0.35}.get(listing.touch, 1.3)
        )

    def found(self) -> list[tuple[Listing, Right]]:
        """Listings that its search shows and that it takes for copies, dearest loss first."""
        chance, brand = self.world.chance, self.brand
        brand.touched[:] = [each for each in brand.touched if each.live or each not in self.done]
        stale = 1 - self.traits.care
        seen = [
            each
            for each in brand.touched
            if each not in self.done and chance.happens(0.85 if each.live else 0.25 * stale)
        ]
        if chance.happens(stale):
            seen += [
                x
                for x in self.world.on_shelf(brand.category, 1 + int(5 * stale))
                if x not in self.done
            ]
        pairs = [(each, brand.right(*FITS[each.touch])) for each in seen]
        if self.traits.care < 0.6:
            pairs = [(each, right or brand.rights[0]) for each, right in pairs]
        held = [
            (each, right) for each, right in pairs if right and self.takes_for_copy(each, right)
        ]
        return sorted(held, key=lambda pair: -pair[0].worth)

    def wake(self) -> None:
        """Search, file, and come again soon if what was lost is much."""
        world, traits = self.world, self.traits
        self.waits = False
        if self.sold:
            return
        if world.day < traits.open_day or world.day >= world.p.days:
            if world.day < traits.open_day:
                world.in_hours(traits.open_day - world.day, self.wake, office=True)
            return
        if traits.kind == "sale_guard" and world.season == 1 and world.chance.happens(0.85):
            # It keeps its hours for the weeks before the sales days.
            self.again(RUN_UP)
            return
        found = self.found()[: max(1, int(traits.hours * 6 * world.season))]
        worth = [pair for pair in found if pair[0].worth * 3 > HOUR / 5 or traits.care < 0.6]
        self.file_all(worth)
        if sum(each.worth for each, _ in worth) > 40 * HOUR and traits.hours > 2:
            self.again(world.chance.between(7, 35) / traits.hours**0.3)

    def again(self, days: float) -> None:
        if not self.waits:
            self.waits = True
            self.world.in_hours(days, self.wake, office=True)

    def file_all(self, found: list[tuple[Listing, Right]], report: str | None = None) -> None:
        """One complaint a right and basis, or one a listing where that is its habit.

        `report` is a paper of an investigator that works for several brands.
        """
        world = self.world
        groups: dict[tuple[Right, str, int], list[Listing]] = {}
        for number, (listing, right) in enumerate(found):
            why = basis(world, right, listing)
            if self.traits.kind == "channel" and listing.touch == "grey":
                why = "unauthorised_channel"
            alone = number if self.traits.each_alone else 0
            groups.setdefault((right, why, alone), []).append(listing)
            self.done.add(listing)
        at = office_minute(world.chance, world.day, office=self.me.office) if found else 0
        for (right, why, _), listings in groups.items():
            text = written(world.record, why, self.brand.name, habit=self.traits.habit)
            papers = [("identity", file_hash("identity", self.brand.holder))]
            if report:
                papers.append(("evidence", report))
            elif world.record.happens(0.4):
                papers.append(("evidence", file_hash("evidence", listings[0].number, world.now)))
            for first in range(0, len(listings), world.p.cap):
                part = listings[first : first + world.p.cap]
                at += world.chance.randint(2, 15)
                file(world, self.me, right, why, part, brand=self.brand, statement=text,
                     papers=tuple(papers), minute=at)  # fmt: skip

    def answered(self, case: Case, listing: Listing) -> tuple[str, float]:
        """Look again: take back what it now sees as an error, hold to the rest, or have no time."""
        chance, care = self.world.chance, self.traits.care
        if (
            self.traits.kind == "licensor"
            and case.merits[listing] == FOUNDED
            and chance.happens(0.6)
        ):
            # They came to terms: a licence, and the listing may stay.
            return "withdraw", 6.0
        if case.merits[listing] != FOUNDED and chance.happens(0.3 + 0.6 * care):
            return ("withdraw" if chance.happens(0.75) else "silent"), 3.0
        return (
            "silent" if chance.happens(0.35 - 0.03 * min(10, self.traits.hours)) else "hold"
        ), 3.0

    def told(self, case: Case, listing: Listing, outcome: str) -> None:
        """A careful owner asks again with better papers when a plain copy was refused."""
        chance = self.world.chance
        if outcome == "takedown" and case.merits[listing] != FOUNDED:
            if chance.happens(0.08 * self.traits.care):
                self.world.later(chance.between(1, 6), self.take_back, case, listing)
        elif outcome == "rejection" and case.merits[listing] == FOUNDED and chance.happens(0.2):
            self.done.discard(listing)
            self.again(chance.between(3, 20))

    def take_back(self, case: Case, listing: Listing) -> None:
        """It found its own error before anybody complained."""
        from lab.makers.motives import platform

        if case.state[listing] == "down":
            platform.withdraw(self.world, case, listing, graded=0.3)


def contact_of(world: World, brand: Brand, *, free: bool) -> Contact:
    """An owner's own contact."""
    domain = None if free else f"{brand.name.lower().replace(' ', '')}.example"
    return contacts.made(world.names, brand.holder, domain=domain, country=brand.country)
