"""Decisions of staff on claims: many at once, what each leaves behind, and who is told of it."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.models import Check, Claim, Complaint, Event, LedgerEntry, Letter
from complaints.rules.actors import SYSTEM
from complaints.rules.decisions.reasons import BY_CODE
from complaints.rules.kinds import CheckKind, Merit
from complaints.rules.law.regimes import ClockKind
from complaints.services.decisions import claims
from complaints.services.law import clocks
from complaints.words import LANGUAGES
from tests.refusals import refused
from tests.scenes.clocks import clock_of, days_after, end_of
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.decisions.desk import CODES, ITEM, Desk
from tests.services.sellers.test_replies import Case

DAY = timedelta(days=1)
SAID = str(BY_CODE["no-infringement"].words)


@pytest.fixture
def case(database, now) -> Case:
    return copy(staged(database, "case to decide", lambda: Case(Desk(database, now))))


def decide_all(case: Case, decision: str = "reject", **more: Any) -> Any:
    said = {"decision": decision, "code": CODES[decision], **more}
    return case.desk.do(claims.decide_complaint, case.rev, case.complaint, **said)


def facts_of(case: Case, verb: str) -> list[tuple[str | None, dict[str, Any]]]:
    return [(row.why, row.facts) for row in case.rows(LedgerEntry) if row.verb == verb]


def test_many_are_decided_with_one_event_and_one_letter_a_reader(case: Case) -> None:
    other = case.desk.claim(case.acme, targets=[{"url": f"{ITEM}77"}])
    done = decide_all(case, merit=Merit.UNFOUNDED, note="All four.")
    assert [row.id for row in done] == case.ids
    rows = {row.id: row for row in case.rows(Claim)}
    assert {(rows[each].state, rows[each].merit) for each in case.ids} == {
        ("rejected", "unfounded")
    }
    assert (rows[other].state, rows[other].merit) == ("received", None)
    (event,) = case.rows(Event)
    assert (event.kind, event.merit, event.note) == ("rejection", "unfounded", "All four.")
    assert (
        facts_of(case, "reject")
        == [(SAID, {"from": "received", "to": "rejected", "merit": "unfounded"})] * 4
    )
    told = [row for row in case.rows(Letter) if row.kind == "claim_decided"]
    assert [(row.filer_id, row.store_id is not None, row.claim_id) for row in told] == [
        (case.acme.id, False, None), (None, True, None), (None, True, None),
        (None, False, case.ids[3]),
    ]  # fmt: skip
    assert {row.complaint_id for row in told} == {case.complaint}
    assert told[0].body.count(f"- {ITEM}") == 4 * len(LANGUAGES)


@pytest.mark.parametrize("many", [True, False], ids=["all at once", "one"])
def test_who_decides_need_not_grade(case: Case, many: bool) -> None:
    if many:
        decide_all(case)
    else:
        case.desk.do(
            claims.decide, case.rev, case.ids[0], decision="reject", code="no-infringement"
        )
    assert case.rows(Claim)[0].merit is None
    assert facts_of(case, "reject")[0][1]["merit"] is None


@pytest.mark.parametrize("decision", ["take_down", "stand"])
def test_a_takedown_of_many_carries_no_grade(case: Case, decision: str) -> None:
    graded = refused(decide_all, case, decision, merit=Merit.FOUNDED)
    assert [field.pointer for field in graded.fields] == ["/merit"]


@pytest.mark.parametrize("decision", ["take_down", "stand"])
def test_many_are_not_taken_down_before_the_authority_is_verified(
    case: Case, decision: str
) -> None:
    case.take_down(case.ids[0])
    case.counter(case.ids[0])
    with case.desk.database.transaction() as session:
        session.add(
            Check(complaint_id=case.complaint, kind=CheckKind.AUTHORITY, signs=[], numbers={},
                  made_at=case.desk.now)
        )  # fmt: skip
    assert refused(decide_all, case, decision).slug == "authority-unverified"
    assert len(decide_all(case, "reject")) == 3


@pytest.mark.parametrize("many", [True, False], ids=["all at once", "one"])
def test_only_a_new_takedown_gives_the_seller_a_new_day(case: Case, many: bool) -> None:
    # Under our own rules: no law says that what was countered comes back.
    with case.desk.database.transaction() as session:
        session.execute(update(Claim).values(regime="house"))
    case.take_down(case.ids[0])
    case.counter(case.ids[0])
    at = case.desk.now + DAY
    stood: dict[str, Any] = {"decision": "stand", "code": "shown", "at": at}
    if many:
        done = case.desk.do(claims.decide_complaint, case.rev, case.complaint, **stood)
        assert [row.id for row in done] == [case.ids[0]]
        case.desk.do(claims.decide_complaint, case.rev, case.complaint,
                     **{**stood, "decision": "take_down"})  # fmt: skip
    else:
        case.desk.do(claims.decide, case.rev, case.ids[0], **stood)
        case.desk.do(claims.decide, case.rev, case.ids[1], **{**stood, "decision": "take_down"})
    first, second, *_ = case.rows(Claim)
    assert {first.state, second.state} == {"removed"}
    with case.desk.database.reading() as session:
        answered = clock_of(session, first.id, "answer")
        assert answered is not None
        assert (answered.state, answered.end_why) == ("stopped", "counter")
        assert end_of(session, second.id, "answer") == days_after(at, 14)


def test_those_named_are_decided_and_no_other(case: Case) -> None:
    other = case.desk.claim(case.acme, targets=[{"url": f"{ITEM}77"}])
    named = [case.ids[2], case.ids[0], case.ids[2]]
    assert [row.id for row in decide_all(case, claim_ids=named)] == [case.ids[0], case.ids[2]]
    states = [row.state for row in case.rows(Claim)]
    assert states == ["rejected", "received", "rejected", "received", "received"]
    strange = refused(decide_all, case, claim_ids=[case.ids[1], other, 999])
    assert [field.pointer for field in strange.fields] == ["/claim_ids/1", "/claim_ids/2"]
    assert refused(decide_all, case, claim_ids=[case.ids[0]]).slug == "wrong-state"
    assert [row.id for row in decide_all(case)] == [case.ids[1], case.ids[3]]
    nothing = refused(decide_all, case)
    assert (nothing.slug, nothing.facts) == ("wrong-state", {"possible": []})


def test_many_are_decided_as_they_were_seen(case: Case) -> None:
    seen = sum(row.version for row in case.rows(Claim))
    case.desk.do(claims.decide, case.rev, case.ids[0], decision="reject", code="no-infringement")
    now_there = sum(row.version for row in case.rows(Claim))
    stale = refused(decide_all, case, expected=seen)
    assert (stale.slug, stale.facts) == ("stale", {"version": now_there, "header": "If-Match"})
    assert len(decide_all(case, expected=now_there)) == 3


@pytest.mark.both_databases
def test_a_grade_leaves_what_was_there_before_in_the_ledger(case: Case) -> None:
    decide_all(case)
    for merit in (Merit.UNFOUNDED, Merit.FOUNDED):
        case.desk.do(claims.grade, case.rev, case.ids[0], merit=merit, reason=f"It is {merit}.")
    assert facts_of(case, "grade") == [
        ("It is unfounded.", {"from": None, "to": "unfounded"}),
        ("It is founded.", {"from": "unfounded", "to": "founded"}),
    ]
    assert [row.merit for row in case.rows(Event)[-2:]] == ["unfounded", "founded"]


def test_what_a_boycott_kept_is_closed_with_a_line_in_the_timeline(database, now) -> None:
    desk = Desk(database, now)
    acme, rev = desk.filer(), desk.staff("rev")
    desk.boycott(acme.id)
    kept = desk.claim(acme)
    desk.do(claims.discard, rev, kept, reason="Too late.")
    with database.reading() as session:
        lines = [(row.kind, row.reason) for row in session.scalars(select(Event))]
    assert lines == [("lapse", "Too late.")]


@pytest.mark.both_databases
def test_the_clock_closes_ten_unanswered_claims_at_a_time(database, now) -> None:
    with database.transaction() as session:
        market = Market(session, now)
        complaint = market.complaint(market.filer("acme"), now, state="incomplete")
        claim = session.scalars(select(Claim)).one()
        for number in range(13):
            listing = market.listing()
            session.add(
                Claim(
                    complaint_id=complaint.id, listing_id=listing.id, filer_id=claim.filer_id,
                    right_key=claim.right_key, position=0, url=listing.url,
                    state="received" if number == 0 else "incomplete",
                )
            )  # fmt: skip
        session.flush()
        work = working(session, SYSTEM, now=now - DAY)
        for row in session.scalars(select(Claim).order_by(Claim.id)):
            late = now + DAY if row.id == claim.id + 2 else now
            clocks.start(work, row, ClockKind.COMPLETE, until=late)
    desk = Desk(database, now)
    ring = claims.ring_due
    assert desk.do(ring, at=now - timedelta(microseconds=1)) == 0
    assert desk.do(ring, at=now) == 10
    assert desk.do(ring, at=now, limit=1) == 1
    assert [desk.do(ring, at=now) for _ in range(2)] == [2, 0]
    with database.reading() as session:
        # One waits for staff by now, and one has a day left.
        assert session.query(Claim).where(Claim.state == "closed").count() == 12


def test_the_clock_takes_no_step_of_staff(case: Case) -> None:
    assert refused(case.desk.do, claims.reply, SYSTEM, case.ids[0], statement="x").slug == (
        "forbidden"
    )


@pytest.mark.parametrize("named", [False, True])
def test_a_withdrawal_reaches_the_claims_of_its_complaint_alone(case: Case, named: bool) -> None:
    other = case.desk.claim(case.acme, targets=[{"url": f"{ITEM}77"}])
    withdraw = claims.withdraw_complaint
    options: dict[str, Any] = {"reason": None}
    strange = refused(
        case.desk.do, withdraw, case.acme, case.complaint, **options,
        claim_ids=[case.ids[0], other, 999],
    )  # fmt: skip
    assert [field.pointer for field in strange.fields] == ["/claim_ids/1", "/claim_ids/2"]
    empty = refused(case.desk.do, withdraw, case.acme, case.complaint, **options, claim_ids=[])
    assert [field.pointer for field in empty.fields] == ["/claim_ids"]
    if named:
        options["claim_ids"] = [case.ids[2], case.ids[1], case.ids[2]]
    gone = case.desk.do(withdraw, case.acme, case.complaint, **options)
    assert [row.id for row in gone] == (case.ids[1:3] if named else case.ids)
    (event,) = case.rows(Event)
    assert (event.kind, event.by) == ("withdrawal", "filer")
    states = {row.id: row.state for row in case.rows(Claim)}
    assert states.pop(other) == "received"
    assert {each for each, state in states.items() if state == "withdrawn"} == {
        row.id for row in gone
    }
    with case.desk.database.reading() as session:
        assert session.query(Complaint).count() == 2
