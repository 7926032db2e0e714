"""The competitor: keeps a shop and complains of the best sellers that sell what it sells."""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.fate import Claim, Conduct
from abuse.market.made import Truth
from abuse.market.stage import Stage

PATTERN = "competitor"


def plant(stage: Stage, number: int) -> None:
    draw = stage.draw(PATTERN, number)
    people = stage.people
    kind = draw.pick(("design", "copyright", "patent", "trademark"))
    principal = people.principal(kinds=(kind,), since=(-900, -120))
    maker = people.individual if draw.chance(0.5) else people.rights_holder
    account = maker(principal)
    stage.keep_shop(draw, account)
    stage.docket.tell(account, Truth(pattern=PATTERN))
    conduct = Conduct(malicious=0.55, regret=0.0, drop=0.3, polish=1.1)
    first = draw.uniform(0, calendar.DAYS - 200)
    victims = stage.shops(
        draw,
        principal.category,
        first,
        draw.between(6, 12),
        best=True,
        not_of=principal.operator,
    )
    for _ in range(stage.traits.volume(draw, 14, 32)):
        day = calendar.filing_day(draw, first, first + 190)
        if draw.chance(stage.traits.camouflage):
            stage.pursue(draw, account, principal, day, valid=True, conduct=conduct)
            continue
        goods = stage.on_sale(draw, draw.pick(victims), day, 6)
        best = sorted(goods, key=lambda listing: -listing.sales)[: draw.between(1, 3)]
        claims = [Claim(listing, valid=False) for listing in best]
        stage.docket.file(account, principal, principal.rights[0], claims, day, conduct)
