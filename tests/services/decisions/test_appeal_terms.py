"""Within which time a side appeals, by the law of its claim, and what is left to it afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import Claim, Clock, LedgerEntry, Letter
from complaints.queries.staff import queue
from complaints.queries.staff.queue import Filters
from complaints.rules import actors
from complaints.rules.actors import Actor
from complaints.rules.kinds import Side
from complaints.rules.law.clocks import last_day
from complaints.services.decisions import appeals, claims
from complaints.storage.db import Database
from complaints.storage.links import SellerOf
from tests.refusals import refused
from tests.scenes.working import working
from tests.services.decisions.desk import CODES, Desk

SECOND = timedelta(seconds=1)
GERMAN = "https://www.amazon.de/dp/B000000001"
MAILBOX = {"email": "ip@acme.example"}
AMERICAN = "https://www.amazon.com/dp/B000000001"


class Case:
    """A claim that was decided. Rev, Ann and Ben are staff."""

    def __init__(self, desk: Desk, url: str, decision: str) -> None:
        self.desk = desk
        self.acme = desk.filer()
        self.rev, self.ann, self.ben = (desk.staff(name) for name in ("rev", "ann", "ben"))
        self.id = desk.claim(self.acme, targets=[{"url": url, "store_id": "s9"}], contact=MAILBOX)
        desk.do(claims.decide, self.rev, self.id, decision=decision, code=CODES[decision])

    def file(
        self, side: Side, *, at: datetime | None = None, by: Actor | None = None, **given: Any
    ) -> Any:
        actor = by or (self.acme if side is Side.FILER else self.seller())
        facts = {"side": side, "grounds": "You missed a page.", **given}
        return self.desk.do(appeals.file, actor, self.id, at=at, **facts)

    def seller(self) -> Actor:
        with self.desk.database.reading() as session:
            claim = session.get_one(Claim, self.id)
        return actors.seller(SellerOf(claim.complaint_id, claim.store_id, claim.id))

    def clocks(self, kind: str) -> list[Clock]:
        with self.desk.database.reading() as session:
            rows = select(Clock).where(Clock.kind == kind).order_by(Clock.id)
            return list(session.scalars(rows))

    def overturn(self, judge: Actor, appeal: Any) -> tuple[str, str]:
        """Overturn an appeal; return the letters to the filer and to the seller."""
        self.desk.do(appeals.decide, judge, appeal.id, decision="overturn", code=CODES["overturn"])
        with self.desk.database.reading() as session:
            rows = select(Letter).where(Letter.kind == "appeal_decided").order_by(Letter.id.desc())
            sellers, filers = session.scalars(rows.limit(2))
        return filers.body, sellers.body


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


@pytest.mark.parametrize(
    ("url", "basis", "over"),
    [
        # Six months from 1 July, by the calendar of Germany: New Year's Day is none to end on.
        (GERMAN, "DSA Art. 20(1)", datetime(2027, 1, 4, 23, tzinfo=UTC)),
        (AMERICAN, "our rules", None),
    ],
)
@pytest.mark.parametrize(
    ("decision", "side", "kind"),
    [("reject", Side.FILER, "appeal_filer"), ("take_down", Side.SELLER, "appeal_seller")],
)
def test_each_side_appeals_until_its_last_day_is_over(
    desk: Desk, url: str, basis: str, over: datetime | None, decision: str, side: Side, kind: str
) -> None:
    case = Case(desk, url, decision)
    (term,) = case.clocks("appeal_filer") + case.clocks("appeal_seller")
    assert (term.kind, term.basis) == (kind, basis)
    assert over is None or term.ends_at == over
    late = refused(case.file, side, at=term.ends_at)
    assert late.slug == "wrong-state"
    assert late.facts["over_since"] == last_day(term.ends_at, term.calendar).isoformat()
    assert case.file(side, at=term.ends_at - SECOND).state == "filed"
    assert [clock.state for clock in case.clocks(kind)] == ["stopped"]


def test_staff_let_an_appeal_in_late_with_a_reason(desk: Desk) -> None:
    case = Case(desk, GERMAN, "reject")
    (term,) = case.clocks("appeal_filer")
    why: dict[str, Any] = {"late": "The letter came back.", "at": term.ends_at}
    assert refused(case.file, Side.FILER, **why).slug == "forbidden"
    appeal = case.file(Side.FILER, by=case.ann, **why)
    with desk.database.reading() as session:
        entry = select(LedgerEntry).where(LedgerEntry.subject == "appeal")
        assert session.scalars(entry).one().why == why["late"]
    assert appeal.reach == "entered"


@pytest.mark.both_databases
def test_an_appeal_has_a_clock_by_which_it_is_judged(desk: Desk) -> None:
    case = Case(desk, GERMAN, "reject")
    appeal = case.file(Side.FILER)
    (judge,) = case.clocks("judge")
    assert (judge.appeal_id, judge.basis, judge.state) == (appeal.id, "DSA Art. 20(4)", "running")
    with desk.database.reading() as session:
        (waits,) = queue.find_waiting_cases(
            working(session, case.ann), Filters(subject="appeal")
        ).items
    assert waits.due == judge.ends_at
    case.overturn(case.ann, appeal)
    assert [clock.state for clock in case.clocks("judge")] == ["stopped"]


def test_a_changed_decision_gives_the_other_side_its_own_letter_and_redress(desk: Desk) -> None:
    case = Case(desk, GERMAN, "take_down")
    filers, sellers = case.overturn(case.ann, case.file(Side.SELLER))
    (term,) = case.clocks("appeal_filer")
    assert term.state == "running"
    for said in ("Appeal by the end of", "out-of-court dispute settlement body", "/claims/1"):
        assert said in filers
    assert "Appeal by" not in sellers
    # Turned round again by a third person: the seller has had its appeal.
    again = case.file(Side.FILER)
    for judge in (case.rev, case.ann):
        assert refused(case.overturn, judge, again).slug == "second-person-needed"
    filers, sellers = case.overturn(case.ben, again)
    assert "Appeal by" not in filers + sellers
    assert "out-of-court dispute settlement body" in sellers
    assert [clock.state for clock in case.clocks("appeal_seller")] == ["stopped"]
    assert "/api/" not in filers + sellers


def test_under_our_own_rules_a_court_is_left_and_no_certified_body(desk: Desk) -> None:
    case = Case(desk, AMERICAN, "take_down")
    filers, _sellers = case.overturn(case.ann, case.file(Side.SELLER))
    assert "Go to court, at any time." in filers
    assert "out-of-court" not in filers
