"""Whose warning stands: what a scan is told, by state, scope and moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.models import Boycott
from complaints.queries.cases import boycotts
from complaints.rules.cases.boycotts import BOYCOTT
from tests.services.cases.market import Market
from tests.services.decisions.desk import Desk

DAY = timedelta(days=1)
STANDS = {"warned", "answered", "unanswered", "in_force", "under_appeal"}


@pytest.fixture
def desk(database, now):
    return Desk(database, now)


def warned(desk, *, given=None, at=None):
    now = at or desk.now
    with desk.database.snapshot() as connection:
        return boycotts.warned_filers(connection, given or now, now)


def case(desk, state="in_force", **scope):
    """Write a case whose warning was given nineteen days ago, and return its filer."""
    filer = desk.filer().id
    boycott = desk.boycott(filer, **scope)
    with desk.database.transaction() as session:
        session.get_one(Boycott, boycott).state = state
    return filer


@pytest.mark.parametrize("state", BOYCOTT.states)
def test_a_warning_stands_while_the_case_is_not_over(desk, state):
    filer = case(desk, state)
    expected = {filer: desk.now - 19 * DAY} if state in STANDS else {}
    assert warned(desk) == expected


@pytest.mark.parametrize("state", ["in_force", "under_appeal"])
@pytest.mark.parametrize(("days", "stands"), [(29, True), (30, False), (31, False)])
def test_a_warning_is_over_with_the_term_whether_or_not_a_job_has_run(desk, state, days, stands):
    case(desk, state)
    assert bool(warned(desk, at=desk.now + days * DAY)) is stands


@pytest.mark.parametrize(("days", "known"), [(20, False), (19, True), (18, True)])
def test_a_scan_of_the_past_is_not_told_of_a_later_warning(desk, days, known):
    case(desk)
    assert bool(warned(desk, given=desk.now - days * DAY)) is known


def test_a_warning_that_did_not_arrive_is_none(desk):
    filer = case(desk, "warned")
    with desk.database.transaction() as session:
        row = session.scalars(select(Boycott)).one()
        row.delivered_at = row.delivered_by = row.answer_due = None
    assert warned(desk) == {}
    with desk.database.transaction() as session:
        session.scalars(select(Boycott)).one().delivered_at = desk.now - 3 * DAY
    assert warned(desk) == {filer: desk.now - 3 * DAY}


@pytest.mark.both_databases
def test_a_warning_for_one_principal_says_nothing_of_the_others(desk):
    with desk.database.transaction() as session:
        holder = Market(session, desk.now).holder("Acme").id
    case(desk, holder_id=holder)
    assert warned(desk) == {}
