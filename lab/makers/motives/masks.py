"""Abusers who know that some detector exists and hide from it by acts that they can really do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from abuse.market.made import Truth
from lab.makers.motives import contacts
from lab.makers.motives.actors import Account, Plant
from lab.makers.motives.agents import Agent
from lab.makers.motives.crimes import hand, own_brand
from lab.makers.motives.goods import FOUNDED, Operator
from lab.makers.motives.hands import Hand, Temper
from lab.makers.motives.population import ordinary
from lab.makers.motives.schemes import SCHEMES, claim

if TYPE_CHECKING:
    from lab.makers.motives.world import World


def masked(world: World) -> Plant:
    """A ring that shares nothing, files true claims among the false, and strikes slowly."""
    chance = world.chance
    how = Temper(chance.uniform(5, 12), fear=0.5, slow=True, cover=chance.uniform(0.5, 0.7))
    made = hand(world, "ring", chance.randint(3, 7), how, plotted=True)
    return Plant("masked", 0, plotters=made.accounts, by_truth=True)


def split(world: World) -> Plant:
    """One rival whose complaints come from so many accounts that each files one to three."""
    count = world.chance.choice([12, 20, 32])
    how = Temper(world.p.days / count / 2.2, hours=0.7, slow=True, alone=True)
    made = hand(world, "competitor", count, how, plotted=True)
    return Plant("split", count, acts=count, plotters=made.accounts)


class Washer(Hand):
    """Lists copies of its own mark in a store that nobody knows as its own, and reports them."""

    plant: Plant
    bait: Operator

    def wake(self) -> None:
        if self.brand and self.plant.spend():
            self.world.put_on_sale(self.bait, "fake", self.brand)
            self.world.later(2, self.true_claim, self.accounts[0])
        super().wake()


def washed(world: World) -> Plant:
    """A rival that raises its rate of takedowns by reporting its own throw-away listings."""
    chance, category = world.chance, world.chance.randrange(world.p.categories)
    how = Temper(chance.uniform(5, 14), fear=0.3)
    made = Washer(world, SCHEMES["competitor"], how, category)
    made.brand = own_brand(world, category, 1.0)
    made.bait = Operator(world.names.firm(), "thrown away", category, 0.0, 0.0, False, 0.0)
    world.store(made.bait)
    name = made.brand.holder
    truth, contact = Truth(pattern="competitor"), contacts.made(world.names, name)
    account = world.account(made, name, "rights_holder", contact, truth)
    made.claims[account] = claim(world, "weak", category, name, None)
    made.plant = Plant("washed", chance.choice([10, 20, 40]), plotters=made.accounts)
    world.later(chance.randint(1, 60), made.wake)
    return made.plant


def hand_over(account: Account, to: Hand, pattern: str, right: str) -> None:
    """From now on somebody else files from an account, under a right of its own making."""
    claims = sum(len(case.merits) for case in to.world.cases if case.account is account)
    account.actor, account.truth = to, Truth(pattern=pattern, turned_at=claims)
    to.accounts = [account]
    to.claims[account] = claim(to.world, right, to.category, account.name, to.brand)
    to.wake()


class Sleeper(Agent):
    """An agency that works honestly until its name is good, and then sells its name to a rival."""

    plant: Plant
    successor: Hand

    def wake(self) -> None:
        world, done = self.world, sum(x == FOUNDED for y in self.cases for x in y.merits.values())
        share = world.day / world.p.days
        if share > 0.2 and done < 60 * 1.6 * share:
            # Clients have too few copies: a friend lists some for it to report.
            world.put_on_sale(world.copier(), "fake", self.clients[0])
        if done >= self.plant.budget or (done >= 60 and share > 0.75):
            self.plant.acts, self.plant.plotters = done, self.accounts
            hand_over(self.accounts[0], self.successor, "turned", "weak")
        else:
            super().wake()


def turned(world: World) -> Plant:
    """A filer of 60 to 200 honest claims that then turns on whom it is paid to hit."""
    chance = world.chance
    known = sorted(ordinary(world, "label", "shape", "designer"), key=lambda x: -x.brand.fame)
    clients = [each.brand for each in known[: 8 + len(known) // 10]]
    for brand in clients:
        brand.served = True
    made = Sleeper(world, clients, Truth(innocent_kind="agency"), care=0.96, hours=6.0)
    scheme, category = SCHEMES[chance.choice(["competitor", "extortion"])], clients[0].category
    made.successor = Hand(world, scheme, Temper(5.0, hours=2.0, fear=0.15), category)
    made.plant = Plant("turned", chance.randint(60, 140))
    return made.plant


def bought(world: World) -> Plant:
    """A rival buys the account of an owner that has filed in good faith for long."""
    plant = Plant("bought", 1)
    world.later(world.p.days * world.chance.uniform(0.4, 0.6), change_hands, world, plant)
    return plant


def change_hands(world: World, plant: Plant) -> None:
    """Mailbox and name stay; device and line are the buyer's from then on."""
    framed = [each for other in world.plants for each in other.framed]
    known = [x for x in ordinary(world, "label", "designer", "shape")
             if x.accounts and x.accounts[0].filed > 1 and x not in framed]  # fmt: skip
    if not known or not plant.spend():
        return
    old = world.chance.choice(sorted(known, key=lambda x: -x.accounts[0].filed)[:15])
    account = old.accounts[0]
    old.left = old.brand.served = True
    buyer = Hand(
        world, SCHEMES["competitor"], Temper(6.0, hours=1.5, cover=0.15), old.brand.category
    )
    buyer.brand, plant.plotters = old.brand, [account]
    fresh = contacts.made(world.names, account.name)
    account.contact = replace(account.contact, device=fresh.device, lines=fresh.lines)
    hand_over(account, buyer, "competitor", "genuine")
