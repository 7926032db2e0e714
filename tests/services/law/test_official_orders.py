"""Orders of authorities: entered once, answered with days that can be, and told to whom they are
about at the latest with the answer, never before the day that the authority gave."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Claim, LedgerEntry, Letter, OfficialOrder
from complaints.queries.law import official_orders as order_queries
from complaints.rules.kinds import Side
from complaints.rules.law.official_orders import (
    WAITING,
    OfficialEffect,
    OfficialOrderKind,
    OfficialOrderState,
    is_late,
)
from complaints.services.law import official_orders
from complaints.storage.db import Database
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.decisions.desk import Desk

DAY = timedelta(days=1)
GERMAN: dict[str, Any] = {
    "targets": [{"url": "https://www.amazon.de/dp/B000000001", "store_id": "s9"}],
    "contact": {"email": "ip@acme.example"},
}


class Case:
    """A claim, and Ann who enters orders about it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.acme = desk.filer()
        self.ann = desk.staff("ann")
        self.id = desk.claim(self.acme, **GERMAN)
        self.today = desk.now.date()

    def enter(self, *, at: datetime | None = None, **given: Any) -> OfficialOrder:
        facts: dict[str, Any] = {
            "kind": OfficialOrderKind.ACT, "authority": "Market Court", "country": "DE",
            "reference": "7 O 12", "received_on": self.today, "recipient": Side.SELLER,
            "grounds": "Section 14.", **given,
        }  # fmt: skip
        enter = official_orders.enter_official_order
        row: OfficialOrder = self.desk.do(enter, self.ann, self.id, at=at, **facts)
        return row

    def answer(self, row: OfficialOrder, *, at: datetime | None = None, **given: Any) -> Any:
        facts: dict[str, Any] = {
            "effect": OfficialEffect.GIVEN, "effect_on": self.today, "answered_on": self.today,
            **given,
        }  # fmt: skip
        return self.desk.do(official_orders.answer_order, self.ann, row.id, at=at, **facts)

    def tell(self, row: OfficialOrder, *, at: datetime | None = None) -> Any:
        return self.desk.do(official_orders.tell_recipient, self.ann, row.id, at=at)

    def letters(self) -> list[Letter]:
        with self.desk.database.reading() as session:
            sent = select(Letter).where(Letter.kind == "official_order_told").order_by(Letter.id)
            return list(session.scalars(sent))

    def state(self, row: OfficialOrder) -> tuple[str, bool]:
        with self.desk.database.reading() as session:
            view = order_queries.get_order(working(session, self.ann, self.desk.now), row.id)
            return str(view.state), view.late

    def listed(self, *states: OfficialOrderState, limit: int = 9, after: Any = None) -> list[int]:
        with self.desk.database.reading() as session:
            work = working(session, self.ann, self.desk.now)
            found = order_queries.find_orders(work, states, after=after, limit=limit)
            return [view.row.id for view in found]


@pytest.fixture
def case(database: Database, now: datetime) -> Case:
    return copy(staged(database, "official orders", lambda: Case(Desk(database, now))))


