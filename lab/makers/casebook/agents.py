"""Agents and squatters: Wangwei, Jinniu's two agencies, paper mills, the backpack's logo."""

from __future__ import annotations

from dataclasses import replace

from abuse.market.made import Truth
from lab.makers.casebook import names
from lab.makers.casebook.acts import (
    SILENT,
    More,
    Part,
    attack,
    category_of,
    false_right,
    season,
    shares,
    strike,
)
from lab.makers.casebook.cases import Manner
from lab.makers.casebook.filings import Stage
from lab.makers.casebook.habits import Habit, files, pick_right, usual_errors
from lab.makers.casebook.letters import Hand


def wangwei(stage: Stage, part: Part) -> None:
    """Brands by the dozen under true mandates; more than 60 % withdrawn once the seller answers.

    Distributors steer a part of it against cheaper dealers; the rest is speed. Its clients are
    honest, and one that has left it still shows its mailbox or telephone.
    """
    dice, hall = stage.dice, stage.hall
    first, last = season(stage, dice.uniform(300, 700))
    manner = Manner(yields=dice.uniform(0.62, 0.85), settles=0.4, rues=0.02, again=0.15, care=0.6)
    for number in shares(dice, part.complaints, part.accounts):
        domain = f"{names.slug(names.brand(dice))}-ip.example"
        true = round(number * dice.uniform(0.25, 0.6))
        truth = part.truth("withdrawing_agency", camouflaged=true > number * 0.2)
        who = stage.open(first, truth, kind="agent", domain=domain, portal=True)
        who.hand = Hand.of(dice, fixed=0.9)
        clients = [stage.brand() for _ in range(max(3, min(100, number // 3)))]
        files(stage, who, clients, true, Habit(0.05, first, last, agent=True, manner=manner))
        for _ in range(number - true):
            brand = dice.choice(clients)
            nature = dice.weighed((("grey", 0.5), ("genuine", 0.3), ("own", 0.2)))
            goods = [hall.stock(brand, nature, first) for _ in range(dice.count(2.0))]
            at, right = dice.uniform(first, last), pick_right(dice, brand)
            basis = "counterfeit" if right.kind == "trademark" else None
            stage.file(who, at, right, goods, basis=basis, manner=manner, holder=brand.name)
        for brand in dice.part(clients, dice.randrange(0, 3)):
            mark = dice.choice(("email", "phone"))
            share = {mark: who.marks[mark]}
            left = Truth(innocent_kind="left_a_bad_agency")
            client = stage.open(last, left, brand=brand, domain=brand.domain, share=share)
            habit = Habit(usual_errors(stage), first, last)
            files(stage, client, [brand], dice.randrange(1, 8), habit)


def jinniu(stage: Stage, part: Part) -> None:
    """The same claim again and again over two years, by one agency after another (eight times)."""
    dice = stage.dice
    goods = stage.hall.sellers(category_of(dice), dice.randrange(1, 4))
    owner = names.firm(dice, "CN", names.brand(dice))
    first, last = season(stage, dice.uniform(200, 720))
    step = (last - first) / part.accounts
    how = dice.choice(("weak", "dead", "squatted"))
    right = None
    for place, number in enumerate(shares(dice, part.complaints, part.accounts)):
        begin = first + place * step
        who = stage.open(begin, part.truth("serial_refiler", slow=True), kind="agent")
        right = right or false_right(stage, how, goods[0].category, who, first, owner=owner)
        more: More = {"manner": replace(SILENT, again=0.5), "holder": owner}
        attack(stage, who, right, goods, max(1, round(number * 0.7)), begin, begin + step, **more)


def paper_mill(stage: Stage, part: Part) -> None:
    """An applicant mill (15,800 applications, false signatures) lends marks to sellers at odds.

    Each customer is a hand of its own; what they share is the mill.
    """
    dice = stage.dice
    address = names.address(dice, "CN")
    for number in shares(dice, part.complaints, part.accounts):
        goods = stage.hall.sellers(category_of(dice), dice.randrange(3, 10))
        share = {"address": address} if dice.chance(0.5) else {}
        account: More = {"country": "CN", "share": share, "portal": True, "wary": True}
        one = replace(part, accounts=1, complaints=number)
        first, last = season(stage, dice.uniform(100, 500))
        strike(stage, one, "paper_mill", "dead", goods, first, last, account=account)


def nike_backpack(stage: Stage, part: Part) -> None:
    """A mark over the logo of another: some 2,000 listings, the true shop among them."""
    dice = stage.dice
    brand = stage.brand(0.5)
    first, last = season(stage, dice.about(60))
    goods = [stage.hall.stock(brand, "genuine", first) for _ in range(5 + part.complaints)]
    more: More = {"account": {"country": "CN"}, "of": brand, "bundle": 5.0}
    strike(stage, part, "squatter", "squatted", goods, first, last, **more)
