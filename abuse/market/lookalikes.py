"""Single innocents that a hasty rule would accuse: large, unlucky, careless, young, seasonal."""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.conduct import HONEST, Conduct
from abuse.market.made import Truth
from abuse.market.stage import Stage


def large_agency(stage: Stage, number: int) -> None:
    """Many refusals in number, few in share."""
    draw = stage.draw("large_agency", number)
    account = stage.people.agent([stage.people.principal() for _ in range(draw.between(9, 16))])
    stage.docket.tell(account, Truth(innocent_kind="large_agency"))
    count = stage.traits.volume(draw, 150, 230)
    stage.enforce(draw, account, count, 0, calendar.DAYS - 1, error=draw.uniform(0.03, 0.07))


def unlucky(stage: Stage, number: int) -> None:
    """One or two complaints, all of which failed."""
    draw = stage.draw("unlucky", number)
    for _ in range(stage.traits.volume(draw, 5, 8)):
        principal = stage.people.principal(kinds=(draw.pick(("trademark", "copyright")),))
        maker = stage.people.individual if draw.chance(0.5) else stage.people.rights_holder
        account = maker(principal)
        stage.docket.tell(account, Truth(innocent_kind="unlucky"))
        first = draw.uniform(0, calendar.DAYS - 60)
        for _ in range(draw.between(1, 2)):
            day = calendar.filing_day(draw, first, first + 30)
            conduct = Conduct(regret=0.0, drop=0.0, polish=0.0)
            stage.pursue(draw, account, principal, day, valid=False, conduct=conduct, most=1)


def careless(stage: Stage, number: int) -> None:
    """Often wrong, never in bad faith: it stands by what it says. A warning is in order."""
    draw = stage.draw("careless", number)
    principal = stage.people.principal(kinds=(draw.pick(("copyright", "design")),))
    account = stage.people.individual(principal)
    stage.docket.tell(account, Truth(innocent_kind="careless"))
    conduct = Conduct(regret=0.03, drop=0.04, drop_true=0.0)
    first = draw.uniform(0, calendar.DAYS - 250)
    stage.enforce(
        draw,
        account,
        stage.traits.volume(draw, 10, 20),
        first,
        first + 240,
        error=draw.uniform(0.5, 0.65),
        conduct=conduct,
    )


def young_brand(stage: Stage, number: int) -> None:
    """A right as young as a squatter's, held against copies that came after it."""
    draw = stage.draw("young_brand", number)
    applied = draw.uniform(-120, 60)
    kind = draw.pick(("trademark", "design"))
    principal = stage.people.principal(kinds=(kind,), since=(applied, applied + 1))
    account = stage.people.rights_holder(principal)
    stage.docket.tell(account, Truth(innocent_kind="young_brand"))
    first = applied + (425 if kind == "trademark" else 215)
    for _ in range(stage.traits.volume(draw, 10, 18)):
        day = calendar.filing_day(draw, min(first, calendar.DAYS - 90), calendar.DAYS - 1)
        valid = not draw.chance(0.04)
        store = stage.copier(draw, principal, day) if valid else None
        if store and store.opened < applied:
            store = None
        stage.pursue(draw, account, principal, day, valid=valid, store=store)


def festival_campaign(stage: Stage, number: int) -> None:
    """A brand that cleans up before a sales day: a burst, and a good one."""
    draw = stage.draw("festival_campaign", number)
    account = stage.people.rights_holder(stage.people.principal(kinds=("trademark", "design")))
    stage.docket.tell(account, Truth(innocent_kind="festival_campaign"))
    sale = draw.pick(calendar.SALE_DAYS)
    stage.enforce(draw, account, stage.traits.volume(draw, 6, 12), 0, calendar.DAYS - 1, error=0.04)
    for _ in range(stage.traits.volume(draw, 22, 36)):
        day = calendar.office_hour(draw, sale - draw.uniform(2, 18))
        stage.pursue(
            draw, account, account.principals[0], day, valid=not draw.chance(0.04), conduct=HONEST
        )
