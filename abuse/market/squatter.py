"""The squatter: registers what others already sell, then complains of them.

Its rights are younger than the listings they are held against, and belong to unrelated trades. Of a
work it may say that it was published before the victim's goods; the register's date tells more.
"""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.conduct import Claim, Conduct
from abuse.market.draw import Draw
from abuse.market.goods import CATEGORIES
from abuse.market.made import Truth
from abuse.market.parties import Account
from abuse.market.rights import Right, make_right
from abuse.market.stage import Stage
from abuse.market.stores import Listing

PATTERN = "squatter"
LEAST = 8


def plant(stage: Stage, number: int, room: int) -> None:
    draw = stage.draw(PATTERN, number)
    people = stage.people
    principal = people.principal(kinds=("trademark",), since=(-400, -200))
    maker = people.individual if draw.chance(0.6) else people.rights_holder
    account = maker(principal)
    hidden = stage.traits.hide(draw)
    stage.docket.tell(account, Truth(pattern=PATTERN, camouflaged=hidden > 0.2))
    conduct = Conduct(bad_faith=True, regret=0.0, drop=0.35, paid=0.06, demand=0.06, polish=1.4)
    first = draw.uniform(60, calendar.DAYS - 150)
    prey = _prey(stage, draw, first)
    rights = [_grab(draw, account, listing, first) for listing in prey]
    for _ in range(min(room, max(LEAST, stage.traits.volume(draw, 10, 30)))):
        day = calendar.filing_day(draw, first, first + 140)
        if draw.chance(hidden):
            stage.pursue(draw, account, principal, day, valid=True, conduct=conduct)
            continue
        spot = draw.between(0, len(prey) - 1)
        goods = [prey[spot], *stage.on_sale(draw, prey[spot].store, day, draw.between(0, 2))]
        claims = [Claim(listing, valid=False) for listing in dict.fromkeys(goods)]
        stage.docket.file(account, principal, rights[spot], claims, day, conduct)


def _prey(stage: Stage, draw: Draw, first: float) -> list[Listing]:
    """Goods of several trades that have been on sale for a year, the best of their shop."""
    listings: list[Listing] = []
    for category in draw.some(CATEGORIES, draw.between(3, 5)):
        shops = draw.some(
            stage.trade.choose(category, copies=False, day=first, until=first + 140), 3
        )
        for store in shops or [stage.trade.open_honest(category, first - 700)]:
            old = [item for item in store.listings if item.listed < first - 320]
            listings += sorted(old, key=lambda item: -item.sales)[:1]
    if not listings:
        store = stage.trade.open_honest(CATEGORIES[0], first - 700)
        listings.append(stage.trade.list_goods(store, first - 400))
    return listings


def _grab(draw: Draw, account: Account, prey: Listing, first: float) -> Right:
    """A right to the prey's look or name, applied for well after it came on sale."""
    kind = draw.weighted((("trademark", 5.0), ("design", 3.0), ("copyright", 2.0), ("patent", 1.0)))
    wait = {"trademark": 245, "design": 65, "copyright": 25, "patent": 305}[kind]
    applied = max(prey.listed + 30, first - wait - draw.uniform(0, 30))
    title = prey.title if kind != "trademark" else prey.store.name.split()[0]
    right = make_right(
        draw, kind, account.country, title, prey.category.nice_class, calendar.day(applied)
    )
    if kind == "copyright":
        stated_day = prey.listed - draw.uniform(20, 400)
        return right.published(calendar.day(stated_day)) if draw.chance(0.4) else right
    return right.without_application() if draw.chance(0.15) else right
