"""Those who pass for somebody: Bungie's false agent, the firm that was none; and floods."""

from __future__ import annotations

from dataclasses import replace

from lab.makers.casebook import names
from lab.makers.casebook.accounts import Wire
from lab.makers.casebook.acts import SILENT, More, Part, category_of, season, shares, strike
from lab.makers.casebook.cases import Manner
from lab.makers.casebook.filings import Stage
from lab.makers.casebook.rights import Brand


def look_alike(stage: Stage, brand: Brand) -> str:
    """A mailbox that reads like the brand's own; now and then its very own, typed and unproven."""
    dice = stage.dice
    stem = names.slug(brand.name)
    return dice.choice(
        (
            f"{stem}.legal{dice.digits(2)}@gmail.com",
            f"copyright-{stem}@gmail.com",
            f"ip@{stem}-brand.example",
            f"legal@{stem[:-1]}{stem[-1] * 2}.example",
            f"{stem}dmca@outlook.com",
            f"ip@{brand.domain}",
        )
    )


def as_brand(stage: Stage, brand: Brand, *, agent: bool) -> More:
    """An account in a brand's name, or as its agent; it shows only what it can type."""
    dice = stage.dice
    mailbox = look_alike(stage, brand)
    share = {"email": mailbox}
    if dice.chance(0.5):
        share["website"] = f"https://www.{brand.domain}"
    name = names.firm(dice, "US", names.brand(dice)) if agent else brand.name
    if not agent and dice.chance(0.4):
        name = f"{brand.name} {dice.choice(('Legal', 'Inc.', 'Brand Protection', 'Official'))}"
    account: More = {"name": name, "kind": "agent" if agent else "rights_holder", "share": share}
    if mailbox.endswith(f"@{brand.domain}"):
        account["portal"] = False  # it cannot follow the link that would confirm it
    return account | {"age": dice.about(4), "wary": True}


def bungie(stage: Stage, part: Part) -> None:
    """96 notices from look-alike mailboxes as the brand's agent, against those who did nothing."""
    dice = stage.dice
    brand = stage.brand(0.5)
    first, last = season(stage, dice.about(30))
    goods = [stage.hall.stock(brand, "fitting", first) for _ in range(6)]
    goods += stage.hall.sellers(brand.category, 4 + part.complaints)
    agent, wires = dice.chance(0.5), [Wire((names.network(dice),))]  # the suit traced its line
    for number in shares(dice, part.complaints, part.accounts):
        one = replace(part, complaints=number, accounts=1, group=part.accounts)
        more: More = {"of": brand, "holder": brand.name if agent else None}
        more |= {"account": as_brand(stage, brand, agent=agent) | {"wires": wires}}
        strike(stage, one, "impostor", "forged", goods, first, last, **more)


def false_firm(stage: Stage, part: Part) -> None:
    """A law firm that does not exist strikes once before a sale, at the best sold goods."""
    dice, world = stage.dice, stage.world
    brand = stage.brand(0.5)
    at = world.before_sale(dice, 9.0) if world.sales else world.any_day(dice)
    firm = f"{dice.choice(names.FAMILY[''])} & {dice.choice(names.FAMILY[''])}"
    mailbox = f"office@{names.slug(firm)}-law.example"
    share = {"email": mailbox, "address": names.address(dice, "US")}
    account: More = {"name": firm, "kind": "agent", "country": "US", "share": share, "age": 1.0}
    goods = stage.hall.sellers(brand.category, 3)
    one = replace(part, complaints=dice.randrange(1, 4))
    more: More = {"of": brand, "holder": brand.name, "account": account | {"portal": False}}
    strike(stage, one, "impostor", "forged", goods, at, at + 3, **more)


def false_seal(stage: Stage, part: Part) -> None:
    """A forged certificate with a forged signature of a known brand, used in a stranger's name."""
    dice = stage.dice
    brand = stage.brand(0.6)
    first, last = season(stage, dice.about(50))
    goods = stage.hall.sellers(brand.category, 3 + part.complaints // 2)
    account: More = {"kind": "individual", "country": "CN", "portal": True}
    more: More = {"account": account, "of": brand, "holder": brand.name}
    strike(stage, part, "forger", "forged", goods, first, last, **more)


def throw_away_sites(stage: Stage, part: Part) -> None:
    """Sidesk, Dhuog, Vivcic: pages with scraped pictures, made days before.

    The first files 93 %. Three defendants, three suits: nothing shows that they were one hand.
    """
    dice = stage.dice
    first, last = season(stage, dice.uniform(30, 200))
    rest = part.accounts - 1
    for share in [0.93 if rest else 1.0] + [0.07 / max(1, rest)] * rest:
        number = max(1, round(part.complaints * share))
        site = f"https://www.{dice.token(9)}.example"
        account: More = {"share": {"website": site}, "age": dice.about(10), "wary": True}
        goods = stage.hall.sellers(category_of(dice), 6 + number // 3)
        how = "dead" if dice.chance(0.3) else "back_dated"
        one = replace(part, accounts=1, complaints=number)
        more: More = {"account": account, "manner": replace(SILENT, again=0.25)}
        strike(stage, one, "false_originals", how, goods, first, last, **more)


def shotgun(stage: Stage, part: Part) -> None:
    """A machine: any category, the same text, listings long gone; it goes on when it is told."""
    dice, hall = stage.dice, stage.hall
    first, last = season(stage, dice.uniform(60, 500))
    goods = dice.part(hall.listings, 40 + part.complaints * 2)
    account: More = {"domain": f"{names.slug(names.brand(dice))}-bot.example", "fixed": 0.98}
    manner = Manner(yields=0.1, rues=0.0, again=0.3, care=0.3)
    more: More = {"account": account, "bundle": 6.0, "manner": manner, "blind": True}
    strike(stage, part, "shotgun", "squatted", goods, first, last, **more)
