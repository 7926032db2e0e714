"""The ring: many small accounts of one hand, the same shops, the same days or weeks.

Each account files little, so that none stands out; some rings share a telephone, a device, papers
or words, others nothing but what they do, and some work from an office that innocents use too.
"""

from __future__ import annotations

from dataclasses import dataclass

from abuse.market import calendar, shared
from abuse.market.conduct import Claim, Conduct
from abuse.market.draw import Draw
from abuse.market.made import Truth
from abuse.market.parties import Account
from abuse.market.stage import Stage
from abuse.market.stores import Store

PATTERN = "ring"
LEAST = 26
_CONDUCT = Conduct(bad_faith=True, regret=0.0, drop=0.35, drop_true=0.05, polish=0.9)


@dataclass(frozen=True)
class Plan:
    """How a hand goes about it.

    size : accounts
    victims : shops
    joins : chance that an account takes part against a shop
    first, span : the days of the campaign
    spread : days within which a shop is hit
    hidden : share of well-founded complaints
    most : complaints against the victims, at most; `cover` complaints are well-founded besides
    """

    size: int
    victims: int
    joins: float
    first: float
    span: float
    spread: float
    hidden: float
    most: int
    cover: int

    @classmethod
    def of(cls, draw: Draw, room: int, hidden: float, *, slow: bool) -> Plan:
        most = round(room * (1.0 - hidden))
        hits = draw.uniform(3.5, 9.0)
        size = min(int(5 * 8.2 ** draw.unit()), int(most / hits))
        if size < 5:
            size, hits = 5, most / 5
        # A ring meets at its shops often enough to be one: some four accounts a shop.
        least = max(0.2, 3.5 / size, 2.0 / hits)
        joins = max(least, min(0.9, draw.uniform(least, 1.0)))
        span = draw.uniform(120, 300) if slow else draw.uniform(25, 140)
        return cls(
            size=size,
            victims=max(5, round(hits / joins)),
            joins=joins,
            first=draw.uniform(30, calendar.DAYS - span - 50),
            span=span,
            spread=draw.uniform(14, 42) if slow else draw.uniform(1.5, 6),
            hidden=hidden,
            most=most,
            cover=round(min(most, size * hits) * hidden / (1.0 - hidden)),
        )


def plant(stage: Stage, number: int, room: int) -> None:
    draw = stage.draw(PATTERN, number)
    traits = stage.traits
    slow = draw.chance(traits.slow_ring)
    hidden = min(traits.hide(draw), 1.0 - 24 / room)
    plan = Plan.of(draw, room, hidden, slow=slow)
    members = _members(stage, draw, plan)
    alone = draw.chance(traits.hidden_ring)
    if not alone:
        shared.share(stage.people.names, draw, members)
    if crowded := draw.chance(0.3):
        for member in members:
            if draw.chance(0.85):
                shared.settle(draw, stage.hall(number), member)
    truth = Truth(
        pattern=PATTERN,
        ring=f"ring-{number + 1}",
        camouflaged=plan.hidden > 0.2,
        slow=slow,
        hidden=alone,
        crowded=crowded,
    )
    for member in members:
        stage.docket.tell(member, truth)
    for member, store, day in _strikes(stage, draw, plan, members):
        goods = stage.on_sale(draw, store, day, draw.between(1, 3))
        claims = [Claim(listing, valid=False) for listing in goods]
        principal = member.principals[0]
        stage.docket.file(member, principal, principal.rights[0], claims, day, _CONDUCT)
    for member in draw.some(members * plan.cover, plan.cover):
        day = calendar.filing_day(draw, plan.first - 20, plan.first + plan.span + 20)
        principal = member.principals[0]
        stage.pursue(draw, member, principal, day, valid=True, conduct=_CONDUCT, most=2)


def _members(stage: Stage, draw: Draw, plan: Plan) -> list[Account]:
    """Accounts opened for the purpose within weeks, or bought and aged."""
    # Some hands make up rights for the purpose, others use old ones.
    since = (-500.0, -60.0) if draw.chance(0.4) else (-2600.0, -700.0)
    aged = draw.chance(0.4)
    members = []
    for _ in range(plan.size):
        kind = draw.pick(("copyright", "copyright", "trademark", "design"))
        principal = stage.people.principal(kinds=(kind,), since=since)
        maker = stage.people.individual if draw.chance(0.7) else stage.people.rights_holder
        member = maker(principal)
        member.registered = plan.first - draw.uniform(25, 700 if aged else 90)
        members.append(member)
    return members


def _strikes(
    stage: Stage, draw: Draw, plan: Plan, members: list[Account]
) -> list[tuple[Account, Store, float]]:
    """Who hits which shop when: a part of the members each shop, within the ring's days."""
    trades = draw.some([c for c, _ in stage.people.tastes.categories], draw.heavy(1, 3, 1.0))
    last, victims = plan.first + plan.span + plan.spread, []
    for number, trade in enumerate(trades):
        count = len(range(number, plan.victims, len(trades)))
        victims += stage.shops(draw, trade, plan.first, count, best=True, until=last)
    strikes = []
    for store in victims:
        begin = plan.first + draw.uniform(0, plan.span)
        for member in members:
            if draw.chance(plan.joins):
                day = calendar.office_hour(draw, begin + draw.uniform(0, plan.spread))
                strikes.append((member, store, day))
    return draw.some(strikes, plan.most)
