"""A year's figures for a transparency report: what is in it; two ways of counting agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from complaints.base.errors import Refusal
from complaints.exporters.transparency import files_of
from complaints.models import StatementClaim, StatementOfReasons
from complaints.queries.law.transparency import Automation, TransparencyFigures, find_figures
from complaints.rules.actors import Scope
from complaints.rules.decisions.statements import Decision
from complaints.rules.kinds import Side
from complaints.rules.law.transparency import ComplainedOf, ComplaintEnd, Period, median_hours, year
from complaints.services.decisions import appeals, claims
from complaints.storage.db import Database
from tests.services.decisions.desk import CODES, Desk
from tests.services.decisions.test_reasons import GERMAN, MARK, Case

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


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


def test_what_is_not_recorded_is_empty_and_said(database: Database, now: datetime) -> None:
    files = files_of(_figures(database, now, now + TICK), "Example Market")
    lines = files["7_appeals_and_recidivism.csv"].decode().splitlines()
    flaggers = [line for line in lines if "Trusted Flagger" in line]
    assert flaggers
    for line in flaggers:
        assert line.endswith(",,Not recorded by the system that made this table.")
    assert "Total number,0," in lines[1]
