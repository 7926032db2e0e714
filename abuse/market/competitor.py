"""The competitor: keeps a shop and complains of the best sellers that sell what it sells."""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.conduct import Claim, Conduct
from abuse.market.made import Truth
from abuse.market.stage import Stage

PATTERN = "competitor"
LEAST = 8


def plant(stage: Stage, number: int, room: int) -> None:
    draw = stage.draw(PATTERN, number)
    people = stage.people
    kind = draw.pick(("design", "copyright", "patent", "trademark"))
    principal = people.principal(kinds=(kind,), since=(-900, -120))
    maker = people.individual if draw.chance(0.5) else people.rights_holder
    account = maker(principal)
    stage.keep_shop(draw, account)
    hidden = stage.traits.hide(draw)
    stage.docket.tell(account, Truth(pattern=PATTERN, camouflaged=hidden > 0.2))
    conduct = Conduct(bad_faith=True, regret=0.0, drop=draw.uniform(0.1, 0.5), polish=1.1)
    first = draw.uniform(0, calendar.DAYS - 200)
    victims = stage.shops(
        draw,
        principal.category,
        first,
        draw.between(5, 14),
        best=True,
        not_of=principal.operator,
        until=first + 190,
    )
    for _ in range(min(room, max(LEAST, stage.traits.volume(draw, 12, 36)))):
        day = calendar.filing_day(draw, first, first + 190)
        if draw.chance(hidden):
            stage.pursue(draw, account, principal, day, valid=True, conduct=conduct)
            continue
        goods = stage.on_sale(draw, draw.pick(victims), day, 6)
        best = sorted(goods, key=lambda listing: -listing.sales)[: draw.between(1, 3)]
        claims = [Claim(listing, valid=False) for listing in best]
        stage.docket.file(account, principal, principal.rights[0], claims, day, conduct)
