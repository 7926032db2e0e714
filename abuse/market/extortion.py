"""The extortioner: a few shops, again and again, until they pay; then it withdraws."""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.fate import Claim, Conduct
from abuse.market.made import Truth
from abuse.market.stage import Stage

PATTERN = "extortion"


def plant(stage: Stage, number: int) -> None:
    draw = stage.draw(PATTERN, number)
    people = stage.people
    kind = draw.pick(("copyright", "copyright", "trademark", "design"))
    principal = people.principal(kinds=(kind,), since=(-700, -150))
    account = people.individual(principal)
    stage.docket.tell(account, Truth(pattern=PATTERN))
    conduct = Conduct(
        malicious=0.6,
        regret=0.0,
        drop=draw.uniform(0.5, 0.8),
        drop_true=0.2,
        paid=draw.uniform(0.3, 0.5),
        demand=draw.uniform(0.25, 0.5),
        polish=1.3,
    )
    first = draw.uniform(10, calendar.DAYS - 180)
    victims = stage.shops(draw, principal.category, first, draw.between(2, 5))
    for _ in range(stage.traits.volume(draw, 14, 30)):
        day = calendar.filing_day(draw, first, first + draw.uniform(90, 170))
        if draw.chance(0.7 * stage.traits.camouflage):
            honest = Conduct(regret=0.05, drop=0.3)
            stage.pursue(draw, account, principal, day, valid=True, conduct=honest, most=2)
            continue
        goods = stage.on_sale(draw, draw.pick(victims), day, draw.between(1, 3))
        claims = [Claim(listing, valid=False) for listing in goods]
        stage.docket.file(account, principal, principal.rights[0], claims, day, conduct)
