"""The competitor: keeps a shop and complains of the best sellers that sell what it sells."""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.fate import Claim, Conduct
from abuse.market.goods import CATEGORIES
from abuse.market.made import Truth
from abuse.market.stage import Stage
from abuse.market.trade import OPEN_END

PATTERN = "competitor"


def plant(stage: Stage, number: int) -> None:
    draw = stage.draw(PATTERN, number)
    people, trade = stage.people, stage.trade
    category = draw.pick(CATEGORIES[:10])
    kind = draw.pick(("design", "copyright", "patent", "trademark"))
    principal = people.principal(category=category, kinds=(kind,), since=(-900, -120))
    maker = people.individual if draw.chance(0.5) else people.rights_holder
    account = maker(principal)
    operator = f"op-{draw.text('0123456789abcdef', 10)}"
    own = trade.open_store(
        f"{principal.brand} Select", operator, category, draw.uniform(-800, -100), OPEN_END, False
    )
    account.operates = [own.store_id]
    stage.docket.tell(account, Truth(pattern=PATTERN))
    conduct = Conduct(malicious=0.55, regret=0.0, drop=0.3, polish=1.1)
    first = draw.uniform(0, calendar.DAYS - 200)
    rivals = trade.choose(category=category, copies=False, day=first, excluding=[operator])
    rivals = sorted(rivals, key=lambda s: -s.popularity)[:15]
    victims = draw.some(rivals, draw.between(6, 12))
    for _ in range(stage.traits.volume(draw, 14, 32)):
        day = calendar.filing_day(draw, first, first + 190)
        if draw.chance(stage.traits.camouflage):
            stage.pursue(draw, account, principal, day, valid=True, conduct=conduct)
            continue
        goods = stage.on_sale(draw, draw.pick(victims), day, 6)
        best = sorted(goods, key=lambda listing: -listing.sales)[: draw.between(1, 3)]
        claims = [Claim(listing, valid=False) for listing in best]
        stage.docket.file(account, principal, principal.rights[0], claims, day, conduct)
