"""The honest majority: brands, agencies and individuals of very different size and care."""

from __future__ import annotations

from abuse.market import calendar
from abuse.market.conduct import Conduct
from abuse.market.draw import Draw
from abuse.market.parties import Account
from abuse.market.stage import Stage


def fill_up(stage: Stage, complaints: int, part: str) -> None:
    """Add ordinary filers until the docket holds so many complaints."""
    number = 0
    largest = min(500, max(60, complaints // 10))
    tail = stage.people.tastes.tail
    while (room := complaints - len(stage.docket)) > 0:
        draw = stage.draw("honest", part, number)
        number += 1
        account = ordinary(stage, draw)
        count = min(room, draw.heavy(1, largest, tail))
        first, last = active_days(draw)
        if first > 0:
            account.registered = first - draw.heavy(1, 200, 0.5)
        fresh = draw.chance(0.5 if count < 6 else 0.1)
        stage.enforce(
            draw,
            account,
            count,
            first,
            last,
            error=care(draw),
            conduct=manners(draw),
            fresh=fresh,
        )


def ordinary(stage: Stage, draw: Draw) -> Account:
    """An account of the usual kind."""
    people = stage.people
    kind = draw.weighted((("rights_holder", 58), ("agent", 22), ("individual", 20)))
    # Some honest rights are as young as a squatter's.
    since = (-480.0, -60.0) if draw.chance(0.12) else (-3000.0, -500.0)
    if kind == "agent":
        return people.agent([people.principal() for _ in range(draw.heavy(1, 6, 1.0))])
    if kind == "individual":
        principal = people.principal(kinds=(draw.pick(("copyright", "design")),), since=since)
        return people.individual(principal)
    account = people.rights_holder(people.principal(since=since))
    if draw.chance(0.35):
        stage.keep_shop(draw, account)
    return account


def active_days(draw: Draw) -> tuple[float, float]:
    """Most are active all the time, some came late or left early."""
    if draw.chance(0.6):
        return 0.0, calendar.DAYS - 1.0
    first = draw.uniform(0, calendar.DAYS - 120)
    return first, min(first + draw.uniform(60, 400), calendar.DAYS - 1.0)


def care(draw: Draw) -> float:
    """The share of false claims of an honest filer."""
    low, high = draw.weighted((((0.0, 0.06), 70.0), ((0.06, 0.18), 24.0), ((0.18, 0.35), 6.0)))
    return draw.uniform(low, high)


def manners(draw: Draw) -> Conduct:
    """How an honest filer handles its errors."""
    return Conduct(
        regret=draw.uniform(0.02, 0.3),
        drop=draw.uniform(0.05, 0.45),
        drop_true=draw.uniform(0.0, 0.12),
    )
