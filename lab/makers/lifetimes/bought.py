"""Makes abusers with genuine rights: agencies that give way when answered, channel police."""

from __future__ import annotations

from lab.makers.lifetimes import honest, shops
from lab.makers.lifetimes.parties import Account
from lab.makers.lifetimes.world import World


def agency(world: World) -> Account:
    """Authorised by real brands, paid by the head: it hits copies and traders of genuine goods
    alike, and withdraws when a seller answers (P1: Wangwei, over 60 % withdrawn; P14)."""
    dice = world.dice
    clients = dice.whole(3, 9)
    one = honest.agency(world, clients=clients, quota=honest.size(world, 50, 0.5))
    one.foul, one.error = True, dice.between(0.5, 0.75)
    one.concedes, one.gives_way = dice.between(0.65, 0.9), dice.between(0.2, 0.5)
    one.batch = 1.2 + dice.wait(1.6)
    for each in one.clients:
        more_dealers(world, one, share=1 / clients)
        each.gang = dice.between(0.05, 0.2)
    return one


def more_dealers(world: World, one: Account, *, share: float) -> None:
    """Let enough traders sell the clients' genuine goods for the account's appetite."""
    wanted = round(one.quota * one.batch * one.error * share)
    for holder in one.clients:
        honest.trade_in(world, holder, max(2, wanted // len(one.clients)))


def half_genuine(world: World) -> Account:
    """A brand that hunts copies and, as counterfeits, the genuine goods of those who sell below
    its price (P9: distributors behind Wangwei; Thimes v. TP-Link)."""
    dice = world.dice
    one = honest.owner(world, quota=honest.size(world, 22, 0.6), first="trademark")
    one.foul, one.error = True, dice.between(0.35, 0.6)
    one.concedes = dice.between(0.3, 0.6)
    more_dealers(world, one, share=1.2)
    for each in one.clients[0].genuine:
        if each.store.operator.crooked or dice.chance(0.5):
            each.price = round(each.price * dice.between(0.6, 0.9), 2)
    one.clients[0].gang = shops.operator(world, crooked=True).boldness
    return one
