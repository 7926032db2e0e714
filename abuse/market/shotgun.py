"""The shotgun: a machine that files on everything, with one text, on dead pages, out of class."""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.conduct import Claim, Conduct
from abuse.market.goods import CATEGORIES
from abuse.market.made import Truth
from abuse.market.stage import Stage

PATTERN = "shotgun"
LEAST = 26


def plant(stage: Stage, number: int, room: int) -> None:
    draw = stage.draw(PATTERN, number)
    people = stage.people
    principals = [people.principal(kinds=("trademark",)) for _ in range(draw.between(1, 3))]
    account = people.agent(principals) if draw.chance(0.6) else people.rights_holder(principals[0])
    principals = account.principals
    account.channel = draw.pick(("api", "form", "email"))
    hidden = stage.traits.hide(draw)
    stage.docket.tell(account, Truth(pattern=PATTERN, camouflaged=hidden > 0.2))
    conduct = Conduct(bad_faith=True, regret=0.0, drop=0.15, polish=0.7)
    dead = draw.uniform(0.15, 0.5)
    count = min(room, max(LEAST, stage.traits.volume(draw, 60, 180)))
    first = draw.uniform(20, calendar.DAYS - 120)
    while count > 0:
        at = first + draw.uniform(0, 100)
        for _ in range(min(count, draw.between(8, 30))):
            count -= 1
            at += draw.uniform(4, 70) / 86400
            principal = draw.pick(principals)
            if draw.chance(hidden):
                stage.pursue(draw, account, principal, at, valid=True, conduct=conduct)
                continue
            store = stage.shops(draw, draw.pick(CATEGORIES), at, 1)[0]
            goods = stage.on_sale(draw, store, at, draw.between(1, 4))
            claims = [Claim(listing, False, draw.chance(dead)) for listing in goods]
            stage.docket.file(account, principal, principal.rights[0], claims, at, conduct)
