"""From a warning to a review by the filer's own later complaints, as later scans see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.jobs import scanning
from complaints.models import Claim, Filer, Flag
from complaints.rules.actors import SYSTEM
from complaints.rules.cases.warnings import DeliveredBy
from complaints.rules.policy.policies import Policies
from complaints.services.cases import boycotts, flags, warnings
from tests.abuse.backtest.test_after_warning import WARNED_ON, alone
from tests.abuse.makers import START, honest
from tests.abuse.planted.after_warning import good
from tests.jobs.records import put
from tests.scenes.staged import staged
from tests.services.decisions.desk import Desk

ALL = START + timedelta(days=800)


def later(days):
    return START + timedelta(days=days)


@pytest.fixture
def scanned(database):
    """An honest market with a lone abuser, and scan(day), which records what it finds by then."""
    lines = honest(filers=30, each=12) + alone("f", WARNED_ON)
    staged(database, "lone abuser", lambda: put(database, lines, ALL))

    def run(day):
        found = scanning.sweep(database, Policies(), now=later(day), as_of=later(day))
        Desk(database, later(day)).do(lambda work: found.record(work))
        return found.report

    return run


@pytest.fixture
def boycott(database, scanned):
    """The case of the lone abuser, warned on the ninety-fifth day."""
    return staged(database, "lone abuser, warned", lambda: _warn(database, scanned))


def _warn(database, scanned):
    scanned(94)
    (flag,) = flags_of(database)
    assert (flag.state, flag.level) == ("open", "warning")
    desk = Desk(database, later(95))
    ann = desk.staff("ann")
    desk.do(flags.take, ann, flag.id)
    desk.do(flags.confirm, ann, flag.id, why="Refused again and again.")
    words: Any = {"reasons": "No right.", "gravity": "Sales lost.", "intention": "Its own shop."}
    (made,) = desk.do(boycotts.propose, ann, flag.id, **words)
    with database.transaction() as session:
        lost = select(Claim).where(Claim.filer_id == flag.filer_id, Claim.state == "rejected")
        for claim in session.scalars(lost.order_by(Claim.id).limit(2)):
            claim.merit = "manifestly_unfounded"
    desk.do(boycotts.warn, ann, made.id)
    desk.do(warnings.note_delivered, SYSTEM, made.id, DeliveredBy.MAILED)
    return ann, made.id


def flags_of(database):
    with database.transaction() as session:
        found = select(Flag).join(Filer).where(Filer.reference == "f").order_by(Flag.id)
        return session.scalars(found).all()


def detectors(report):
    (found,) = [filer for filer in report.filers if filer.reference == "f"]
    return {signal.detector for signal in found.signals}


def test_who_goes_on_after_the_warning_comes_up_for_review(database, scanned, boycott):
    put(database, alone("f", 180, since=95), ALL)
    report = scanned(180)
    assert report.run["warned"] == 1
    assert "after_warning" in detectors(report)
    confirmed, new = flags_of(database)
    assert (confirmed.state, confirmed.level) == ("confirmed", "warning")
    assert (new.state, new.level) == ("open", "boycott_review")


@pytest.mark.parametrize(("dropped", "level"), [(False, "boycott_review"), (True, "warning")])
def test_what_came_after_the_closed_flag_is_weighed_with_the_warning(
    database, scanned, boycott, dropped, level
):
    ann, case = boycott
    if dropped:
        Desk(database, later(96)).do(boycotts.drop, ann, case, why="Warned by mistake.")
    put(database, alone("f", 180, since=95), ALL)
    (flag,) = flags_of(database)
    with database.transaction() as session:
        # Else the level is higher than the closed flag's, and nothing later is asked for.
        session.get_one(Flag, flag.id).level = "boycott_review"
    found = scanning.sweep(database, Policies(), now=later(180), as_of=later(180))
    assert found.later_levels == {flag.filer_id: level}


def test_who_heeds_the_warning_stays_where_it_was(database, scanned, boycott):
    put(database, [good("f", 100 + c * 5) for c in range(10)], ALL)
    report = scanned(180)
    assert report.run["warned"] == 1
    assert "after_warning" not in detectors(report)
    assert [flag.level for flag in flags_of(database)] == ["warning"]


def test_a_warning_that_was_dropped_is_none(database, scanned, boycott):
    ann, case = boycott
    Desk(database, later(96)).do(boycotts.drop, ann, case, why="Warned by mistake.")
    put(database, alone("f", 180, since=95), ALL)
    report = scanned(180)
    assert report.run["warned"] == 0
    assert "after_warning" not in detectors(report)
    assert {flag.level for flag in flags_of(database)} == {"warning"}
