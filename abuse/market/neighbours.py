"""Innocents who look like a ring: they share an office, a line, a lawyer or an enemy."""

from __future__ import annotations

from abuse.market import calendar, shared
from abuse.market.goods import CATEGORIES
from abuse.market.made import Truth
from abuse.market.parties import Account
from abuse.market.stage import Stage
from abuse.market.stores import Store

_ALWAYS = calendar.DAYS - 1.0


def brand_and_agency(stage: Stage, number: int) -> None:
    """A brand and its own agency in one office, with one telephone."""
    draw = stage.draw("brand_and_agency", number)
    people = stage.people
    principal = people.principal(kinds=("trademark", "copyright"))
    brand = people.rights_holder(principal)
    agency = people.agent([principal, people.principal()], principal.country)
    for thing in ("phone", "address", "ip"):
        shown = getattr(people.names, thing)
        value = shown() if thing == "ip" else shown(principal.country)
        if value:
            brand.shown[thing] = agency.shown[thing] = value
    for account, low, high in ((brand, 14, 24), (agency, 20, 34)):
        stage.docket.tell(account, Truth(innocent_kind="brand_and_agency"))
        count = stage.traits.volume(draw, low, high)
        stage.enforce(draw, account, count, 0, _ALWAYS, error=draw.uniform(0.02, 0.07))


def same_hunt(stage: Stage, number: int) -> None:
    """Two agencies after the same counterfeiters, within days of each other."""
    draw = stage.draw("same_hunt", number)
    people = stage.people
    category = draw.pick(CATEGORIES[:8])
    hunters = [
        people.agent([people.principal(category=category) for _ in range(3)]) for _ in range(2)
    ]
    shops = _copiers(draw.some(stage.trade.choose(category, copies=True), 14))
    for hunter in hunters:
        stage.docket.tell(hunter, Truth(innocent_kind="same_hunt"))
    _chase(stage, "same_hunt", number, hunters, shops, 0.85)
    for hunter in hunters:
        count = stage.traits.volume(draw, 12, 24)
        stage.enforce(draw, hunter, count, 0, _ALWAYS, error=draw.uniform(0.02, 0.06))


def coalition(stage: Stage, number: int) -> None:
    """Victims of the same copiers, who agree to file in the same week."""
    draw = stage.draw("coalition", number)
    people = stage.people
    category = draw.pick(CATEGORIES[:8])
    victims = [
        people.rights_holder(people.principal(category=category)) for _ in range(draw.between(5, 8))
    ]
    shops = _copiers(draw.some(stage.trade.choose(category, copies=True), 8))
    for victim in victims:
        stage.docket.tell(victim, Truth(innocent_kind="coalition"))
    _chase(stage, "coalition", number, victims, shops, 0.75)


def shared_line(stage: Stage, number: int) -> None:
    """Unrelated filers behind one IP address."""
    draw = stage.draw("shared_line", number)
    line = stage.people.names.ip()
    for _ in range(stage.traits.volume(draw, 6, 14)):
        account = stage.people.rights_holder(stage.people.principal())
        account.shown["ip"] = line
        stage.docket.tell(account, Truth(innocent_kind="shared_line"))
        count = draw.between(2, 7)
        stage.enforce(draw, account, count, 0, _ALWAYS, error=draw.uniform(0.0, 0.1))


def market_hall(stage: Stage, number: int) -> None:
    """Dozens of small traders in one hall, behind one line that a ring may use as well."""
    draw = stage.draw("market_hall", number)
    hall = stage.hall(number)
    for _ in range(stage.traits.volume(draw, 18, 36)):
        principal = stage.people.principal(hall.country)
        maker = stage.people.individual if draw.chance(0.4) else stage.people.rights_holder
        account = maker(principal)
        shared.settle(draw, hall, account)
        stage.docket.tell(account, Truth(innocent_kind="market_hall"))
        first = draw.uniform(0, calendar.DAYS - 100)
        last = draw.uniform(first + 60, _ALWAYS)
        count = draw.heavy(1, 8, 1.0)
        stage.enforce(draw, account, count, first, last, error=draw.uniform(0.0, 0.15))


def one_lawyer(stage: Stage, number: int) -> None:
    """Clients of one law firm: its words, its mailbox, its telephone, their own rights."""
    draw = stage.draw("one_lawyer", number)
    people = stage.people
    firm = people.agent([people.principal()])
    # Half the firms file for their clients from their own desk.
    shown = ("email", "phone", "ip", "address") if draw.chance(0.5) else ("email", "phone")
    for _ in range(stage.traits.volume(draw, 4, 7)):
        account = people.rights_holder(people.principal())
        account.wording = firm.wording
        for thing in shown:
            if thing in firm.shown:
                account.shown[thing] = firm.shown[thing]
        stage.docket.tell(account, Truth(innocent_kind="one_lawyer"))
        count = draw.between(3, 8)
        stage.enforce(draw, account, count, 0, _ALWAYS, error=draw.uniform(0.0, 0.08))


def _copiers(shops: list[Store]) -> list[Store]:
    return [shop for shop in shops if shop.opened < calendar.DAYS - 30]


def _chase(
    stage: Stage, name: str, number: int, hunters: list[Account], shops: list[Store], share: float
) -> None:
    """Most hunters file against each shop within a week, soon after it opened."""
    draw = stage.draw(name, "chase", number)
    for shop in shops:
        seen = max(shop.opened, 0.0) + draw.uniform(6, 20)
        for hunter in hunters:
            if draw.chance(share):
                day = calendar.office_hour(draw, seen + draw.uniform(0, 6))
                principal = draw.pick(hunter.principals)
                stage.pursue(draw, hunter, principal, day, valid=True, store=shop, most=4)
