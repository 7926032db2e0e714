"""Who is heard before a takedown, until when, one by one and many at once; what a seller sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaints.base.errors import Refusal
from complaints.models import Claim
from complaints.queries.decisions import claims as asked
from complaints.queries.law import clocks
from complaints.rules import actors
from complaints.rules.actors import Actor
from complaints.rules.kinds import Basis, Merit
from complaints.rules.sellers.counter_notices import HEARD_FIRST
from complaints.services.decisions import claims
from complaints.storage.links import SellerOf
from tests.scenes.clocks import days_after, end_of
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, Desk
from tests.services.sellers.test_replies import Case

INSTANT = timedelta(microseconds=1)


def test_who_is_heard_first() -> None:
    assert {Basis.PATENT, Basis.UNAUTHORISED_CHANNEL} == HEARD_FIRST


@pytest.fixture
def heard(database, now) -> Case:
    """Claims whose sellers are asked first."""
    return Case(Desk(database, now), basis="unauthorised_channel")


def take_down(case: Case, *, at: Any, many: bool) -> Any:
    said = {"decision": "take_down", "code": "seller-silent", "at": at}
    if many:
        return case.desk.do(claims.decide_complaint, case.rev, case.complaint, **said)
    return case.desk.do(claims.decide, case.rev, case.ids[0], **said)


@pytest.mark.parametrize("many", [True, False], ids=["all at once", "one"])
def test_nothing_is_taken_down_before_the_sellers_day(heard: Case, many: bool) -> None:
    due = days_after(heard.desk.now, 14)
    for at in (heard.desk.now, due - INSTANT):
        with pytest.raises(Refusal) as refused:
            take_down(heard, at=at, many=many)
        assert refused.value.slug == "seller-not-heard"
        assert refused.value.facts["reply_due"] == due.isoformat()
    take_down(heard, at=due, many=many)
    rows = heard.rows(Claim)
    assert {row.state for row in (rows if many else rows[:1])} == {"removed"}
    # After a takedown the seller has as long again.
    with heard.desk.database.reading() as session:
        ends = {end_of(session, row.id, "answer") for row in rows if row.state == "removed"}
    assert ends == {days_after(due, 14)}


def test_a_rejection_waits_for_nobody(heard: Case) -> None:
    verb = claims.decide_complaint
    heard.desk.do(verb, heard.rev, heard.complaint, decision="reject", code="no-infringement")
    assert {row.state for row in heard.rows(Claim)} == {"rejected"}


@pytest.mark.both_databases
def test_who_answered_has_been_heard(heard: Case) -> None:
    heard.counter(heard.ids[0])
    heard.desk.do(
        claims.decide, heard.rev, heard.ids[0], decision="take_down", code="seller-silent"
    )
    assert heard.rows(Claim)[0].state == "removed"


def test_where_nobody_is_asked_first_a_takedown_waits_for_nobody(database, now) -> None:
    case = Case(Desk(database, now))
    take_down(case, at=now, many=True)
    assert {row.state for row in case.rows(Claim)} == {"removed"}


def sees(case: Case, actor: Actor) -> list[int]:
    with case.desk.database.reading() as session:
        return [view.claim.id for view in asked.in_sight(working(session, actor))]


def test_a_seller_sees_no_claim_before_it_is_processed(database, now) -> None:
    desk = Desk(database, now)
    acme = desk.filer()
    desk.boycott(acme.id)
    filed = desk.file(acme, targets=[{"url": f"{ITEM}1", "store_id": "s9"}, {"url": f"{ITEM}2"}])
    one, two = (outcome.claim_id for outcome in filed.outcomes)
    with database.reading() as session:
        claim = session.get_one(Claim, one)
        of_store = SellerOf(claim.complaint_id, store_id=claim.store_id)
        of_claim = SellerOf(claim.complaint_id, claim_id=two)
        for seller in (actors.seller(of_store), actors.seller(of_claim)):
            assert asked.in_sight(working(session, seller)) == []
        for actor in (acme, desk.staff("rev")):
            asked.require_visible(working(session, actor), one)
        with pytest.raises(Refusal) as refused:
            asked.require_visible(working(session, actors.seller(of_store)), one)
        assert refused.value.slug == "not-found"


def test_a_seller_sees_its_own_claims_of_one_complaint(database, now) -> None:
    case = Case(Desk(database, now))
    other = case.desk.file(case.acme, targets=[{"url": f"{ITEM}9", "store_id": "s9"}])
    assert sees(case, case.seller) == case.ids[:2]
    assert sees(case, case.unknown) == case.ids[3:]
    assert other.outcomes[0].claim_id not in sees(case, case.seller)


def test_grades_are_for_staff_and_the_filer_and_not_for_the_seller(database, now) -> None:
    case = Case(Desk(database, now))
    case.take_down(case.ids[0])
    case.desk.do(
        claims.grade, case.rev, case.ids[0], merit=Merit.FOUNDED, reason="Our test purchase."
    )

    def kinds(actor: Actor) -> list[str]:
        with database.reading() as session:
            lines = asked.timeline(working(session, actor), claim_id=case.ids[0])
            return [line.event.kind for line in lines]

    assert kinds(case.seller) == ["takedown"]
    assert kinds(case.acme) == ["takedown", "grading"]
    assert kinds(case.rev) == ["takedown", "grading"]


def test_a_seller_sees_the_answer_to_its_counter_notice_and_not_what_staff_asked_for(
    database, now
) -> None:
    case = Case(Desk(database, now))
    due = now + timedelta(days=3)
    for claim_id in case.ids[:2]:
        case.desk.do(claims.ask_filer, case.rev, claim_id, what="A picture.", answer_due=due)
        case.desk.do(claims.complete, case.acme, claim_id, note="A picture of ours.")
    case.take_down(case.ids[0])
    case.counter(case.ids[0])
    case.desk.do(claims.reply, case.acme, case.ids[0], statement="It is a copy.")
    with database.reading() as session:
        lines = asked.timeline(working(session, case.seller), complaint_id=case.complaint)
        assert [(line.event.kind, line.claim_ids) for line in lines] == [
            (kind, (case.ids[0],)) for kind in ("takedown", "counter_notice", "amendment")
        ]
        assert lines[-1].event.note == "It is a copy."


def test_a_withdrawal_keeps_no_grade_and_no_day(database, now) -> None:
    case = Case(Desk(database, now))
    case.take_down(case.ids[0])
    case.desk.do(claims.grade, case.rev, case.ids[0], merit=Merit.UNFOUNDED, reason="Not so.")
    due = now + timedelta(days=3)
    case.desk.do(claims.ask_filer, case.rev, case.ids[1], what="A picture.", answer_due=due)
    before = case.rows(Claim)
    assert before[0].merit == "unfounded"
    with database.reading() as session:
        assert end_of(session, case.ids[1], "complete") == due
    case.desk.do(claims.withdraw_complaint, case.acme, case.complaint, reason="Ours.")
    for row in case.rows(Claim):
        assert (row.state, row.merit, row.listing_down) == ("withdrawn", None, False)
        with database.reading() as session:
            assert not clocks.running(session, row.id)
    # Only a seller whose listing had been down is told.
    (told,) = case.letters("claim_withdrawn")
    assert told.store_id == case.store


@pytest.mark.parametrize(("days", "state"), [(30, "received"), (30 - 1 / 86400, "not_processed")])
@pytest.mark.both_databases
def test_what_is_filed_at_a_boycotts_end_is_processed(database, now, days, state) -> None:
    desk = Desk(database, now)
    acme = desk.filer()
    desk.boycott(acme.id)
    desk.file(acme, at=now + timedelta(days=days))
    with database.reading() as session:
        assert session.query(Claim).one().state == state
