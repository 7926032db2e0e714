"""The extortioner: a few shops, again and again, until they pay; then it withdraws."""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.conduct import Claim, Conduct
from abuse.market.draw import Draw
from abuse.market.made import Truth
from abuse.market.stage import Stage

PATTERN = "extortion"
LEAST = 8


def plant(stage: Stage, number: int, room: int) -> None:
    draw = stage.draw(PATTERN, number)
    people = stage.people
    kind = draw.pick(("copyright", "copyright", "trademark", "design"))
    principal = people.principal(kinds=(kind,), since=(-700, -150))
    account = people.individual(principal)
    hidden = stage.traits.hide(draw)
    stage.docket.tell(account, Truth(pattern=PATTERN, camouflaged=hidden > 0.2))
    conduct = Conduct(
        bad_faith=True,
        regret=0.0,
        drop=draw.uniform(0.45, 0.8),
        drop_true=0.2,
        paid=draw.uniform(0.25, 0.5),
        demand=draw.uniform(0.06, 0.35),
        polish=1.3,
    )
    first, last = _campaign(draw)
    victims = stage.shops(draw, principal.category, first, draw.between(2, 5), until=last)
    for _ in range(min(room, max(LEAST, stage.traits.volume(draw, 12, 32)))):
        day = calendar.filing_day(draw, first, last)
        if draw.chance(hidden):
            honest = Conduct(regret=0.05, drop=0.3)
            stage.pursue(draw, account, principal, day, valid=True, conduct=honest, most=2)
            continue
        goods = stage.on_sale(draw, draw.pick(victims), day, draw.between(1, 3))
        claims = [Claim(listing, valid=False) for listing in goods]
        stage.docket.file(account, principal, principal.rights[0], claims, day, conduct)


def _campaign(draw: Draw) -> tuple[float, float]:
    """Some months, or the weeks before a sales day, when a shop has most to lose."""
    if draw.chance(0.3):
        sale = float(draw.pick(calendar.SALE_DAYS))
        return sale - draw.uniform(20, 60), sale + 3
    first = draw.uniform(10, calendar.DAYS - 180)
    return first, first + draw.uniform(90, 170)
