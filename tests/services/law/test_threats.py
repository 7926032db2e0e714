"""Suspicions of a threat: entered by anybody of staff, seen by whoever did and by supervisors, told
to an authority once, and never in words where others read."""

from __future__ import annotations

from copy import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Event, LedgerEntry, Letter, OutwardEvent, Threat
from complaints.queries.law import threats as threat_queries
from complaints.queries.staff.counts import count_waiting
from complaints.rules.actors import Actor, PersonRole
from complaints.rules.law.threats import ThreatState
from complaints.services.law import threats
from complaints.storage.db import Database
from tests.scenes.staged import staged
from tests.scenes.tying import tie
from tests.scenes.working import working
from tests.services.decisions.desk import Desk
from tests.services.law.test_official_orders import DAY, GERMAN, refused, wrong


class Case:
    """A claim; Ann and Ben who review, and Sue who supervises."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.acme = desk.filer()
        self.ann, self.ben = desk.staff("ann"), desk.staff("ben")
        self.sue = desk.staff("sue", PersonRole.SUPERVISOR)
        self.id = desk.claim(self.acme, **GERMAN)
        self.today = desk.now.date()

    def enter(self, who: Actor, suspicion: str = "A knife at the till.") -> Threat:
        row: Threat = self.desk.do(threats.enter_threat, who, self.id, suspicion=suspicion)
        return row

    def told(self, who: Actor, row: Threat, **given: Any) -> Any:
        facts = {"authority": "Polizei Berlin", "told_on": self.today, **given}
        return self.desk.do(threats.note_told, who, row.id, **facts)

    def void(self, who: Actor, row: Threat) -> Any:
        return self.desk.do(threats.void_threat, who, row.id, why="It was a toy.")

    def seen(self, who: Actor, *states: ThreatState, **asked: Any) -> list[int]:
        with self.desk.database.reading() as session:
            work = working(session, who, self.desk.now)
            page = {"after": None, "limit": 9, **asked}
            found = threat_queries.find_threats(work, states or tuple(ThreatState), **page)
            return [each.row.id for each in found]

    def view(self, who: Actor, row: Threat, *, later: timedelta = timedelta(0)) -> Any:
        with self.desk.database.reading() as session:
            work = working(session, who, self.desk.now + later)
            return threat_queries.get_threat(work, row.id)

    def waiting(self, who: Actor) -> int:
        with self.desk.database.reading() as session:
            return count_waiting(working(session, who, self.desk.now))["threats"]


@pytest.fixture
def case(database: Database, now: datetime) -> Case:
    return copy(staged(database, "threats", lambda: Case(Desk(database, now))))


@pytest.mark.both_databases
def test_who_entered_one_and_supervisors_see_it(case: Case) -> None:
    anns, bens = case.enter(case.ann), case.enter(case.ben)
    assert case.seen(case.ann) == [anns.id]
    assert case.seen(case.ben) == [bens.id]
    assert case.seen(case.sue) == [anns.id, bens.id]
    assert case.seen(case.sue, after=anns.id) == [bens.id]
    assert len(case.seen(case.sue, limit=0)) == 1
    waiting = [case.waiting(who) for who in (case.ann, case.ben, case.sue)]
    assert waiting == [1, 1, 2]
    for step in (case.view, case.told, case.void):
        assert refused(step, case.ben, anns).slug == "not-found"
    with case.desk.database.reading() as session:
        read = [
            [each.row.id for each in threat_queries.threats_of_claim(working(session, who), claim)]
            for who, claim in ((case.ann, case.id), (case.sue, case.id), (case.sue, case.id + 9))
        ]
    assert read == [[anns.id], [anns.id, bens.id], []]


@pytest.mark.both_databases
def test_an_authority_is_told_once(case: Case) -> None:
    row = case.enter(case.ann)
    assert [case.view(case.ann, row, later=each).late for each in (DAY, DAY + DAY / 24)] == [
        False, True,
    ]  # fmt: skip
    assert wrong(case.told, case.ann, row, told_on=case.today + DAY) == [
        ("/told_on", "in_the_future"),
    ]  # fmt: skip
    case.told(case.sue, row, told_on=case.today - DAY, country="DE", reference="K 7")
    view = case.view(case.ann, row)
    assert (view.state, view.late, view.entered_by, view.told_by) == ("told", False, "ann", "sue")
    assert (view.row.authority, view.row.country, view.row.reference) == (
        "Polizei Berlin", "DE", "K 7",
    )  # fmt: skip
    for step in (case.told, case.void):
        assert refused(step, case.ann, row).facts == {"state": "told"}
    assert case.seen(case.ann, ThreatState.TOLD) == [row.id]
    assert (case.seen(case.ann, ThreatState.TO_TELL), case.waiting(case.sue)) == ([], 0)


def test_a_wrong_entry_is_voided(case: Case) -> None:
    row = case.enter(case.ann)
    case.void(case.ann, row)
    assert case.seen(case.sue, ThreatState.VOID) == [row.id]
    assert (case.seen(case.sue, ThreatState.TO_TELL), case.waiting(case.sue)) == ([], 0)
    for step in (case.told, case.void):
        assert refused(step, case.sue, row).facts == {"state": "void"}
    assert refused(case.view, case.sue, Threat(id=9_999)).slug == "not-found"
    with pytest.raises(Refusal) as caught:
        case.desk.do(threats.enter_threat, case.ann, 9_999, suspicion="x")
    assert caught.value.slug == "not-found"


def test_who_is_one_with_the_filer_may_enter_and_not_close_it(case: Case) -> None:
    tie(case.desk.database, case.ann, case.acme.id, case.desk.now)
    row = case.enter(case.ann)
    for step in (case.told, case.void):
        assert refused(step, case.ann, row).slug == "one-let-in-the-other"
        # Of what it may not see it learns nothing, not even that.
        assert refused(step, case.ann, case.enter(case.ben)).slug == "not-found"
    case.told(case.sue, row)


def test_nobody_else_reads_a_word_of_it(case: Case) -> None:
    with case.desk.database.reading() as session:
        before = [
            len(session.scalars(select(each)).all()) for each in (Event, Letter, OutwardEvent)
        ]
    told, voided = case.enter(case.ann), case.enter(case.ann)
    case.told(case.ann, told)
    case.void(case.ann, voided)
    with case.desk.database.reading() as session:
        after = [len(session.scalars(select(each)).all()) for each in (Event, Letter, OutwardEvent)]
        entries = session.scalars(
            select(LedgerEntry).where(LedgerEntry.subject == "threat").order_by(LedgerEntry.id)
        ).all()
    assert after == before
    assert [each.verb for each in entries] == [
        "entered_threat", "entered_threat", "told_authority", "voided_threat",
    ]  # fmt: skip
    assert [(each.why, each.facts) for each in entries if each.verb != "told_authority"] == [
        (None, {}),
    ] * 3
    assert "Polizei" not in str([each.facts for each in entries])


def test_supervisors_read_how_many_were_told_of_in_this_year(case: Case) -> None:
    case.told(case.ann, case.enter(case.ann))

    def told_by(now: datetime) -> int:
        with case.desk.database.reading() as session:
            return threat_queries.count_told(working(session, case.sue, now))

    years_end = datetime(case.desk.now.year + 1, 1, 1, tzinfo=UTC)
    assert [told_by(years_end - timedelta(seconds=1)), told_by(years_end)] == [1, 0]