def refused(verb: Any, *given: Any, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        verb(*given, **more)
    return caught.value


def wrong(verb: Any, *given: Any, **more: Any) -> list[tuple[str, str]]:
    return [(each.pointer, str(each.code)) for each in refused(verb, *given, **more).fields]


@pytest.mark.both_databases
def test_the_answer_tells_the_recipient_once(case: Case) -> None:
    row = case.enter(territory=["FR", "DE"], redress="An appeal.", due_on=case.today)
    assert case.state(row) == ("open", False)
    case.desk.do(official_orders.note_receipt, case.ann, row.id, on=case.today)
    assert case.letters() == []
    case.answer(row)
    assert case.state(row) == ("done", False)
    (letter,) = case.letters()
    with case.desk.database.reading() as session:
        claim = session.get_one(Claim, case.id)
    assert (letter.store_id, letter.complaint_id) == (claim.store_id, claim.complaint_id)
    assert (claim.state, claim.listing_down) == ("received", False)
    for words in ("Market Court", "7 O 12", "Section 14.", "Germany and France", "An appeal."):
        assert words in letter.body
    assert refused(case.tell, row).slug == "wrong-state"
    assert refused(case.answer, row).slug == "wrong-state"
    void = official_orders.void_order
    assert refused(case.desk.do, void, case.ann, row.id, why="x").facts["state"] == "done"
    assert len(case.letters()) == 1


def test_the_filer_is_told_where_the_order_is_about_it(case: Case) -> None:
    row = case.enter(kind=OfficialOrderKind.INFORM, recipient=Side.FILER)
    case.tell(row)
    (letter,) = case.letters()
    assert letter.filer_id == case.acme.id
    assert "information about you" in letter.subject
    assert f"https://hands.example/claims/{case.id}" in letter.body
    assert case.state(row) == ("open", False)
    # What was told before the answer is told once, and cannot be voided.
    assert refused(case.tell, row).slug == "wrong-state"
    void = official_orders.void_order
    assert refused(case.desk.do, void, case.ann, row.id, why="x").slug == "wrong-state"
    case.answer(row, effect=OfficialEffect.NOT_GIVEN, effect_on=None, why="It names nobody.")
    assert (case.state(row)[0], len(case.letters())) == ("done", 1)


def test_nobody_is_told_before_the_day_that_the_authority_asked_for(case: Case) -> None:
    row = case.enter(not_before=case.today + 2 * DAY)
    case.answer(row)
    assert (case.state(row)[0], case.letters()) == ("to_tell", [])
    early = refused(case.tell, row, at=case.desk.now + DAY)
    assert (early.slug, early.facts["state"]) == ("wrong-state", "to_tell")
    case.tell(row, at=case.desk.now + 2 * DAY)
    assert (case.state(row)[0], len(case.letters())) == ("done", 1)
    second = case.enter(reference="7 O 13", not_before=case.today)
    case.answer(second)
    assert (case.state(second)[0], len(case.letters())) == ("done", 2)


def test_an_order_is_entered_once_and_names_the_first(case: Case) -> None:
    first = case.enter()
    again = refused(case.enter, authority="MARKET COURT", reference="7 o 12")
    assert (again.slug, again.facts) == ("taken", {"official_order_id": first.id})
    assert [each.pointer for each in again.fields] == ["/reference"]
    others: list[dict[str, Any]] = [
        {"country": "AT"}, {"authority": "Market Office"}, {"reference": "7 O 13"},
    ]  # fmt: skip
    for other in others:
        assert case.enter(**other).id != first.id
    case.desk.do(official_orders.void_order, case.ann, first.id, why="Another platform's.")
    assert case.state(first) == ("void", False)
    assert case.enter().id != first.id
    assert refused(case.answer, first).facts["state"] == "void"
    assert refused(case.tell, first).facts["state"] == "void"
    assert case.letters() == []


def test_an_answer_has_its_effect_its_day_and_its_reason(case: Case) -> None:
    came, today = case.today - DAY, case.today
    row = case.enter(received_on=came)
    before, later = came - DAY, today + DAY
    assert wrong(case.answer, row, answered_on=before) == [("/answered_on", "out_of_order")]
    assert wrong(case.answer, row, answered_on=later) == [("/answered_on", "in_the_future")]
    assert wrong(case.answer, row, effect_on=before) == [("/effect_on", "out_of_order")]
    assert wrong(case.answer, row, effect_on=later) == [("/effect_on", "in_the_future")]
    assert wrong(case.answer, row, effect_on=None) == [("/effect_on", "required")]
    partly, no = OfficialEffect.PARTLY, OfficialEffect.NOT_GIVEN
    assert wrong(case.answer, row, effect=partly) == [("/why", "required")]
    assert wrong(case.answer, row, effect=no, why="x") == [("/effect_on", "not_allowed")]
    assert wrong(case.answer, row, effect=no, effect_on=None) == [("/why", "required")]
    assert case.state(row) == ("open", False)
    case.answer(row, answered_on=came, effect_on=came, effect=partly, why="One is another's.")
    assert "One is another's." in case.letters()[0].body


def test_a_receipt_is_noted_once_on_a_day_that_can_be(case: Case) -> None:
    row = case.enter()
    note = official_orders.note_receipt
    on = ("/on", "out_of_order"), ("/on", "in_the_future")
    assert wrong(case.desk.do, note, case.ann, row.id, on=case.today - DAY) == [on[0]]
    assert wrong(case.desk.do, note, case.ann, row.id, on=case.today + DAY) == [on[1]]
    case.desk.do(note, case.ann, row.id, on=case.today)
    assert refused(case.desk.do, note, case.ann, row.id, on=case.today).slug == "wrong-state"
    answered = case.enter(reference="7 O 13")
    case.answer(answered)
    assert refused(case.desk.do, note, case.ann, answered.id, on=case.today).facts == {
        "state": "done"
    }


def test_an_order_that_is_late_is_taken_and_one_to_come_is_not(case: Case) -> None:
    late = case.enter(due_on=case.today - DAY)
    assert case.state(late) == ("open", True)
    later = wrong(case.enter, reference="2", received_on=case.today + DAY)
    assert later == [("/received_on", "in_the_future")]
    open_ = OfficialOrderState.OPEN
    assert not is_late(open_, case.today, case.today)
    assert is_late(open_, case.today - DAY, case.today)
    assert not is_late(open_, None, case.today)
    assert not is_late(OfficialOrderState.TO_TELL, case.today - DAY, case.today)


def test_what_waits_is_listed_by_its_day(case: Case) -> None:
    far = case.enter(reference="1", due_on=case.today + 9 * DAY).id
    none = case.enter(reference="2").id
    near = case.enter(reference="3", due_on=case.today + DAY)
    kept = case.enter(reference="4", due_on=case.today + 2 * DAY, not_before=date(2999, 1, 1))
    case.answer(kept)
    assert case.listed(*WAITING) == [none, near.id, kept.id, far]
    assert case.listed(*WAITING, limit=1) == [none, near.id]
    assert case.listed(*WAITING, after=(case.today + DAY, near.id)) == [kept.id, far]
    assert case.listed(OfficialOrderState.TO_TELL) == [kept.id]
    case.answer(near)
    assert case.listed(OfficialOrderState.DONE) == [near.id]
    case.desk.do(official_orders.void_order, case.ann, far, why="Taken back.")
    assert case.listed(OfficialOrderState.VOID) == [far]
    with case.desk.database.reading() as session:
        assert order_queries.count_waiting_orders(session) == 2


def test_the_ledger_has_each_step_and_no_word_of_it(case: Case) -> None:
    row = case.enter(redress="An appeal.")
    case.answer(row, effect=OfficialEffect.PARTLY, why="One is another's.")
    void = case.enter(reference="7 O 13")
    case.desk.do(official_orders.void_order, case.ann, void.id, why="Not for us.")
    with case.desk.database.reading() as session:
        entries = session.scalars(
            select(LedgerEntry).where(LedgerEntry.subject == "official_order")
        ).all()
    verbs = ["entered_order", "answered_order", "told_of_order", "entered_order", "voided_order"]
    assert [each.verb for each in entries] == verbs
    said = str([(each.why, each.facts) for each in entries])
    for words in ("Court", "7 O", "Section", "appeal", "another", "for us"):
        assert words not in said


def test_a_claim_that_is_not_there_is_not_found(case: Case) -> None:
    enter = official_orders.enter_official_order
    facts: dict[str, Any] = {
        "kind": OfficialOrderKind.ACT, "authority": "A", "country": "DE", "reference": "1",
        "received_on": case.today, "recipient": Side.SELLER, "grounds": "B",
    }  # fmt: skip
    assert refused(case.desk.do, enter, case.ann, 9_999, **facts).slug == "not-found"
    assert refused(case.tell, OfficialOrder(id=9_999)).slug == "not-found"
