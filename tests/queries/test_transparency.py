"""A year's figures for a transparency report: what is in it; two ways of counting agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from complaints.base.errors import Refusal
from complaints.exporters.transparency import files_of
from complaints.models import (
    Boycott,
    Complaint,
    Event,
    StatementClaim,
    StatementOfReasons,
    SuspensionClaim,
)
from complaints.queries.law.transparency import Automation, TransparencyFigures, find_figures
from complaints.rules.actors import Scope
from complaints.rules.cases.grounds import Ground
from complaints.rules.decisions.statements import Decision
from complaints.rules.kinds import Basis, Side
from complaints.rules.law.proceedings import Forum, Result
from complaints.rules.law.regimes import RegimeCode
from complaints.rules.law.transparency import ComplainedOf, ComplaintEnd, Period, median_hours, year
from complaints.rules.law.treatments import Treatment
from complaints.services.decisions import appeals, claims
from complaints.services.law import proceedings
from complaints.storage.db import Database
from tests.exporters.test_counted_again import complaints_of_a_history
from tests.services.cases import test_boycotts as ladder
from tests.services.cases.test_suspensions import Market
from tests.services.decisions.desk import CODES, Desk
from tests.services.decisions.test_reasons import GERMAN, MAIL, MARK, Case

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)


def _case(desk: Desk) -> Case:
    return Case(desk, url=GERMAN, right=MARK)


def _figures(database: Database, since: datetime, until: datetime) -> TransparencyFigures:
    with database.reading() as session:
        return find_figures(session, Period(since, until))


def test_a_year_is_one_that_the_law_knows_and_that_has_begun() -> None:
    end = datetime(2027, 1, 1, tzinfo=UTC)
    assert year(2026, now=end) == Period(FIRST, end)
    assert year(2026, now=end - TICK).until == end - TICK
    assert year(2026, now=end).written == "2026-01-01/2026-12-31"
    assert year(2024, now=end).since == datetime(2024, 1, 1, tzinfo=UTC)
    for wrong in (2023, 2028):
        with pytest.raises(Refusal) as refused:
            year(wrong, now=end)
        assert refused.value.slug == "invalid-request"


def test_a_median_of_nothing_is_unknown() -> None:
    hour = timedelta(hours=1)
    assert median_hours([]) is None
    assert median_hours([3 * hour]) == 3.0
    assert median_hours([hour, 2 * hour]) == 1.5


@pytest.mark.both_databases
def test_a_year_counts_from_its_first_moment_to_its_last(database: Database, now: datetime) -> None:
    case = _case(Desk(database, now))
    case.decide("take_down")
    total = _figures(database, now, case.now + TICK).notices[0]
    assert (total.notices, total.items, total.on_law, total.on_terms) == (1, 1, 1, 0)
    assert _figures(database, now + TICK, case.now + TICK).notices[0].notices == 0
    assert _figures(database, now - TICK, now).notices[0].notices == 0
    assert _figures(database, case.now, case.now + TICK).notices[0].on_law == 1
    assert _figures(database, now, case.now).notices[0].on_law == 0


@pytest.mark.both_databases
def test_what_a_program_decided_by_its_key_is_automated(database: Database, now: datetime) -> None:
    case = _case(Desk(database, now))
    rule = replace(case.rev, scopes=frozenset({Scope.DECIDE, Scope.READ}))
    given = {"decision": "take_down", "code": CODES["take_down"]}
    case.do(claims.decide, rule, case.id, **given)
    counted = _figures(database, now, case.now + TICK).automation
    assert counted == Automation(
        actions_alone=1, actions_by_people=0, notices_alone=1, notices_by_people=0
    )


def test_what_stays_down_is_no_second_action_and_a_won_complaint_a_new_restriction(
    database: Database, now: datetime
) -> None:
    desk = Desk(database, now)
    stays = _case(desk)
    stays.decide("take_down")
    stays.counter()
    stays.decide("stand")
    figures = _figures(database, now, stays.now + TICK)
    assert (figures.notices[0].on_law, figures.newly_restricted) == (1, 0)
    won = stays
    won.file(GERMAN.replace("1", "2"), right=MARK)
    won.decide("reject")
    appeal = won.do(appeals.file, won.acme, won.id, side=Side.FILER, grounds="You missed a page.")
    given = {"decision": "overturn", "code": CODES["overturn"]}
    won.do(appeals.decide, won.ann, appeal.id, **given)
    figures = _figures(database, now, won.now + TICK)
    assert (figures.notices[0].on_law, figures.newly_restricted) == (1, 1)
    assert figures.complaints[ComplainedOf.NO_ACTION].outcomes == {ComplaintEnd.REVERSED: 1}
    with database.reading() as session:
        stated = session.scalar(
            select(func.count())
            .select_from(StatementClaim)
            .join(StatementOfReasons, StatementOfReasons.id == StatementClaim.statement_id)
            .where(
                StatementOfReasons.side == Side.SELLER,
                StatementOfReasons.decision == Decision.TAKE_DOWN,
            )
        )
    assert stated == figures.automation.actions_by_people == 1


def test_internal_complaints_of_a_history_count(database: Database, now: datetime) -> None:
    complaints_of_a_history(database, now)
    figures = _figures(database, now - 9 * DAY, now)
    assert figures.complaints[ComplainedOf.REMOVAL].outcomes == {
        ComplaintEnd.REVERSED: 1, ComplaintEnd.UPHELD: 1,
    }  # fmt: skip
    assert figures.complaints[ComplainedOf.REMOVAL].median_hours == 48.0
    assert figures.complaints[ComplainedOf.NO_ACTION].outcomes == {
        ComplaintEnd.REVERSED: 1, ComplaintEnd.OMITTED: 1,
    }  # fmt: skip
    assert (figures.notices[0].on_law, figures.newly_restricted) == (3, 1)
    # Decided on the fifth day: at its moment not yet, filed and not turned before it.
    before = _figures(database, now - 9 * DAY, now - 4 * DAY)
    assert before.complaints[ComplainedOf.REMOVAL].outcomes == {ComplaintEnd.OMITTED: 2}
    assert before.newly_restricted == 0
    after = _figures(database, now - 9 * DAY, now - 4 * DAY + TICK)
    assert after.complaints[ComplainedOf.REMOVAL].decided == 2
    assert after.newly_restricted == 1
    assert _figures(database, now - 6 * DAY + TICK, now).complaints[ComplainedOf.REMOVAL].total == 0


def test_what_is_not_recorded_is_empty_and_said(database: Database, now: datetime) -> None:
    files = files_of(_figures(database, now, now + TICK), "Example Market")
    lines = files["7_appeals_and_recidivism.csv"].decode().splitlines()
    flaggers = [line for line in lines if "Trusted Flagger" in line]
    assert flaggers
    for line in flaggers:
        assert line.endswith(",,Not recorded by the system that made this table.")
    assert "Total number,0," in lines[1]


@pytest.mark.parametrize(
    ("side", "result", "end"),
    [
        (Side.FILER, Result.WON, ComplaintEnd.REVERSED),
        (Side.FILER, Result.LOST, ComplaintEnd.UPHELD),
        (Side.SELLER, Result.WON, ComplaintEnd.UPHELD),
        (Side.SELLER, Result.LOST, ComplaintEnd.REVERSED),
        (Side.SELLER, Result.SETTLED, ComplaintEnd.PARTLY),
        (Side.SELLER, Result.WITHDRAWN, ComplaintEnd.OMITTED),
    ],
)
def test_a_dispute_ends_for_our_decision_by_who_brought_it(
    database: Database, now: datetime, side: Side, result: Result, end: ComplaintEnd
) -> None:
    case = _case(Desk(database, now))
    case.decide("take_down")
    told = {"side": side, "forum": Forum.DISPUTE_BODY, "name": "ADROIT"}
    row = case.do(proceedings.note_proceeding, case.rev, [case.id], **told)
    begun = case.now
    case.now += timedelta(hours=5)
    case.do(proceedings.end_proceeding, case.rev, row.id, result=result)
    disputes = _figures(database, now, case.now + TICK).disputes
    assert disputes.outcomes == {end: 1}
    hours = None if end is ComplaintEnd.OMITTED else 5.0
    assert (disputes.median_hours, disputes.implemented) == (hours, 0)
    assert _figures(database, now, case.now).disputes.outcomes == {ComplaintEnd.OMITTED: 1}
    assert _figures(database, begun + TICK, case.now + TICK).disputes.total == 0


def test_suspended_stores_count_where_a_claim_is_under_the_act(
    database: Database, now: datetime
) -> None:
    market = Market(database, now)
    number = market.in_force()
    until = now + timedelta(days=15) + TICK
    assert _figures(database, now, until).suspended_for_content == 0
    target = {"url": GERMAN, "store_id": "s9"}
    claim_id = market.claim(market.acme, targets=[target], right=MARK, contact=MAIL)
    with database.transaction() as session:
        session.add(SuspensionClaim(suspension_id=number, claim_id=claim_id, named_for="warning"))
    assert _figures(database, now, until).suspended_for_content == 1
    assert _figures(database, now, until - TICK).suspended_for_content == 0


def test_boycotts_count_for_unfounded_notices_that_the_act_stops(
    database: Database, now: datetime
) -> None:
    case = ladder.make_case(database, now)
    row = ladder.in_force(case)
    until = now + timedelta(days=2) + TICK

    def suspended() -> int:
        return _figures(database, now, until).suspended_for_notices

    assert suspended() == 1
    assert _figures(database, now, until - TICK).suspended_for_notices == 0
    in_the_lane = {**(row.treatments or {}), str(RegimeCode.DSA): Treatment.LANE}
    for value in ({"ground": Ground.ONE_HAND}, {"treatments": in_the_lane}):
        with database.transaction() as session:
            before = {"ground": row.ground, "treatments": row.treatments}
            session.execute(update(Boycott).values(**value))
        assert suspended() == 0
        with database.transaction() as session:
            session.execute(update(Boycott).values(**before))
    assert suspended() == 1


@pytest.mark.parametrize(
    ("basis", "counted"), [(Basis.COUNTERFEIT, (1, 0)), (Basis.UNAUTHORISED_CHANNEL, (0, 1))]
)
def test_where_a_history_gives_no_reason_what_is_claimed_says_law_or_terms(
    database: Database, now: datetime, basis: Basis, counted: tuple[int, int]
) -> None:
    case = _case(Desk(database, now))
    case.decide("take_down")
    with database.transaction() as session:
        session.execute(update(Event).where(Event.kind == "takedown").values(code=None))
        session.execute(update(Complaint).values(basis=basis))
    total = _figures(database, now, case.now + TICK).notices[0]
    assert (total.on_law, total.on_terms) == counted
