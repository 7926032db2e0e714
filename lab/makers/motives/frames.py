"""Innocents framed by others: bait, puppets before and after, answers, neighbours, a name misused.

Whoever frames does only what it can: it rents desks, runs shops, opens accounts, types another's
public marks into a form, and copies a certificate that an office prints. Nobody confirms a mailbox
or a bank account that is another's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from abuse.market.made import Truth
from lab.makers.motives import contacts, sellers
from lab.makers.motives.actors import Account, Actor, Plant
from lab.makers.motives.cases import Case, file
from lab.makers.motives.crimes import hand
from lab.makers.motives.goods import Listing, Operator
from lab.makers.motives.owners import Owner
from lab.makers.motives.population import ordinary
from lab.makers.motives.rights import pretext

if TYPE_CHECKING:
    from lab.makers.motives.world import World


def victim(world: World) -> Owner:
    """An ordinary owner of some fame against whom nobody plots yet."""
    taken = [each for plant in world.plants for each in plant.framed]
    known = [each for each in ordinary(world, "label", "shape") if each not in taken]
    if not known:
        # A small market: anybody who still stands alone.
        everyone = [x.owner for x in world.brands if isinstance(x.owner, Owner)]
        known = [each for each in everyone if each not in taken] or everyone
    return world.chance.choice(sorted(known, key=lambda x: -x.brand.fame)[:8])


def shop(world: World, category: int) -> Operator:
    """A shop of those who plot."""
    made = Operator(world.names.firm(), "bait", category, 0.9, 1.0, True, 0.0)
    world.store(made)
    return made


class Mob:
    """Sellers whose copies the victim reports: they answer with forged bills and cry ransom."""

    def __init__(self, world: World, owner: Owner, plant: Plant) -> None:
        self.world, self.owner, self.plant = world, owner, plant
        self.shops = [shop(world, owner.brand.category) for _ in range(3 + plant.budget // 8)]
        for each in self.shops:
            each.plot = self.answer
        world.later(world.chance.randint(5, 60), self.wake)

    def wake(self) -> None:
        """Put bait on sale and let the victim hear of it."""
        world, chance = self.world, self.world.chance
        if self.plant.acts < self.plant.budget and world.day < world.p.days - 30:
            world.put_on_sale(chance.choice(self.shops), "fake", self.owner.brand)
            world.later(chance.uniform(2, 6), self.owner.wake)
            world.later(max(2.0, 0.5 * world.p.days / self.plant.budget), self.wake)

    def answer(self, case: Case, listing: Listing) -> None:
        """A takedown came: a counter-notice, or a report of a demand that was never made."""
        world, mine = self.world, case.account.actor is self.owner
        if mine and world.chance.happens(0.35) and self.plant.spend():
            sellers.report_demand(world, case, listing)
        if mine and self.plant.spend():
            world.later(world.chance.uniform(1, 4), sellers.answer, world, case, listing)


class Puppets(Actor):
    """Accounts that look like the victim's own people and file what will be found baseless.

    Where `named`, they file in its name; else beside it, on bait that it reports too.
    """

    def __init__(
        self, world: World, owner: Owner, plant: Plant, accounts: int, *, named: bool
    ) -> None:
        super().__init__(world)
        self.owner, self.plant, self.named = owner, plant, named
        self.bait = shop(world, owner.brand.category)
        truth = Truth(pattern="framer", ring=f"{plant.strategy}-{len(world.accounts)}", hidden=True)
        for _ in range(accounts):
            name = world.names.person() if world.chance.happens(0.5) else owner.brand.holder
            # The victim's public marks, typed into a form.
            marks = ("address", "phone", "website")
            own = contacts.shared(contacts.made(world.names, name), owner.contact, marks)
            own.typed = marks
            world.account(self, name, "agent" if named else "individual", own, truth)
        plant.plotters, plant.acts = self.accounts, accounts
        world.later(world.chance.randint(5, 80), self.wake)

    def wake(self) -> None:
        """A bait, a puppet before the victim and one after, and a baseless claim on a stranger."""
        world, chance = self.world, self.world.chance
        if world.day > world.p.days - 20 or not self.plant.spend(3):
            return
        bait = world.put_on_sale(self.bait, "fake", self.owner.brand)
        if not self.named:
            world.later(2.0, self.lie, chance.choice(self.accounts), [bait])
            world.later(3.5, self.lie, chance.choice(self.accounts), [bait])
        # The victim hears of the bait, and files too.
        world.later(2.3, self.owner.wake)
        for wait in (0.5, 1.5, 3.0) if self.named else (chance.uniform(4, 9),):
            world.later(wait, self.smear)
        world.later(max(3.0, 1.5 * world.p.days / self.plant.budget), self.wake)

    def smear(self) -> None:
        """Hit somebody who never touched the brand."""
        shelf = self.world.on_shelf(self.owner.brand.category, 8)
        honest = [each for each in shelf if each.touch == "own"]
        self.lie(self.world.chance.choice(self.accounts), honest[:1])

    def lie(self, account: Account, part: list[Listing]) -> None:
        """Under the victim's right, whose number and certificate the register shows to all."""
        right, brand = pretext(self.owner.brand.rights[0], looks=0.45), self.owner.brand
        file(self.world, account, right, right.kind, part, habit=self.owner.traits.habit,
             principal=brand.holder if self.named else None)  # fmt: skip

    def answered(self, case: Case, listing: Listing) -> tuple[str, float]:
        return "withdraw", 2.0


def mob(world: World) -> Plant:
    """Sellers who work together make an owner look like one whose claims fall."""
    owner = victim(world)
    plant = Plant("seller_mob", world.chance.choice((4, 10, 25)), framed=[owner])
    Mob(world, owner, plant)
    return plant


def puppets(world: World, strategy: str, *, named: bool) -> Plant:
    owner = victim(world)
    plant = Plant(strategy, world.chance.choice((10, 20, 40)), framed=[owner])
    Puppets(world, owner, plant, 2 + plant.budget // 15, named=named)
    return plant


def neighbours(world: World) -> Plant:
    """A ring rents desks in an office of unrelated owners: address and line are really its own."""
    offices: dict[str, list[Owner]] = {}
    for each in [x.owner for x in world.brands if isinstance(x.owner, Owner)]:
        if each.traits.kind == "shared_office":
            offices.setdefault(each.contact.address, []).append(each)
    owners = max(offices.values(), key=lambda x: sum(y.brand.fame for y in x), default=[])
    made = hand(world, "ring", 4, plotted=True)
    for account in made.accounts if owners else []:
        account.contact.address = owners[0].contact.address
        account.contact.lines = [owners[0].contact.lines[0], *account.contact.lines[:1]]
    return Plant("neighbours", 4, acts=4, plotters=made.accounts, framed=[*owners])
