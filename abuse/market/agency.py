"""The withdrawing agency: sprays for many brands and drops what is answered.

After the agency whose notices one platform stopped processing in 2017, because more than 60 % were
withdrawn once the seller had answered.
"""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.conduct import Claim, Conduct
from abuse.market.draw import Draw
from abuse.market.made import Truth
from abuse.market.parties import Principal
from abuse.market.stage import Stage

PATTERN = "withdrawing_agency"
LEAST = 24


def plant(stage: Stage, number: int, room: int) -> None:
    draw = stage.draw(PATTERN, number)
    people = stage.people
    principals = [people.principal(kinds=("trademark",)) for _ in range(draw.between(3, 8))]
    account = people.agent(principals, "CN" if draw.chance(0.7) else "")
    hidden = stage.traits.hide(draw)
    stage.docket.tell(account, Truth(pattern=PATTERN, camouflaged=hidden > 0.2))
    conduct = Conduct(
        bad_faith=True,
        regret=0.0,
        drop=draw.uniform(0.7, 0.92),
        drop_true=draw.uniform(0.1, 0.35),
        polish=1.3,
    )
    first = draw.uniform(0, 240)
    last = min(first + draw.uniform(120, 330), calendar.DAYS - 10.0)
    for _ in range(min(room, max(LEAST, stage.traits.volume(draw, 40, 110)))):
        day = calendar.filing_day(draw, first, last)
        principal = draw.pick(principals)
        if draw.chance(hidden):
            stage.pursue(draw, account, principal, day, valid=True, conduct=conduct)
            continue
        # Genuine goods of a distributor, called counterfeit to keep up the price.
        store = stage.honest_store(draw, principal, day)
        goods = stage.on_sale(draw, store, day, draw.between(1, 6))
        claims = [Claim(listing, valid=False) for listing in goods]
        basis = "unauthorised_channel" if draw.chance(0.1) else "counterfeit"
        stage.docket.file(
            account, principal, principal.rights[0], claims, day, conduct, basis=basis
        )
    _new_client(stage, draw, principals[0], last)


def _new_client(stage: Stage, draw: Draw, principal: Principal, left: float) -> None:
    """An honest brand that was the agency's client, and files on its own as well."""
    account = stage.people.rights_holder(principal)
    stage.docket.tell(account, Truth(innocent_kind="new_client"))
    count = stage.traits.volume(draw, 8, 16)
    fresh = draw.chance(0.5)
    stage.enforce(draw, account, count, left - 60, calendar.DAYS - 1, error=0.05, fresh=fresh)
