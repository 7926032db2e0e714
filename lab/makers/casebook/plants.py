"""Abusers who know that somebody looks for them: masked, turned, bought, split, diluted.

Each does only what it can: it opens accounts, files, waits, buys. It confirms no mailbox that is
another's and sits at nobody else's bank.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from abuse.market.made import Truth
from lab.makers.casebook import framing
from lab.makers.casebook.acts import attack, category_of, false_right, season, true_claims
from lab.makers.casebook.cases import Manner
from lab.makers.casebook.filings import Stage
from lab.makers.casebook.habits import Habit, files

RING: Final = Truth(pattern="ring", slow=True, hidden=True)

Plot = Callable[[Stage, int, str], int]


def masked(stage: Stage, room: int, hand: str) -> int:
    """A ring that shares nothing, writes freely, waits for weeks and files mostly true claims."""
    dice = stage.dice
    members = max(2, min(room, dice.randrange(3, 6)))
    goods = stage.hall.sellers(category_of(dice), dice.randrange(3, 8))
    first, last = season(stage, dice.uniform(250, 600))
    for _ in range(members):
        true, false = dice.randrange(6, 16), dice.randrange(3, 8)
        truth = replace(RING, ring=hand, camouflaged=True, strategy="masked", budget=true)
        who = stage.open(first, truth, age=dice.uniform(100, 700), fixed=0.0)
        true_claims(stage, who, true, 0.0, last)
        right = false_right(stage, "squatted", goods[0].category, who, first)
        attack(stage, who, right, goods, false, first, last)
    return members


def turned(stage: Stage, room: int, hand: str) -> int:
    """A true holder with 60 to 200 true claims behind it goes after its lawful rivals."""
    dice, world = stage.dice, stage.world
    honest = dice.randrange(60, 201 if world.size > 2000 else 100)
    turn = world.days * dice.uniform(0.45, 0.8)
    truth = Truth(pattern="turned_holder", camouflaged=True, strategy="turned", budget=honest)
    who = stage.open(0.0, truth, domain=f"{dice.token(8)}.example", portal=True)
    brand = true_claims(stage, who, round(honest / 1.35), 0.0, turn)  # 1.35 listings each
    goods = stage.hall.sellers(brand.category, 8)
    number = dice.randrange(15, 50)
    manner = Manner(yields=0.3, settles=0.0, rues=0.0, again=0.2)
    attack(stage, who, brand.rights[0], goods, number, turn, world.days, bundle=1.5, manner=manner)
    return 1


def bought(stage: Stage, room: int, hand: str) -> int:
    """An old account with a good record changes hands; name and record stay, all else changes."""
    dice = stage.dice
    honest = dice.randrange(8, 40)
    day = stage.world.days * dice.uniform(0.35, 0.7)
    truth = Truth(pattern="bought_account", camouflaged=True, strategy="bought", budget=honest)
    who = stage.open(0.0, truth, age=dice.uniform(500, 1500), portal=True)
    who.sold = (day, stage.directory.open(day, kind="individual", wary=True))
    brand = true_claims(stage, who, honest, 0.0, day - 20)
    goods = stage.hall.sellers(brand.category, 6)
    right = false_right(stage, "squatted", brand.category, who, day)
    attack(stage, who, right, goods, dice.randrange(10, 40), day + 5, day + dice.uniform(60, 200))
    return 1


def split(stage: Stage, room: int, hand: str) -> int:
    """One hand, many accounts, one to three complaints each, months apart, a right for each."""
    dice, world = stage.dice, stage.world
    members = max(3, min(room, dice.randrange(5, 11)))
    goods = stage.hall.sellers(category_of(dice), dice.randrange(3, 7))
    for place in range(members):
        begin = world.days * (place + dice.random()) / members
        kind = dice.choice(("individual", "rights_holder"))
        truth = replace(RING, ring=hand, strategy="split", budget=members)
        who = stage.open(begin, truth, kind=kind, wary=True)
        how = dice.choice(("mine", "squatted", "back_dated"))
        right = false_right(stage, how, goods[0].category, who, begin)
        attack(stage, who, right, goods, dice.randrange(1, 4), begin, begin + 25)
    return members


def diluted(stage: Stage, room: int, hand: str) -> int:
    """Six easy true claims for each false one; the false ones are withdrawn once answered."""
    dice = stage.dice
    false = dice.randrange(4, 12)
    first, last = season(stage, dice.uniform(200, 500))
    truth = Truth(pattern="half_genuine", camouflaged=True, strategy="diluted", budget=false * 6)
    who = stage.open(first, truth)
    brand = true_claims(stage, who, false * 6, first, last)
    manner = Manner(yields=0.95, settles=0.0, rues=0.1, again=0.0)
    goods = stage.hall.sellers(brand.category, 4)
    attack(stage, who, brand.rights[0], goods, false, first, last, manner=manner)
    return 1


def turns(stage: Stage, room: int, hand: str) -> int:
    """Two accounts take turns: each rests for a season when the other files."""
    dice = stage.dice
    goods = stage.hall.sellers(category_of(dice), 20)
    step = stage.world.days / 6
    truth = Truth(pattern="ring", ring=hand, slow=True, strategy="turns", budget=6)
    pair = [stage.open(place * step, truth, wary=True) for place in range(2)]
    for turn in range(6):
        who, begin = pair[turn % 2], turn * step
        right = false_right(stage, "squatted", goods[0].category, who, begin)
        attack(stage, who, right, goods, dice.randrange(2, 7), begin, begin + step)
    return 2


def sheltered(stage: Stage, room: int, hand: str) -> int:
    """An abuser rents a room in an honest holder's office, uses its line, copies its words."""
    dice = stage.dice
    brand = stage.own_brand()
    first, last = season(stage, dice.uniform(100, 300))
    model = stage.open(first, Truth(innocent_kind="imitated"), brand=brand, domain=brand.domain)
    files(stage, model, [brand], dice.randrange(6, 20), Habit(0.06, first, last))
    share = {"address": model.marks["address"]}
    truth = Truth(pattern="rival", crowded=True, strategy="sheltered", budget=1)
    who = stage.open(first, truth, share=share, hand=model.hand, wires=model.wires)
    goods = stage.hall.sellers(brand.category, 5)
    right = false_right(stage, "mine", brand.category, who, first)
    attack(stage, who, right, goods, dice.randrange(5, 14), first, last)
    return 1


PLOTS: Final[tuple[Plot, ...]] = (masked, turned, bought, split, diluted, turns, sheltered, turned)


def plant(stage: Stage, abusers: int) -> int:
    """Plant each plot, and the framed; say how many accounts abuse."""
    room = max(12, abusers)
    planted = 0
    for place, plot in enumerate(PLOTS):
        planted += plot(stage, max(2, room // 4), f"{plot.__name__}-plot-{place}")
    return planted + framing.frame(stage, room)
