"""Abusers who know that some detector exists and hide from it by acts that they can really do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from abuse.market.made import Truth
from lab.makers.motives import contacts
from lab.makers.motives.agents import Agent
from lab.makers.motives.crimes import cover_brand, hand
from lab.makers.motives.goods import INFRINGES, Operator
from lab.makers.motives.hands import Hand, Temper
from lab.makers.motives.owners import Owner
from lab.makers.motives.plots import Plant
from lab.makers.motives.schemes import SCHEMES, claim

if TYPE_CHECKING:
    from lab.makers.motives.actors import Account
    from lab.makers.motives.world import World


def masked(world: World) -> Plant:
    """A ring that shares nothing, files true claims among the false, strikes slowly and backs off."""
    chance = world.chance
    made = hand(world, "ring", chance.randint(3, 7), how=Temper(
        pace=chance.between(5, 12), hours=1.0, fear=0.9, waits=0.0, slow=True,
        cover=chance.between(0.5, 0.7), habit="own"), saves=())  # fmt: skip
    return Plant("masked", 10_000, plotters=made.accounts, by_truth=True)


def split(world: World) -> Plant:
    """One rival whose complaints come from so many accounts that each files one to three."""
    chance = world.chance
    count = chance.choice([12, 20, 32])
    made = hand(world, "competitor", count, how=Temper(
        pace=world.p.days / count / 2.2, hours=0.7, fear=0.2, waits=0.0, slow=True, cover=0.0,
        habit="own", alone=True), saves=())  # fmt: skip
    return Plant("split", count, acts=count, plotters=made.accounts)


class Washer(Hand):
    """Lists copies of its own mark in a store that nobody knows as its own, and reports them."""

    plant: Plant
    bait: Operator

    def wake(self) -> None:
        if self.brand and self.plant.spend():
            bait = self.world.put_on_sale(self.bait, "fake", self.brand, worth=0.2)
            self.world.later(2, self.wash, bait.number)
        super().wake()

    def wash(self, number: str) -> None:
        del number
        self.true_claim(self.accounts[0])


def washed(world: World) -> Plant:
    """A rival that raises its rate of takedowns by reporting its own throw-away listings."""
    chance = world.chance
    how = Temper(
        pace=chance.between(5, 14),
        hours=1.0,
        fear=0.3,
        waits=0.0,
        slow=False,
        cover=0.0,
        habit="own",
    )
    category = chance.randrange(world.p.categories)
    made = Washer(world, "competitor", SCHEMES["competitor"], how, category)
    made.brand = cover_brand(world, category, 1.0)
    made.brand.owner = made
    made.bait = Operator(
        world.names.firm(world.names.word()), "copier", category, 0.0, 0.0, False, 0.0
    )
    world.store(made.bait)
    made.plant = Plant("washed", chance.choice([10, 20, 40]))
    contact = contacts.made(world.names, made.brand.holder)
    account = world.account(
        made, made.brand.holder, "rights_holder", contact, Truth(pattern="competitor")
    )
    made.claims[account] = claim(world, made.scheme, category, account.name, None)
    world.later(chance.randint(1, 60), made.wake)
    made.plant.plotters = made.accounts
    return made.plant


class Sleeper(Agent):
    """An agency that works honestly until its name is good, and then sells its name to a rival."""

    plant: Plant
    successor: Hand

    def wake(self) -> None:
        world = self.world
        done = sum(case.merits[x] > 0 for case in self.cases for x in case.merits)
        self.plant.acts = done
        if done >= self.plant.budget or (done >= 60 and world.day > 0.7 * world.p.days):
            account = self.accounts[0]
            account.actor = self.successor
            account.truth = Truth(pattern="turned")
            self.plant.plotters = [account]
            self.successor.accounts = [account]
            self.successor.claims[account] = claim(
                world, self.successor.scheme, self.successor.category, account.name, None
            )
            self.successor.wake()
            return
        super().wake()


def turned(world: World) -> Plant:
    """A filer of 60 to 200 honest claims that then turns on whom it is paid to hit."""
    chance = world.chance
    known = [
        x for x in world.brands if not x.served and x.kind == "label" and isinstance(x.owner, Owner)
    ]
    known.sort(key=lambda x: -x.fame)
    clients = known[: 8 + len(known) // 12]
    for brand in clients:
        brand.served = True
    made = Sleeper(world, clients, Truth(innocent_kind="agency"), care=0.96, hours=6.0)
    how = Temper(pace=5.0, hours=2.0, fear=0.15, waits=0.0, slow=False, cover=0.0, habit="own")
    pattern = chance.choice(["competitor", "extortion"])
    made.successor = Hand(
        world, pattern, SCHEMES[pattern], how, chance.randrange(world.p.categories)
    )
    made.plant = Plant("turned", chance.randint(60, 130))
    world.later(1, made.wake)
    return made.plant


def bought(world: World) -> Plant:
    """A rival buys the account of an owner that has filed in good faith for long."""
    plant = Plant("bought", 1)
    world.later(world.p.days * world.chance.between(0.4, 0.6), change_hands, world, plant)
    return plant


def change_hands(world: World, plant: Plant) -> None:
    """Mailbox and name stay; device and line are the buyer's from then on."""
    chance = world.chance
    sellers = [x.owner for x in world.brands if isinstance(x.owner, Owner) and x.owner.accounts
               and x.owner.traits.kind is None and x.owner.accounts[0].filed >= 2
               and not any(x.owner in plant.framed for plant in world.plants)]  # fmt: skip
    if not sellers:
        return
    old = chance.choice(sorted(sellers, key=lambda x: -x.accounts[0].filed)[:15])
    account: Account = old.accounts[0]
    old.sold = old.brand.served = True
    how = Temper(pace=6.0, hours=1.5, fear=0.2, waits=0.0, slow=False, cover=0.15, habit="own")
    buyer = Hand(world, "competitor", SCHEMES["competitor"], how, old.brand.category)
    buyer.brand = old.brand
    buyer.accounts = [account]
    fresh = contacts.made(world.names, account.name)
    account.contact = replace(account.contact, device=fresh.device, lines=fresh.lines)
    account.actor, account.truth = buyer, Truth(pattern="competitor")
    own = [x for x in old.brand.rights if INFRINGES["fake"]]
    buyer.claims[account] = claim(world, SCHEMES["half_genuine"] if own else buyer.scheme,
                                  buyer.category, account.name, old.brand)  # fmt: skip
    plant.acts, plant.plotters = 1, [account]
    buyer.wake()
