"""Honest owners of rights: they hear of copies, look, and file when a loss is worth the hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from abuse.market.made import Truth
from lab.makers.motives import platform
from lab.makers.motives.actors import Account, Actor
from lab.makers.motives.cases import Case, file
from lab.makers.motives.contacts import Contact
from lab.makers.motives.draws import DAY, RUN_UP, file_hash
from lab.makers.motives.goods import FITS, FOUNDED, Brand, Listing, merit
from lab.makers.motives.rights import Right

if TYPE_CHECKING:
    from lab.makers.motives.world import World

Pairs = list[tuple[Listing, Right]]
# What a loss of 30 days must be to be worth a look, and for coming again within weeks.
WORTH: Final = 1.7
MUCH: Final = 1000.0
# How readily a careless eye takes a listing for a copy, to one that bears a like name.
LIKENESS: Final = {"grey": 1.3, "own": 0.3, "genuine": 0.25}


@dataclass(frozen=True)
class Traits:
    """Why an owner acts as it does; `kind` is None for the ordinary one."""

    kind: str | None
    care: float
    hours: float
    habit: str
    each_alone: bool
    open_day: int = 0


def grouped(world: World, found: Pairs) -> dict[tuple[Right, str], list[Listing]]:
    """What is found, by the right and what a listing is accused of under it."""
    groups: dict[tuple[Right, str], list[Listing]] = {}
    for listing, right in found:
        fake = listing.touch == "fake" and world.chance.happens(0.7)
        basis = "counterfeit" if fake and right.kind == "trademark" else right.kind
        groups.setdefault((right, basis), []).append(listing)
    return groups


class Owner(Actor):
    """The holder of a brand. It files in its own name, or leaves that to an agent."""

    def __init__(self, world: World, brand: Brand, traits: Traits, contact: Contact) -> None:
        super().__init__(world)
        self.brand, self.traits, self.contact = brand, traits, contact
        self.done: set[Listing] = set()
        # The day for which it has planned to look, and whether it has given up to file itself.
        self.planned, self.left = -1, False
        brand.owner = self

    @property
    def me(self) -> Account:
        """Its account, opened when it first needs one."""
        if not self.accounts:
            chance, alone = self.world.chance, self.brand.kind == "designer"
            age = 0 if self.traits.open_day else chance.randint(0, 500)
            if chance.happens(0.25):
                age *= DAY
            self.world.account(
                self, self.brand.holder, "individual" if alone else "rights_holder", self.contact,
                Truth(innocent_kind=self.traits.kind), office=not alone,
                opened=self.world.now - age,
                channel=chance.choices(["form", "api", "email"], [8, 1, 1])[0])  # fmt: skip
        return self.accounts[0]

    def takes_for_copy(self, listing: Listing, right: Right) -> bool:
        """Whether it believes that a listing infringes: it errs less the more it cares."""
        if merit(right, self.brand, listing) == FOUNDED:
            return True
        if self.traits.kind == "channel" and listing.touch == "grey":
            return True
        errs = (1 - self.traits.care) * LIKENESS.get(listing.touch, 1.0)
        return self.world.chance.happens(errs)

    def sure(self, listings: list[Listing]) -> Pairs:
        """Which of these it would report, and under which right."""
        spare = self.brand.rights[0] if self.traits.care < 0.6 else None
        pairs = [
            (x, self.brand.right(*FITS[x.touch]) or spare) for x in listings if x not in self.done
        ]
        return [(x, right) for x, right in pairs if right and self.takes_for_copy(x, right)]

    def found(self) -> Pairs:
        """What a search shows it that it takes for copies, dearest loss first."""
        chance, brand, stale = self.world.chance, self.brand, 1 - self.traits.care
        brand.touched[:] = [x for x in brand.touched if x.live or self.world.day - x.day < 120]
        seen = [x for x in brand.touched if chance.happens(0.85 if x.live else 0.25 * stale)]
        if chance.happens(stale):
            more = self.world.on_shelf(brand.category, 1 + int(5 * stale))
            seen += [x for x in more if x not in seen]
        return sorted(self.sure(seen), key=lambda pair: -pair[0].worth)

    def wake(self) -> None:
        """Search, file, and come again soon if what was lost is much."""
        world, traits, chance = self.world, self.traits, self.world.chance
        if self.left or world.day < traits.open_day or world.day >= world.p.days:
            return
        if traits.kind == "sale_guard" and world.season == 1 and chance.happens(0.85):
            # It keeps its hours for the weeks before the sales days.
            self.again(RUN_UP)
            return
        found = self.found()[: max(1, int(traits.hours * 6 * world.season))]
        found = [pair for pair in found if pair[0].worth > WORTH or traits.care < 0.6]
        self.report(found)
        if sum(each.worth for each, _ in found) > MUCH and traits.hours > 2:
            self.again(chance.uniform(7, 35) / traits.hours**0.3)
        framed = any(self in plant.framed for plant in world.plants)
        if len(self.done) > 15 and traits.kind is None and chance.happens(0.04) and not framed:
            # It has had enough of it, and pays an agent from now on.
            self.brand.served = self.left = True
            chance.choice(world.agents).clients.append(self.brand)

    def again(self, days: float) -> None:
        if self.planned <= self.world.day:
            self.planned = self.world.day + int(days)
            self.world.later(days, self.wake)

    def report(self, found: Pairs, report: str | None = None) -> None:
        """One complaint a right and basis, or one a listing where that is its habit.

        `report` is a paper of an investigator that works for several brands.
        """
        world = self.world
        self.done.update(listing for listing, _ in found)
        for (right, basis), listings in grouped(world, found).items():
            grey = [x for x in listings if x.touch == "grey" and self.traits.kind == "channel"]
            rest = [x for x in listings if x not in grey]
            parts = [[x] for x in rest] if self.traits.each_alone else [rest]
            for part, why in [(grey, "unauthorised_channel"), *((x, basis) for x in parts)]:
                seen = report or file_hash("seen", world.now, basis, len(part), self.brand.name)
                papers = (("evidence", seen),) if report or world.record.happens(0.4) else ()
                file(world, self.me, right, why, part, brand=self.brand, papers=papers,
                     habit=self.traits.habit)  # fmt: skip

    def answered(self, case: Case, listing: Listing) -> tuple[str, float]:
        """Look again: take back what it now sees as an error, hold to the rest, or have no time."""
        chance, traits, true = self.world.chance, self.traits, case.merits[listing] == FOUNDED
        if traits.kind == "licensor" and true and chance.happens(0.6):
            # They came to terms: a licence, and the listing may stay.
            return "withdraw", 6.0
        if not true and chance.happens(0.3 + 0.6 * traits.care):
            return ("withdraw" if chance.happens(0.75) else "silent"), 3.0
        return ("silent" if chance.happens(0.35 - 0.03 * min(10, traits.hours)) else "hold"), 3.0

    def told(self, case: Case, listing: Listing, outcome: str) -> None:
        """See an error by itself, ask again with better papers, or take a warning to heart."""
        chance, care, true = self.world.chance, self.traits.care, case.merits[listing] == FOUNDED
        if outcome == "warned":
            self.traits = replace(self.traits, care=care + 0.4 * (1 - care))
        elif outcome == "takedown" and not true and chance.happens(0.08 * care):
            self.world.later(
                chance.uniform(1, 6), platform.withdraw, self.world, case, listing, 0.3
            )
        elif outcome == "rejection" and true and chance.happens(0.2):
            self.done.discard(listing)
            self.again(chance.uniform(3, 20))
