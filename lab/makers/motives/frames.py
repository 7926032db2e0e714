"""Innocents framed by others: bait, puppets before and after, answers, neighbours, a name misused.

Whoever frames does only what it can: it rents desks, runs shops, opens accounts, types another's
public marks into a form, and copies a certificate that an office prints. Nobody confirms a mailbox
or a bank account that is another's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from abuse.market.made import Truth
from lab.makers.motives import contacts, sellers
from lab.makers.motives.actors import Account, Actor
from lab.makers.motives.cases import Case, file
from lab.makers.motives.crimes import hand, temper
from lab.makers.motives.goods import Listing, Operator
from lab.makers.motives.owners import Owner
from lab.makers.motives.plots import Plant
from lab.makers.motives.rights import pretext
from lab.makers.motives.schemes import SCHEMES
from lab.makers.motives.statements import written

if TYPE_CHECKING:
    from lab.makers.motives.world import World

BUDGETS = (4, 10, 25)


def victim(world: World) -> Owner:
    """An ordinary owner that defends its mark; one that nobody plots against yet."""
    taken = {id(each) for plant in world.plants for each in plant.framed}
    known = [x.owner for x in world.brands if x.kind == "label" and not x.served
             and isinstance(x.owner, Owner) and id(x.owner) not in taken and not x.owner.sold
             and x.owner.traits.kind in (None, "free_mailbox", "selling_owner")]  # fmt: skip
    known.sort(key=lambda owner: -owner.brand.fame)
    return world.chance.choice(known[:12])


def shop(world: World, category: int, *, kind: str = "copier") -> Operator:
    made = Operator(world.names.firm(world.names.word()), kind, category, 0.9, 1.0, True, 0.0)
    world.store(made)
    return made


class Mob:
    """Sellers whose copies the victim reports: they answer all, with forged bills, and cry ransom."""

    def __init__(self, world: World, owner: Owner, plant: Plant) -> None:
        self.world, self.owner, self.plant = world, owner, plant
        self.shops = [
            shop(world, owner.brand.category, kind="mob") for _ in range(3 + plant.budget // 8)
        ]
        for each in self.shops:
            each.plot = self.answer

    def wake(self) -> None:
        """Put bait on sale and let the victim hear of it."""
        world, chance = self.world, self.world.chance
        if self.plant.acts >= self.plant.budget or world.day > world.p.days - 40:
            return
        world.put_on_sale(chance.choice(self.shops), "fake", self.owner.brand)
        world.later(chance.between(2, 6), self.owner.wake)
        world.later(max(2.0, 0.5 * world.p.days / self.plant.budget), self.wake)

    def answer(self, case: Case, listing: Listing) -> None:
        """A takedown came: a counter-notice, or a report of a demand that was never made."""
        if case.account.actor is not self.owner:
            return
        if self.world.chance.happens(0.35) and self.plant.spend():
            case.event(self.world.now + 2000, "demand_report", [listing], by="seller")
            case.account.demands += 1
        if self.plant.spend():
            self.world.later(
                self.world.chance.between(1, 4), sellers.answer, self.world, case, listing
            )


class Puppets(Actor):
    """Accounts that look like the victim's own people and file what will be found baseless."""

    def __init__(
        self, world: World, owner: Owner, plant: Plant, accounts: int, *, named: bool
    ) -> None:
        super().__init__(world)
        self.owner, self.plant, self.named = owner, plant, named
        self.bait = shop(world, owner.brand.category)
        word = f"{plant.strategy}-{len(world.accounts)}"
        for _ in range(accounts):
            name = world.names.person() if world.chance.happens(0.5) else owner.brand.holder
            own = contacts.made(world.names, name)
            # The victim's public marks, typed into a form.
            own = contacts.shared(own, owner.contact, ("address", "phone"))
            own.website, own.typed = owner.contact.website, ("address", "phone", "website")
            truth = Truth(pattern="framer", ring=word, hidden=True)
            world.account(self, name, "agent" if named else "individual", own, truth)
        plant.plotters = self.accounts
        plant.acts = accounts

    def wake(self) -> None:
        """A bait, a puppet before the victim and one after, and a baseless claim on a stranger."""
        world, chance, brand = self.world, self.world.chance, self.owner.brand
        if world.day > world.p.days - 20 or not self.plant.spend(3):
            return
        if self.named:
            for wait in (0.0, 1.0, 3.0):
                world.later(wait, self.smear)
        else:
            bait = world.put_on_sale(self.bait, "fake", brand)
            before, after = chance.choice(self.accounts), chance.choice(self.accounts)
            world.later(2.0, self.file, before, [bait])
            world.later(2.3, self.owner.wake)
            world.later(3.5, self.file, after, [bait])
            world.later(chance.between(4, 9), self.smear)
        world.later(max(3.0, 1.5 * world.p.days / self.plant.budget), self.wake)

    def smear(self) -> None:
        """Hit somebody who never touched the brand, in its name or beside it."""
        shelf = self.world.on_shelf(self.owner.brand.category, 8)
        honest = [x for x in shelf if x.touch == "own"]
        if honest:
            self.file(self.world.chance.choice(self.accounts), honest[:1])

    def file(self, account: Account, part: list[Listing]) -> None:
        """Under the victim's right, whose number and certificate the register shows to all."""
        right = pretext(self.owner.brand.rights[0], looks=0.45)
        text = written(
            self.world.record, right.kind, self.owner.brand.name, habit=self.owner.traits.habit
        )
        named = self.owner.brand.holder if self.named else None
        file(self.world, account, right, right.kind, part, principal=named, statement=text)

    def answered(self, case: Case, listing: Listing) -> tuple[str, float]:
        return "withdraw", 2.0


def mob(world: World) -> Plant:
    """Sellers who work together make an owner look like one whose claims fall."""
    plant = Plant("seller_mob", world.chance.choice(BUDGETS))
    plant.framed.append(victim(world))
    world.later(world.chance.randint(5, 60), Mob(world, victim_of(plant), plant).wake)
    return plant


def victim_of(plant: Plant) -> Owner:
    owner = plant.framed[0]
    assert isinstance(owner, Owner)
    return owner


def puppets(world: World, strategy: str, *, named: bool) -> Plant:
    plant = Plant(strategy, world.chance.choice((10, 20, 40)))
    plant.framed.append(victim(world))
    made = Puppets(world, victim_of(plant), plant, 2 + plant.budget // 15, named=named)
    world.later(world.chance.randint(5, 80), made.wake)
    return plant


def neighbours(world: World) -> Plant | None:
    """A ring rents desks in an office of unrelated owners: its address and its line are really theirs."""
    offices: dict[str, list[Owner]] = {}
    for brand in world.brands:
        if isinstance(brand.owner, Owner) and brand.owner.traits.kind == "shared_office":
            offices.setdefault(brand.owner.contact.address, []).append(brand.owner)
    if not offices:
        return None
    owners = max(offices.values(), key=len)
    made = hand(world, "ring", 4, how=temper(world, SCHEMES["ring"], 4), saves=())
    door = owners[0].contact
    for account in made.accounts:
        account.contact.address = door.address
        account.contact.lines = [door.lines[0], *account.contact.lines[:1]]
    return Plant("neighbours", 4, acts=4, plotters=made.accounts, framed=list(owners))
