"""Lawsuits and disputes: what their notice stops, what their end does, and who may say so."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Claim, Clock, Event, Letter, Proceeding
from complaints.queries.law import proceedings as asked
from complaints.queries.law.suits import open_on
from complaints.rules import actors
from complaints.rules.actors import Actor, Scope
from complaints.rules.kinds import Side
from complaints.rules.law.proceedings import Forum, Result
from complaints.rules.law.regimes import ClockKind
from complaints.services.decisions import appeals, claims, pending
from complaints.services.decisions.claims.ringing import ring_due
from complaints.services.law import clocks, proceedings
from complaints.services.move import lock_row
from complaints.storage.db import Database
from complaints.storage.links import SellerOf
from complaints.work import UnitOfWork
from tests.noted import noted
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.decisions.desk import CODES, HOLDER, VAULT, Desk
from tests.services.decisions.test_claims import make_answer

SONG = {"kind": "copyright", "title": "Sunrise", "jurisdiction": "US"}
AMERICAN: dict[str, Any] = {
    "basis": "copyright",
    "right": SONG,
    "targets": [{"url": "https://www.amazon.com/dp/B000000001", "store_id": "s9"}],
}
CHINESE: dict[str, Any] = {"targets": [{"url": "https://item.taobao.com/item.htm?id=7"}]}
PERJURY = frozenset({"true", "perjury", "jurisdiction"})
SECOND = timedelta(seconds=1)


class Case:
    """A countered claim whose law's clock runs. Rev and Ann are staff, Sid enters what sellers
    say."""

    def __init__(self, desk: Desk, notice: dict[str, Any], kind: ClockKind) -> None:
        self.desk, self.kind = desk, kind
        self.acme = desk.filer()
        self.rev, self.ann = desk.staff("rev"), desk.staff("ann")
        self.sid = desk.staff("sid")
        self.id = desk.claim(self.acme, **notice)
        desk.do(claims.decide, self.rev, self.id, decision="take_down", code=CODES["take_down"])
        self.counter()
        desk.do(self._start)
        self.ends_at = self.clock().ends_at

    def _start(self, work: Any) -> None:
        clocks.start(work, lock_row(work.session, Claim, self.id), self.kind)

    def counter(self, at: datetime | None = None) -> None:
        signed = PERJURY if self.kind is ClockKind.RESTORE else frozenset({"true", "art43"})
        answer = make_answer(declarations=signed)
        self.desk.do(claims.counter, self.sid, [self.id], answer, vault=VAULT, at=at)

    def note(self, actor: Actor | None = None, *, at: datetime | None = None, **given: Any) -> Any:
        facts = {
            "side": Side.FILER, "forum": Forum.COURT, "name": "S.D.N.Y.", "restrains": True, **given
        }  # fmt: skip
        return self.desk.do(
            proceedings.note_proceeding, actor or self.acme, [self.id], at=at, **facts
        )

    def over(self, row: Any, result: Result, *, at: datetime | None = None, **given: Any) -> Any:
        """Confirm a result, its paper seen, and carry it out."""
        at = at or self.desk.now
        self.desk.do(proceedings.end_proceeding, self.rev, row.id, result=result, at=at)
        self.desk.do(proceedings.see_paper, self.rev, row.id, at=at)
        return self.desk.do(proceedings.carry_out, self.rev, row.id, at=at, **given)

    def seller(self) -> Actor:
        claim = self.claim()
        return actors.seller(SellerOf(claim.complaint_id, claim.store_id, claim.id))

    def claim(self) -> Claim:
        with self.desk.database.reading() as session:
            return session.get_one(Claim, self.id)

    def clock(self) -> Clock:
        with self.desk.database.reading() as session:
            rows = select(Clock).where(Clock.claim_id == self.id, Clock.kind == str(self.kind))
            return session.scalars(rows.order_by(Clock.id.desc())).first()  # type: ignore[return-value]

    def letters(self, kind: str) -> list[Letter]:
        with self.desk.database.reading() as session:
            return list(
                session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id))
            )

    def open(self) -> list[int]:
        with self.desk.database.reading() as session:
            return [row.id for row in open_on(session, [self.id]).get(self.id, [])]


@pytest.fixture
def case(database: Database, now: datetime) -> Case:
    return copy(
        staged(
            database,
            "proceedings: case",
            lambda: Case(Desk(database, now), AMERICAN, ClockKind.RESTORE),
        )
    )


@pytest.fixture
def chinese(database: Database, now: datetime) -> Case:
    return copy(
        staged(
            database,
            "proceedings: chinese",
            lambda: Case(Desk(database, now), CHINESE, ClockKind.WAIT),
        )
    )


def refusal(verb: Any, *given: Any, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        verb(*given, **more)
    return caught.value


def test_a_suit_before_the_day_keeps_the_listing_down_until_it_is_lost(case: Case) -> None:
    row = case.note(at=case.ends_at - SECOND)
    assert (case.clock().state, case.clock().end_why) == ("stopped", "proceeding")
    case.desk.do(ring_due, at=case.ends_at + timedelta(days=30))
    assert (case.claim().state, case.open()) == ("countered", [row.id])
    filers, sellers = case.letters("proceeding_noted")
    assert (filers.filer_id, sellers.store_id) == (case.acme.id, case.claim().store_id)
    assert f"https://hands.example/claims/{case.id}/proceedings" in filers.body
    for letter in (filers, sellers):
        assert "stays down until the case ends" in letter.body
        assert "/api/" not in letter.body
    assert "end us a document that shows it" in filers.body
    done = case.over(row, Result.LOST)
    assert (done.done, case.claim().state, case.claim().listing_down) == (
        "carried_out", "reinstated", False,
    )  # fmt: skip
    assert case.open() == []
    with case.desk.database.reading() as session:
        line = session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert line is not None
    assert (line.kind, line.by, line.reason) == (
        "reinstatement", "court", "A court or an authority has decided so.",
    )  # fmt: skip
    ended = case.letters("proceeding_ended")
    assert len(ended) == 2
    for part in (
        "The case at ",
        "has ended. We carry out its result.",
        "The listing comes back on sale.",
    ):
        assert all(part in letter.body for letter in ended), part


def test_a_suit_that_is_won_keeps_the_listing_down(case: Case) -> None:
    case.over(case.note(), Result.WON)
    assert (case.claim().state, case.claim().listing_down) == ("removed", True)


def test_what_a_court_decided_is_not_appealed_with_us(case: Case) -> None:
    row = case.note()
    case.desk.do(claims.decide, case.ann, case.id, decision="stand", code="in-court")
    given: dict[str, Any] = {"side": Side.SELLER, "grounds": "It is ours."}
    filed = case.desk.do(appeals.file, case.seller(), case.id, **given)
    case.over(row, Result.WON)
    judged: dict[str, Any] = {"decision": "overturn", "code": CODES["overturn"]}
    bound = refusal(case.desk.do, appeals.decide, case.desk.staff("ben"), filed.id, **judged)
    assert (bound.slug, bound.facts["possible"]) == ("wrong-state", ["uphold"])
    # On appeal there it is lost; then the filer has no appeal with us.
    later = case.desk.now + SECOND
    row = case.note(case.seller(), side=Side.SELLER, at=later)
    case.over(row, Result.LOST, at=later)
    assert case.claim().state == "reinstated"
    told = case.letters("proceeding_ended")[-2:]
    assert all("court or an authority has decided so" in letter.body for letter in told)
    assert not any("Appeal by" in letter.body for letter in told)
    assert case.letters("appeal_decided") == []
    given = {"side": Side.FILER, "grounds": "It is ours."}
    assert refusal(case.desk.do, appeals.file, case.acme, case.id, **given).slug == "wrong-state"


def test_after_the_restoration_a_notice_changes_nothing_and_an_order_does(case: Case) -> None:
    case.desk.do(claims.decide, case.ann, case.id, decision="reinstate", code=CODES["reinstate"])
    row = case.note()
    assert case.claim().state == "reinstated"
    assert (
        "we do not take it down just because there is a case"
        in case.letters("proceeding_noted")[0].body
    )
    with case.desk.database.reading() as session:
        (view,) = asked.find_proceedings(
            working(session, case.rev), only_waiting=True, after=None, limit=9
        )
    assert (view.row.id, view.is_back) == (row.id, True)
    case.over(row, Result.WON)
    assert (case.claim().state, case.claim().listing_down) == ("removed", True)


def test_while_one_of_two_suits_runs_the_others_end_waits(case: Case) -> None:
    first, second = case.note(), case.note(forum=Forum.CLAIMS_BOARD, restrains=False)
    waits = refusal(case.over, first, Result.LOST)
    assert waits.facts == {"state": "lost", "proceeding_id": second.id}
    assert case.claim().state == "countered"
    case.over(second, Result.WON)
    assert case.claim().state == "removed"
    # What another has won, this one does not bring back.
    done = case.desk.do(proceedings.carry_out, case.rev, first.id)
    assert (done.done, case.claim().state) == ("nothing_to_do", "removed")


@pytest.mark.parametrize(("after", "state"), [(-SECOND, "countered"), (0 * SECOND, "reinstated")])
def test_the_laws_time_runs_on_once_a_suit_is_withdrawn(
    case: Case, after: timedelta, state: str
) -> None:
    row = case.note()
    done = case.over(row, Result.WITHDRAWN, at=case.ends_at + after)
    assert (done.done, case.claim().state) == ("carried_out", state)
    if state == "countered":
        assert (case.clock().state, case.clock().ends_at) == ("running", case.ends_at)


@pytest.mark.parametrize(("comes_back", "state"), [(True, "reinstated"), (False, "removed")])
def test_a_settlement_says_what_becomes_of_the_listing(
    case: Case, comes_back: bool, state: str
) -> None:
    row = case.note()
    unsaid = refusal(case.over, row, Result.SETTLED)
    assert [field.pointer for field in unsaid.fields] == ["/comes_back"]
    case.desk.do(proceedings.carry_out, case.rev, row.id, comes_back=comes_back)
    assert case.claim().state == state


@pytest.mark.parametrize(
    "given",
    [
        {"restrains": False},
        {"forum": Forum.AUTHORITY},
        {"forum": Forum.DISPUTE_BODY},
        {"side": Side.SELLER},
    ],
)
def test_what_is_no_action_to_restrain_the_seller_stops_nothing(
    case: Case, given: dict[str, Any]
) -> None:
    case.note(case.seller() if "side" in given else None, **given)
    assert (case.clock().state, case.open()) == ("running", [])


@pytest.mark.parametrize("forum", [Forum.COURT, Forum.AUTHORITY])
def test_in_china_a_complaint_counts_within_the_fifteen_days(chinese: Case, forum: Forum) -> None:
    row = chinese.note(forum=forum, restrains=False, at=chinese.ends_at - SECOND)
    assert (chinese.clock().state, chinese.open()) == ("stopped", [row.id])


def test_in_china_a_notice_after_the_fifteen_days_counts_no_more(chinese: Case) -> None:
    chinese.note(forum=Forum.CLAIMS_BOARD)
    chinese.note(forum=Forum.AUTHORITY, at=chinese.ends_at)
    assert (chinese.clock().state, chinese.open()) == ("running", [])
    stand: dict[str, Any] = {"decision": "stand", "code": "in-court", "at": chinese.ends_at}
    kept = refusal(chinese.desk.do, claims.decide, chinese.ann, chinese.id, **stand)
    assert kept.slug == "law-forbids"


def test_in_china_the_time_runs_on_from_the_day_on_which_the_answer_came(chinese: Case) -> None:
    chinese.over(chinese.note(forum=Forum.AUTHORITY), Result.WITHDRAWN)
    assert (chinese.clock().state, chinese.clock().ends_at) == ("running", chinese.ends_at)


def test_an_answer_to_what_a_suit_keeps_down_starts_no_time(case: Case) -> None:
    row, later = case.note(), case.ends_at + timedelta(days=60)
    case.desk.do(claims.decide, case.ann, case.id, decision="stand", code="in-court")
    case.counter(case.desk.now + SECOND)
    assert (case.clock().state, case.clock().end_why) == ("stopped", "proceeding")
    assert "we bring it back" not in case.letters("claim_countered")[-1].body
    case.desk.do(ring_due, at=later)
    assert case.claim().state == "countered"
    case.over(row, Result.WON, at=later)
    case.counter(later)
    case.desk.do(ring_due, at=later + timedelta(days=60))
    assert (case.claim().state, case.claim().listing_down) == ("countered", True)


def test_what_does_not_bind_keeps_no_listing_down_past_the_laws_day(case: Case) -> None:
    row = case.note(forum=Forum.DISPUTE_BODY)
    assert refusal(case.over, row, Result.WON).slug == "law-forbids"
    assert case.claim().state == "countered"


def test_a_notice_counts_while_a_decision_is_pending_and_no_result_is_carried_out(
    case: Case,
) -> None:
    def postpone(work: UnitOfWork) -> None:
        given: Any = {"code": "in-court", "note": None, "note_to": None, "merit": None}
        pending.postpone(work, [lock_row(work.session, Claim, case.id)], "stand", given, minutes=5)

    case.desk.do(postpone, case.ann)
    row = case.note()
    assert case.clock().state == "stopped"
    assert refusal(case.over, row, Result.LOST).slug == "decision-pending"


@pytest.mark.both_databases
def test_a_result_is_confirmed_by_staff_and_its_paper_seen(case: Case) -> None:
    row = case.note()
    told = case.desk.do(proceedings.end_proceeding, case.acme, row.id, result=Result.WON)
    assert (told.result, told.ended_by) == ("won", None)
    day = {"result": Result.WON, "ended_on": (case.desk.now + timedelta(days=1)).date()}
    early = refusal(case.desk.do, proceedings.end_proceeding, case.acme, row.id, **day)
    assert (early.slug, early.fields[0].pointer) == ("invalid-request", "/ended_on")
    assert refusal(case.desk.do, proceedings.carry_out, case.rev, row.id).slug == "wrong-state"
    case.desk.do(proceedings.end_proceeding, case.rev, row.id, result=Result.LOST)
    again = {"result": Result.WON}
    assert (
        refusal(case.desk.do, proceedings.end_proceeding, case.acme, row.id, **again).slug
        == "wrong-state"
    )
    assert refusal(case.desk.do, proceedings.carry_out, case.rev, row.id).slug == "wrong-state"
    case.desk.do(proceedings.see_paper, case.rev, row.id)
    assert refusal(case.desk.do, proceedings.see_paper, case.ann, row.id).slug == "wrong-state"
    case.desk.do(proceedings.carry_out, case.rev, row.id)
    assert refusal(case.desk.do, proceedings.carry_out, case.rev, row.id).slug == "wrong-state"
    for verb in ("confirmed_result", "saw_paper", "carried_out"):
        assert noted(case.desk.database, verb) == [("proceeding", row.id, "person")], verb
    assert noted(case.desk.database, "said_result") == [("proceeding", row.id, "filer")]


def test_a_notice_is_of_one_complaint_and_of_the_side_whose_key_tells_it(case: Case) -> None:
    facts: dict[str, Any] = {"side": Side.FILER, "forum": Forum.COURT, "name": "S.D.N.Y."}
    other = case.desk.claim(case.acme)
    for ids in ([], [case.id, other]):
        none = refusal(case.desk.do, proceedings.note_proceeding, case.acme, ids, **facts)
        assert (none.slug, none.fields[0].pointer) == ("invalid-request", "/claim_ids")
    portal = case.desk.partner()
    theirs = case.desk.claim(
        portal,
        filer={"reference": "nine", "name": "Nine GmbH", "kind": "rights_holder"},
        rights_holder=HOLDER,
    )
    reading = replace(portal, scopes=portal.scopes - {Scope.FILE_ON_BEHALF})
    barred = refusal(case.desk.do, proceedings.note_proceeding, reading, [theirs], **facts)
    assert barred.slug == "forbidden"
    case.desk.do(proceedings.note_proceeding, portal, [theirs], **facts)


def test_who_told_of_it_for_a_side_does_not_carry_it_out(case: Case) -> None:
    row = case.note(case.ann)
    assert row.reach == "entered"
    case.desk.do(proceedings.end_proceeding, case.rev, row.id, result=Result.WITHDRAWN)
    for person in (case.ann, case.sid):
        second = refusal(case.desk.do, proceedings.carry_out, person, row.id)
        assert second.slug == "second-person-needed"
    mine = refusal(case.desk.do, proceedings.carry_out, case.acme, row.id)
    assert mine.slug == "forbidden"
    case.desk.do(proceedings.carry_out, case.rev, row.id)


def test_a_dispute_body_does_not_bind_and_is_declined_with_reasons(case: Case) -> None:
    court = case.note()
    case.desk.do(claims.decide, case.ann, case.id, decision="stand", code="in-court")
    given: dict[str, Any] = {"side": Side.SELLER, "forum": Forum.DISPUTE_BODY, "name": "ADROIT"}
    row, other = case.note(case.seller(), **given), case.note(case.seller(), **given)
    for each in (row, other, court):
        case.desk.do(proceedings.end_proceeding, case.rev, each.id, result=Result.LOST)
        case.desk.do(proceedings.see_paper, case.rev, each.id)
    why: dict[str, Any] = {"reasons": "It had another listing before it."}
    assert refusal(case.desk.do, proceedings.decline, case.rev, court.id, **why).slug == (
        "wrong-state"
    )
    assert refusal(case.desk.do, proceedings.decline, case.rev, row.id, reasons=" ").slug == (
        "invalid-request"
    )
    declined = case.desk.do(proceedings.decline, case.rev, row.id, **why)
    assert (declined.done, case.claim().state) == ("declined", "removed")
    assert noted(case.desk.database, "declined") == [("proceeding", row.id, "person")]
    assert all(why["reasons"] in letter.body for letter in case.letters("proceeding_ended"))
    case.desk.do(proceedings.carry_out, case.rev, other.id)
    assert case.claim().state == "reinstated"


def test_each_side_tells_of_its_own_claims(case: Case) -> None:
    other = case.desk.filer("other")
    assert refusal(case.note, other).slug == "not-found"
    assert refusal(case.note, side=Side.SELLER).slug == "forbidden"
    assert refusal(case.note, case.seller()).slug == "forbidden"
    tomorrow = {"begun_on": (case.desk.now + timedelta(days=1)).date()}
    assert [each.pointer for each in refusal(case.note, **tomorrow).fields] == ["/begun_on"]
    secret = case.note(said="We will ask for damages.")
    with case.desk.database.reading() as session:
        seen = [
            asked.get_proceeding(working(session, who), secret.id).note
            for who in (case.acme, case.rev, case.seller())
        ]
        assert session.scalars(select(Proceeding)).one().side == "filer"
    assert seen == ["We will ask for damages."] * 2 + [None]
