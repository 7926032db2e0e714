"""Telling buyers of illegal products: after a takedown alone, told, public, and gone with it."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import BuyerNotice, LedgerEntry, OutwardEvent
from complaints.queries.law import buyer_notices as notice_queries
from complaints.rules.kinds import Side
from complaints.rules.law.buyer_notices import BuyerNoticeState
from complaints.services.decisions import claims
from complaints.services.law import buyer_notices
from complaints.storage.db import Database
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.decisions.desk import Desk
from tests.services.decisions.test_reasons import GERMAN, MARK
from tests.services.decisions.test_reasons import Case as Decided
from tests.services.law.test_official_orders import DAY, refused, wrong


class Case(Decided):
    """A listing that was taken down, and Ann who raises that its buyers are to be told."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, url=GERMAN, right=MARK)
        self.ann, self.today = desk.staff("ann9"), desk.now.date()

    def says_of_trader(self, says: str | None) -> None:
        self.desk.do(claims.report_trader, self.acme, self.id, says=says)

    def raised(self, **given: Any) -> BuyerNotice:
        facts = {
            "known_on": self.today, "product": "Drill", "trader": "Hafen Outlet",
            "redress": "Return it.", **given,
        }  # fmt: skip
        row: BuyerNotice = self.desk.do(
            buyer_notices.raise_buyer_notice, self.ann, self.id, **facts
        )
        return row

    def told(self, row: BuyerNotice, **given: Any) -> Any:
        facts = {"told_on": self.today, "buyers_told": 0, "all_reached": True, **given}
        return self.desk.do(buyer_notices.report_told, self.ann, row.id, **facts)

    def publish(self, row: BuyerNotice) -> Any:
        return self.desk.do(buyer_notices.publish_notice, self.ann, row.id)

    def void(self, row: BuyerNotice) -> Any:
        return self.desk.do(buyer_notices.void_notice, self.ann, row.id, why="It was another.")

    def state(self, row: BuyerNotice) -> str:
        with self.desk.database.reading() as session:
            work = working(session, self.ann, self.desk.now)
            view = notice_queries.get_buyer_notice(work, row.id)
            listed = notice_queries.find_buyer_notices(work, [view.state], after=None, limit=9)
            assert row.id in [each.row.id for each in listed]
            others = set(BuyerNoticeState) - {view.state}
            assert row.id not in [
                each.row.id
                for each in notice_queries.find_buyer_notices(work, others, after=None, limit=9)
            ]
            return str(view.state)

    def public(self) -> list[str]:
        with self.desk.database.reading() as session:
            return [each.row.product for each in notice_queries.find_published_notices(session)]


@pytest.fixture
def case(database: Database, now: datetime) -> Case:
    return copy(staged(database, "buyer notices", lambda: Case(Desk(database, now))))


@pytest.mark.both_databases
def test_buyers_are_told_then_it_is_public(case: Case) -> None:
    assert refused(case.raised).facts == {"state": "received"}
    case.decide("take_down")
    row = case.raised()
    assert (case.state(row), case.public()) == ("to_tell", [])
    case.told(row, buyers_told=212, all_reached=False)
    assert (case.state(row), case.public()) == ("to_publish", [])
    assert refused(case.told, row).facts == {"state": "to_publish"}
    case.publish(row)
    assert (case.state(row), case.public()) == ("done", ["Drill"])
    assert refused(case.publish, row).facts == {"state": "done"}
    assert refused(case.raised).slug == "taken"
    case.void(row)
    assert (case.state(row), case.public()) == ("void", [])
    for verb in (case.told, case.publish, case.void):
        assert refused(verb, row).facts == {"state": "void"}
    assert case.state(case.raised()) == "to_tell"


def test_it_may_be_public_before_and_needs_not_be(case: Case) -> None:
    case.decide("take_down")
    row = case.raised()
    case.publish(row)
    assert (case.state(row), case.public()) == ("to_tell", ["Drill"])
    case.told(row, all_reached=False)
    assert case.state(row) == "done"
    case.void(row)
    again = case.raised(product="Saw")
    case.told(again)
    assert (case.state(again), case.public()) == ("done", [])


def test_what_was_overturned_is_public_no_more(case: Case) -> None:
    case.decide("take_down")
    case.publish(case.raised())
    assert case.public() == ["Drill"]
    case.counter()
    case.decide("stand")
    assert case.public() == ["Drill"]
    case.appeal(Side.SELLER, "overturn")
    assert case.public() == []


def test_days_that_cannot_be_are_refused(case: Case) -> None:
    case.decide("take_down")
    assert wrong(case.raised, known_on=case.today + DAY) == [("/known_on", "in_the_future")]
    row = case.raised()
    assert wrong(case.told, row, told_on=case.today - DAY) == [("/told_on", "out_of_order")]
    assert wrong(case.told, row, told_on=case.today + DAY) == [("/told_on", "in_the_future")]
    assert case.state(row) == "to_tell"


def test_the_ledger_and_the_event_have_no_word_of_it(case: Case) -> None:
    case.decide("take_down")
    row = case.raised()
    case.told(row)
    case.publish(row)
    case.void(row)
    with case.desk.database.reading() as session:
        of_notice = LedgerEntry.subject == "buyer_notice"
        entries = session.scalars(
            select(LedgerEntry)
            .where(of_notice | (LedgerEntry.verb == "raised_buyers"))
            .order_by(LedgerEntry.id)
        ).all()
        events = session.scalars(
            select(OutwardEvent).where(OutwardEvent.type == "claim.buyers_to_tell")
        ).all()
    assert [each.verb for each in entries] == [
        "raised_buyers", "told_buyers", "published_notice", "voided_notice",
    ]  # fmt: skip
    assert (len(events), events[0].subject_id) == (1, case.id)
    said = str([(each.why, each.facts) for each in entries])
    for words in ("Drill", "Hafen", "Return", "another"):
        assert words not in said
    assert refused(case.void, BuyerNotice(id=9_999)).slug == "not-found"
