"""The ring: many small accounts of one hand, the same shops, the same few days.

Each account files little, so that none stands out; some rings share a telephone, a device, papers
or words, others nothing but what they do.
"""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.draw import Draw
from abuse.market.fate import Claim, Conduct
from abuse.market.goods import CATEGORIES
from abuse.market.made import Truth
from abuse.market.parties import Account
from abuse.market.stage import Stage
from abuse.market.stores import Store

PATTERN = "ring"
_CONDUCT = Conduct(malicious=0.65, regret=0.0, drop=0.35, drop_true=0.05, polish=0.9)


def plant(stage: Stage, number: int) -> None:
    draw = stage.draw(PATTERN, number)
    category = draw.pick(CATEGORIES)
    first = draw.uniform(30, calendar.DAYS - 170)
    span = draw.uniform(60, 140)
    # Some hands make up rights for the purpose, others use old ones.
    since = (-500.0, -60.0) if draw.chance(0.4) else (-2600.0, -700.0)
    members = [_member(stage, draw, since) for _ in range(draw.between(6, 12))]
    for member in members:
        member.registered = first - draw.uniform(25, 90)
    if not draw.chance(stage.traits.hidden_ring):
        _share(stage, draw, members)
    victims = stage.shops(draw, category, first, draw.between(6, 10), best=True)
    for member in members:
        stage.docket.tell(member, Truth(pattern=PATTERN, ring=f"ring-{number + 1}"))
    for store in victims:
        _strike(stage, draw, members, store, first + draw.uniform(0, span))
    for member in members:
        for _ in range(round(6 * stage.traits.camouflage * draw.unit())):
            day = calendar.filing_day(draw, first - 20, first + span + 20)
            principal = member.principals[0]
            stage.pursue(draw, member, principal, day, valid=True, conduct=_CONDUCT, most=2)


def _member(stage: Stage, draw: Draw, since: tuple[float, float]) -> Account:
    kind = draw.pick(("copyright", "copyright", "trademark", "design"))
    principal = stage.people.principal(kinds=(kind,), since=since)
    maker = stage.people.individual if draw.chance(0.7) else stage.people.rights_holder
    return maker(principal)


def _share(stage: Stage, draw: Draw, members: list[Account]) -> None:
    """Give the members two to four things in common; a careful hand not to all of them."""
    names = stage.people.names
    things = {
        "phone": names.phone("CN") or "",
        "device": names.device(),
        "payment": names.payment(),
        "address": names.address("CN"),
        "ip": names.ip(),
        "papers": draw.sha256(),
        "text": "",
    }
    always = draw.pick(("phone", "device", "papers"))
    kinds = {always, *draw.some(sorted(things), draw.between(2, 3))}
    for member in members:
        for kind in sorted(kinds):
            if not draw.chance(0.85):
                continue
            if kind == "papers":
                member.identity_paper = things[kind]
            elif kind == "text":
                member.wording = members[0].wording
            else:
                member.shown[kind] = things[kind]


def _strike(stage: Stage, draw: Draw, members: list[Account], store: Store, day: float) -> None:
    """Most members file against one shop within a few days."""
    for member in members:
        if not draw.chance(0.8):
            continue
        at = calendar.office_hour(draw, day + draw.uniform(0, 4.5))
        goods = stage.on_sale(draw, store, at, draw.between(1, 3))
        claims = [Claim(listing, valid=False) for listing in goods]
        principal = member.principals[0]
        stage.docket.file(member, principal, principal.rights[0], claims, at, _CONDUCT)
