"""Competitors: Jiang, Tong, the boot mat, Guizhou, TP-Link, half true owners, who strike back."""

from __future__ import annotations

from dataclasses import replace

from abuse.market.made import Truth
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
    true_claims,
)
from lab.makers.casebook.cases import Manner
from lab.makers.casebook.filings import Stage
from lab.makers.casebook.habits import Habit, files
from lab.makers.casebook.rights import make_brand


def jiang(stage: Stage, part: Part) -> None:
    """A seller with forged authorisation and seals; the seller's answer wins; he comes again."""
    dice = stage.dice
    brand = stage.brand(0.4)
    first, last = season(stage, dice.uniform(40, 200))
    goods = [stage.hall.stock(brand, "genuine", first) for _ in range(dice.randrange(2, 9))]
    manner = replace(SILENT, again=dice.uniform(0.5, 0.9))
    account: More = {"kind": "agent" if dice.chance(0.5) else "rights_holder"}
    more: More = {
        "account": account,
        "of": brand,
        "shop": 0.3,
        "holder": brand.name,
        "manner": manner,
    }
    strike(stage, part, "rival_forger", "forged", goods, first, last, **more)


def boot_mat(stage: Stage, part: Part) -> None:
    """An unexamined patent, and thousands of complaints before Double 11 (7,000 in 2015)."""
    dice = stage.dice
    last = float(dice.choice(stage.world.sales)) if stage.world.sales else 60.0
    goods = stage.hall.sellers(category_of(dice), 10 + part.complaints // 2)
    papers = (("evidence", f"evaluation/{dice.token(12)}"),) if dice.chance(0.5) else ()
    more: More = {"account": {"wary": True}, "shop": 0.3, "bundle": 3.0, "papers": papers}
    strike(stage, part, "patent_flood", "weak", goods, last - dice.uniform(12, 30), last, **more)


def guizhou(stage: Stage, part: Part) -> None:
    """Takes a seller's picture of years ago to a far office and accuses him with the paper."""
    dice = stage.dice
    first, last = season(stage, dice.uniform(15, 120))
    goods = stage.hall.sellers(category_of(dice), dice.randrange(2, 9))
    more: More = {"account": {"kind": "individual", "country": "CN"}, "shop": 0.25}
    strike(stage, part, "registers_the_victims_work", "mine", goods, first, last, **more)


def tp_link(stage: Stage, part: Part) -> None:
    """A true owner, or its agency, calls genuine goods below list price counterfeit."""
    dice, hall = stage.dice, stage.hall
    first, last = season(stage, dice.uniform(150, 600))
    for number in shares(dice, part.complaints, part.accounts):
        brand = stage.own_brand("trademark")
        true = round(number * dice.uniform(0.1, 0.45))
        truth = part.truth("channel_control", camouflaged=true > number * 0.2)
        who = stage.open(first, truth, brand=brand, domain=brand.domain)
        files(stage, who, [brand], true, Habit(0.03, first, last, only="trademark"))
        goods = [hall.stock(brand, "grey", first) for _ in range(3 + number)]
        mark = next(each for each in brand.rights if each.kind == "trademark")
        manner = replace(SILENT, yields=dice.uniform(0.3, 0.7))
        more: More = {"bundle": 2.0, "basis": "counterfeit", "manner": manner}
        attack(stage, who, mark, goods, max(1, number - true), first, last, **more)


def half_true(stage: Stage, part: Part) -> None:
    """Owns a true mark, fights copies with it, and lawful rivals in the same breath."""
    dice = stage.dice
    for number in shares(dice, part.complaints, part.accounts):
        first, last = season(stage, dice.uniform(100, 500))
        who = stage.open(first, part.truth("half_genuine", camouflaged=True, grouped=False))
        true = max(1, round(number * dice.uniform(0.3, 0.65)))
        brand = true_claims(stage, who, true, first, last)
        who.operates = [stage.hall.open_shop(brand.category, 3).code] if dice.chance(0.6) else []
        goods = stage.hall.sellers(brand.category, dice.randrange(3, 14))
        false, manner = max(1, number - true), replace(SILENT, yields=0.45)
        attack(stage, who, brand.rights[0], goods, false, first, last, manner=manner)


def strikes_back(stage: Stage, part: Part) -> None:
    """A copier whom a holder had taken down accuses the holder's own shop."""
    dice, hall = stage.dice, stage.hall
    for number in shares(dice, part.complaints, part.accounts):
        brand = make_brand(dice, stage.world, stage.directory.country())
        begin = stage.world.any_day(dice, 0.05, 0.8)
        wronged = Truth(innocent_kind="struck_back_at")
        owner = stage.open(begin, wronged, brand=brand, domain=brand.domain)
        shop = hall.open_shop(brand.category, 4, brand)
        owner.operates = [shop.code]
        copier = dice.choice(hall.pirates[brand.category])
        truth = part.truth("retaliation", grouped=False)
        who = stage.open(begin + 5, truth, wary=True, age=2.0)
        who.operates = [copier.code] if dice.chance(0.4) else []
        right = brand.rights[0]
        for _ in range(dice.randrange(2, 7)):
            copied = hall.copied(copier, brand, right, begin)
            stage.file(owner, begin + dice.uniform(0, 15), right, [copied])
        how = dice.choice(("mine", "weak", "dead"))
        false = false_right(stage, how, brand.category, who, begin)
        manner = Manner(yields=0.4)
        attack(stage, who, false, shop.listings, number, begin + 16, begin + 80, manner=manner)
