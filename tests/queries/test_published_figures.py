"""What the transparency page counts beyond the law: each thing once, when it happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from complaints.base.errors import Refusal
from complaints.models import Flag
from complaints.queries.law.published_figures import (
    BackOnSale,
    BoycottTerms,
    ClosedCounts,
    DutyCounts,
    PublishedFigures,
    Reviewed,
    find_published,
)
from complaints.rules.cases.suspensions import Measure
from complaints.rules.kinds import FilerKind, Side
from complaints.rules.law.published_figures import Appealed, BoycottReach, FoundBy, GivenBack
from complaints.rules.law.transparency import Period, published, published_years
from complaints.services.cases import boycotts, flags
from complaints.services.decisions import claims
from complaints.storage.db import Database
from tests.services.cases import test_boycotts as ladder
from tests.services.cases.test_suspensions import Market, operated
from tests.services.decisions.desk import CODES, ITEM, Desk
from tests.services.decisions.test_reasons import Case
from tests.services.law.test_buyer_notices import Case as BuyersCase

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


def counted(database: Database, since: datetime, until: datetime) -> PublishedFigures:
    with database.reading() as session:
        return find_published(session, Period(since, until))


def test_a_year_is_published_from_its_second_day_on_up_to_the_day_before() -> None:
    first = date(2027, 1, 1)
    assert list(published_years(first)) == [2024, 2025, 2026]
    assert list(published_years(first + DAY)) == [2024, 2025, 2026, 2027]
    assert published(2026, today=first).last_day == date(2026, 12, 31)
    assert published(2026, today=date(2026, 12, 31)).last_day == date(2026, 12, 30)
    assert published(2027, today=first + DAY).until == datetime(2027, 1, 2, tzinfo=UTC)
    for wrong, today in ((2027, first), (2023, first), (2028, first + DAY)):
        with pytest.raises(Refusal) as refused:
            published(wrong, today=today)
        assert refused.value.slug == "invalid-request"


@pytest.mark.both_databases
def test_abuse_warnings_boycotts_and_what_was_put_right(database: Database, now: datetime) -> None:
    case = ladder.make_case(database, now)
    with database.transaction() as session:
        session.execute(update(Flag).values(state="open", closed_at=None, closed_by=None))
    ladder.do(case, flags.take, case.ann, case.flag)
    ladder.do(case, flags.confirm, case.ann, case.flag, why="Clear.")
    row = ladder.in_force(case)
    at = now + 3 * DAY
    ladder.do(case, boycotts.appeal, case.filer, row.id, grounds="New owners.", at=at)
    judged = {"decision": "lift", "argued": "New owners.", "reason": "So it is."}
    ladder.do(case, boycotts.decide_appeal, case.cem, row.id, **judged, at=at)
    figures = counted(database, now, at + TICK)
    assert (figures.looked_at, figures.abuse) == (1, 1)
    assert (figures.warned_filers, figures.warned_sellers) == (1, 0)
    assert figures.boycotts == {
        BoycottReach.ACCOUNT: BoycottTerms(1, 30.0, 30.0, 30.0),
        BoycottReach.CLIENT: BoycottTerms(0, None, None, None),
    }  # fmt: skip
    assert figures.appeals[Appealed.BOYCOTT] == Reviewed(1, 1)
    later = counted(database, now + TICK, at)
    assert (later.looked_at, later.abuse, later.warned_filers) == (0, 0, 0)
    assert later.boycotts[BoycottReach.ACCOUNT].imposed == 1
    assert later.appeals[Appealed.BOYCOTT] == Reviewed(0, 0)


def test_a_flag_that_was_dismissed_after_all_is_no_abuse(database: Database, now: datetime) -> None:
    case = ladder.make_case(database, now)
    with database.transaction() as session:
        session.execute(update(Flag).values(state="open", closed_at=None, closed_by=None))
    ladder.do(case, flags.take, case.ann, case.flag)
    ladder.do(case, flags.dismiss, case.ann, case.flag, why="It is right.")
    figures = counted(database, now, now + TICK)
    assert (figures.looked_at, figures.abuse) == (1, 0)


def test_listings_are_back_once_nothing_holds_them(database: Database, now: datetime) -> None:
    desk = Desk(database, now)
    case = Case(desk)
    case.decide("take_down")
    bond = desk.filer("bond", FilerKind.INDIVIDUAL)
    second = desk.claim(bond, targets=[{"url": f"{ITEM}1", "store_id": "s9"}])
    taken = {"decision": "take_down", "code": CODES["take_down"]}
    desk.do(claims.decide, case.rev, second, **taken, at=now + DAY)
    desk.do(claims.withdraw, case.acme, case.id, reason=None, at=now + 2 * DAY)
    figures = counted(database, now, now + 3 * DAY)
    assert figures.back[GivenBack.WITHDRAWN] == BackOnSale(0, None)
    assert figures.closed[FoundBy.RIGHTS_HOLDER] == ClosedCounts(1, 0, 0, 0, 0)
    assert figures.closed[FoundBy.INDIVIDUAL] == ClosedCounts(1, 0, 0, 0, 0)
    desk.do(claims.withdraw, bond, second, reason=None, at=now + 11 * DAY)
    until = now + 11 * DAY + TICK
    assert counted(database, now, until).back[GivenBack.WITHDRAWN] == BackOnSale(1, 11.0)
    assert counted(database, now, until - TICK).back[GivenBack.WITHDRAWN] == BackOnSale(0, None)


def test_an_appeal_that_restores_a_listing_counts_on_both_sides(
    database: Database, now: datetime
) -> None:
    case = Case(Desk(database, now))
    case.decide("take_down")
    case.appeal(Side.SELLER, "overturn")
    figures = counted(database, now, case.now + TICK)
    assert figures.appeals[Appealed.TAKEDOWN] == Reviewed(1, 1)
    assert figures.appeals[Appealed.REJECTION] == Reviewed(0, 0)
    assert figures.back[GivenBack.REINSTATED].listings == 1


def test_stores_are_counted_by_who_complained_of_them(database: Database, now: datetime) -> None:
    market = Market(database, now)
    market.in_force()
    figures = counted(database, now, now + 15 * DAY + TICK)
    assert figures.closed[FoundBy.RIGHTS_HOLDER] == ClosedCounts(2, 1, 0, 0, 0)
    assert (figures.warned_filers, figures.warned_sellers) == (0, 1)
    assert counted(database, now, now + 15 * DAY).closed[FoundBy.RIGHTS_HOLDER].suspended == 0


@pytest.mark.parametrize("measure", Measure)
def test_an_operator_that_is_shut_counts_with_its_stores(
    database: Database, now: datetime, measure: Measure
) -> None:
    market = Market(database, now)
    market.against("s8", 3)
    operated(market)
    term = 30 if measure is Measure.SUSPEND else None
    market.in_force(operator=("taobao", "op-1"), measure=measure, term_days=term)
    counts = counted(database, now, now + 32 * DAY).closed[FoundBy.RIGHTS_HOLDER]
    assert counts == (
        ClosedCounts(3, 2, 0, 1, 0) if measure is Measure.SUSPEND else ClosedCounts(3, 0, 2, 0, 1)
    )


@pytest.mark.both_databases
def test_buyers_and_traders_are_counted_when_it_happened(database: Database, now: datetime) -> None:
    case = BuyersCase(Desk(database, now))
    case.says_of_trader("missing")
    case.says_of_trader("wrong")
    case.decide("take_down")
    row = case.raised()
    case.told(row, buyers_told=7, all_reached=False)
    case.publish(row)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    assert counted(database, today, today + DAY).duties == DutyCounts(1, 7, 1, 1)
    assert counted(database, today - DAY, today).duties == DutyCounts(0, 0, 0, 0)
    assert counted(database, today + DAY, today + 2 * DAY).duties == DutyCounts(0, 0, 0, 0)


def test_what_is_void_or_taken_back_is_no_duty(database: Database, now: datetime) -> None:
    case = BuyersCase(Desk(database, now))
    case.says_of_trader("missing")
    case.says_of_trader(None)
    case.decide("take_down")
    row = case.raised()
    case.told(row, buyers_told=7, all_reached=False)
    case.publish(row)
    case.void(row)
    assert counted(database, now, case.desk.now + TICK).duties == DutyCounts(0, 0, 0, 0)


@pytest.mark.both_databases
def test_months_that_are_over_are_shown_by_marketplace(database: Database, now: datetime) -> None:
    desk = Desk(database, now)
    acme = desk.filer()
    for number in range(1, 6):
        desk.claim(acme, targets=[{"url": f"{ITEM}{number}", "store_id": "s9"}])
    month = datetime(now.year, now.month, 1, tzinfo=UTC)
    after = (month + 31 * DAY).replace(day=1)
    assert counted(database, month, after - TICK).by_month.shown is None
    whole = counted(database, month, after).by_month
    assert (list(whole.months), list(whole.marketplaces)) == ([f"{month:%Y-%m}"], ["taobao"])
    assert whole.shown == [[5, 5], [5, 5]]
    assert not whole.has_others
