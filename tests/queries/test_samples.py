"""Who can be drawn into the monthly sample, at the edges of its window and number of claims."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from complaints.models import Filer, Flag
from complaints.queries.findings import samples
from complaints.rules.findings.samples import SamplePolicy
from complaints.storage.db import Database
from tests.services.cases.market import Market
from tests.services.decisions.desk import Desk

INSTANT, DAY = timedelta(microseconds=1), timedelta(days=1)
POLICY = SamplePolicy(size=5, min_claims=3, window=30)


def make(database: Database, now: datetime, *ages: timedelta) -> int:
    """A filer whose claims were closed so long ago."""
    with database.transaction() as session:
        market = Market(session, now)
        filer = market.filer("acme")
        for age in ages:
            market.complaint(filer, now - age)
        return filer.id


def eligible(database: Database, now: datetime) -> list[int]:
    with database.reading() as session:
        return samples.eligible(session, POLICY, now=now)


@pytest.mark.parametrize(("claims", "drawn"), [(2, False), (3, True), (4, True)])
def test_a_filer_with_so_many_closed_claims_can_be_drawn(database, now, claims, drawn) -> None:
    filer_id = make(database, now, *[DAY] * claims)
    assert eligible(database, now) == [filer_id] * drawn


@pytest.mark.parametrize(
    ("age", "drawn"),
    [(30 * DAY - INSTANT, True), (30 * DAY, False), (timedelta(0), True), (-INSTANT, False)],
)
@pytest.mark.both_databases
def test_claims_closed_within_the_window_count(database, now, age, drawn) -> None:
    filer_id = make(database, now, DAY, DAY, age)
    assert eligible(database, now) == [filer_id] * drawn


@pytest.mark.parametrize(
    ("state", "opened", "closed", "drawn"),
    [
        ("open", 90, None, False),
        ("under_review", 90, None, False),
        ("dismissed", 90, 30, True),
        ("dismissed", 90, 29, False),
        ("dismissed", 29, 29, False),
    ],
)
def test_who_is_or_was_flagged_is_not_drawn(database, now, state, opened, closed, drawn) -> None:
    filer_id = make(database, now, DAY, DAY, DAY)
    with database.transaction() as session:
        market = Market(session, now, {"complaint": 50, "listing": 50})
        ann = market.staff("ann")
        flag = market.confirmed_flag(session.get_one(Filer, filer_id), ann)
        flag.state, flag.opened_at = state, now - opened * DAY
        flag.closed_at = None if closed is None else now - closed * DAY
        if closed is None:
            flag.closed_by = flag.why = None
        if state == "open":
            flag.taken_by = None
        session.flush()
        assert session.query(Flag).count() == 1
    assert eligible(database, now) == [filer_id] * drawn


def test_who_is_boycotted_is_not_drawn(database, now) -> None:
    filer_id = make(database, now, DAY, DAY, DAY)
    Desk(database, now).boycott(filer_id)
    assert eligible(database, now) == []
