"""Those who want money: the Liang brothers, Li Qing, Brady, the licence by stock level."""

from __future__ import annotations

from lab.makers.casebook import names
from lab.makers.casebook.accounts import Wire
from lab.makers.casebook.acts import More, Part, category_of, season, strike
from lab.makers.casebook.cases import Manner
from lab.makers.casebook.filings import Stage


def brothers(stage: Stage, part: Part) -> None:
    """Liang: a made-up official website, over 98 sellers in two months, withdrawn after payment."""
    dice = stage.dice
    country = "CN" if stage.world.region == "china" else stage.directory.country()
    owner = names.firm(dice, country, names.brand(dice))
    site = f"https://www.{names.slug(owner)[:12]}-official.example"
    first, last = season(stage, 61.0 if part.amateur else dice.uniform(61, 240))
    goods = stage.hall.sellers(category_of(dice), 6 + part.complaints, best=dice.chance(0.4))
    manner = Manner(yields=0.35, rues=0.0, asks=0.75, paid=dice.uniform(0.35, 0.75), again=0.08)
    account: More = {
        "kind": "individual",
        "country": country,
        "share": {"website": site},
        "age": 5.0,
    }
    account["wires"] = [Wire((names.network(dice),))]
    more: More = {"owner": owner, "holder": owner, "asks_first": dice.chance(0.5), "manner": manner}
    strike(stage, part, "extortion", "forged", goods, first, last, account=account, **more)


def li_qing(stage: Stage, part: Part) -> None:
    """Registers a known brand's artwork as marks, accuses its dealers, sells the withdrawal."""
    dice = stage.dice
    brand = stage.brand(0.4)
    first, last = season(stage, dice.uniform(60, 300))
    goods = [stage.hall.stock(brand, "genuine", first) for _ in range(4 + part.complaints // 2)]
    manner = Manner(yields=0.2, rues=0.0, asks=0.6, paid=0.3, again=0.3)
    account: More = {"kind": "individual", "country": "CN", "wary": True}
    more: More = {"account": account, "of": brand, "manner": manner}
    strike(stage, part, "squatter", "squatted", goods, first, last, **more)


def brady(stage: Stage, part: Part) -> None:
    """A lone man, a handful of strikes on one victim, and a price for the last."""
    dice = stage.dice
    first, last = season(stage, dice.uniform(20, 90))
    store = dice.choice(stage.hall.sellers(category_of(dice), 8)).store
    manner = Manner(yields=0.5, rues=0.0, asks=0.8, paid=0.2)
    account: More = {"kind": "individual", "portal": False, "wary": True}
    more: More = {"account": account, "manner": manner}
    strike(stage, part, "extortion", "back_dated", store.listings, first, last, **more)


def toll(stage: Stage, part: Part) -> None:
    """A young certificate over the victim's picture; a licence fee by stock before Black Friday."""
    dice = stage.dice
    first, last = season(stage, 30.0)
    goods = stage.hall.sellers(category_of(dice), 3 + part.complaints // 2)
    manner = Manner(yields=0.6, rues=0.0, asks=0.5, paid=0.45)
    account: More = {"age": dice.about(30), "wary": True}
    true = 0.0 if part.amateur else 0.3
    more: More = {"account": account, "manner": manner, "camouflage": true}
    strike(stage, part, "toll_taker", "mine", goods, first, last, **more)
