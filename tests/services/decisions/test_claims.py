"""What happens to a claim: decisions, answers, withdrawals, grades, and what each leaves behind."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Boycott, Claim, CounterNotice, Event, EventClaim, LedgerEntry, Letter
from complaints.queries.decisions import claims as asked
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, Actor
from complaints.rules.decisions.reasons import BY_CODE
from complaints.rules.kinds import Merit
from complaints.rules.sellers.completeness import FactKind, NumberedFact
from complaints.rules.sellers.counter_notices import Answer, Ground, SellerContact
from complaints.rules.upkeep import sealed
from complaints.services.decisions import claims
from complaints.storage.db import Database
from tests.refusals import refused
from tests.scenes.clocks import end_of
from tests.scenes.working import working
from tests.services.decisions.desk import CODES, ITEM, VAULT, Desk


def make_answer(**given: Any) -> Answer:
    """Return a counter-notice to a claim on a Chinese marketplace, with what is given changed."""
    facts: dict[str, Any] = {
        "ground": Ground.GENUINE,
        "statement": "Bought from the maker.",
        "seller": SellerContact(
            "Mei Shop", "seller@shop.example", "+8613800000000", "1 Home Rd", "91990000MA00000008"
        ),
        "reference": "Invoice 7",
        "facts": (
            NumberedFact(FactKind.INVOICE, "2026-000714"),
            NumberedFact(FactKind.ORDER, "88-20260113"),
        ),
        "declarations": frozenset({"true", "art43"}),
        **given,
    }
    return Answer(**facts)


SHOWN = str(BY_CODE["shown"].words)


class Case:
    """One claim of acme's against a listing of a known store, and those around it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.acme = desk.filer()
        self.rev, self.ann = desk.staff("rev"), desk.staff("ann")
        # Enters what sellers say.
        self.sid = desk.staff("sid")
        self.id = desk.claim(self.acme, targets=[{"url": f"{ITEM}1", "store_id": "s9"}])

    def do(self, verb: Any, actor: Actor, claim_id: int | None = None, **options: Any) -> Any:
        return self.desk.do(verb, actor, claim_id or self.id, **options)

    def refused(self, verb: Any, actor: Actor, **options: Any) -> Refusal:
        before = self.events()
        with pytest.raises(Refusal) as caught:
            self.do(verb, actor, **options)
        assert self.events() == before
        return caught.value

    def now_is(self) -> Claim:
        with self.desk.database.reading() as session:
            return session.get_one(Claim, self.id)

    def events(self) -> list[tuple[str, str | None]]:
        with self.desk.database.reading() as session:
            lines = session.scalars(select(Event).order_by(Event.id))
            return [(line.kind, line.by) for line in lines]

    def letters(self) -> list[tuple[str, str]]:
        with self.desk.database.reading() as session:
            found = session.scalars(select(Letter).order_by(Letter.id).offset(1))
            return [(one.kind, "filer" if one.filer_id else "seller") for one in found]

    def counter(self, actor: Actor | None = None, **options: Any) -> Any:
        who, answer = actor or self.sid, make_answer(**options)
        return self.desk.do(claims.counter, who, [self.id], answer, vault=VAULT)

    def decide(self, decision: str, actor: Actor | None = None, **options: Any) -> Any:
        said = {"code": CODES[decision], **options}
        return self.do(claims.decide, actor or self.rev, decision=decision, **said)


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


@pytest.fixture
def case(desk: Desk) -> Case:
    return Case(desk)


@pytest.mark.both_databases
def test_a_takedown_is_in_the_timeline_the_ledger_and_two_letters(case: Case) -> None:
    case.decide("take_down", note="Logo copied.")
    claim = case.now_is()
    assert (claim.state, claim.listing_down, claim.closed_at) == ("removed", True, case.desk.now)
    with case.desk.database.reading() as session:
        event = session.scalars(select(Event)).one()
        assert (event.kind, event.by, event.person_id) == ("takedown", "staff", case.rev.id)
        assert (event.reason, event.note) == (SHOWN, "Logo copied.")
        assert session.scalars(select(EventClaim.claim_id)).all() == [case.id]
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "take_down")).one()
        assert entry.why == SHOWN
        bodies = session.scalars(select(Letter.body).where(Letter.kind == "claim_decided")).all()
        assert all("Logo copied." in body for body in bodies)
    assert case.letters() == [("claim_decided", "filer"), ("claim_decided", "seller")]


def test_a_rejection_may_carry_the_deciders_grade(case: Case) -> None:
    case.decide("reject", merit=Merit.UNFOUNDED)
    assert (case.now_is().state, case.now_is().merit) == ("rejected", "unfounded")


def test_a_takedown_carries_no_grade(case: Case) -> None:
    refusal = case.refused(
        claims.decide, case.rev, decision="take_down", code="shown", merit=Merit.FOUNDED
    )
    assert [field.pointer for field in refusal.fields] == ["/merit"]


def test_a_second_decision_is_refused(case: Case) -> None:
    case.decide("reject")
    refusal = case.refused(claims.decide, case.ann, decision="take_down", code="shown")
    assert refusal.slug == "wrong-state"
    assert refusal.facts["possible"] == ["overturn"]


def test_a_decision_on_what_was_seen_before_is_stale(case: Case) -> None:
    seen = case.now_is().version
    case.do(claims.ask_filer, case.rev, what="The certificate.", answer_due=_later(case))
    options = {"decision": "reject", "code": "no-infringement", "expected": seen}
    assert case.refused(claims.decide, case.ann, **options).slug == "stale"


def _later(case: Case) -> datetime:
    return case.desk.now + timedelta(days=7)


def _asked_until(case: Case) -> datetime | None:
    with case.desk.database.reading() as session:
        return end_of(session, case.now_is().id, "complete")


@pytest.mark.both_databases
def test_asking_completing_and_lapsing(case: Case) -> None:
    case.do(claims.ask_filer, case.rev, what="The certificate.", answer_due=_later(case))
    assert (case.now_is().state, _asked_until(case)) == ("incomplete", _later(case))
    case.do(claims.complete, case.acme, note="Here it is.")
    assert (case.now_is().state, _asked_until(case)) == ("received", None)
    case.do(claims.ask_filer, case.rev, what="A better one.", answer_due=_later(case))
    just_before = _later(case) - timedelta(microseconds=1)
    assert case.desk.do(claims.ring_due, SYSTEM, at=just_before) == 0
    assert case.desk.do(claims.ring_due, SYSTEM, at=_later(case)) == 1
    assert case.now_is().state == "closed"
    assert case.events() == [("amendment", "filer"), ("lapse", "rule")]
    told = [("claim_asked", "filer")] * 2
    assert case.letters() == [*told, ("claim_decided", "filer")]


def test_nothing_is_asked_for_by_yesterday(case: Case) -> None:
    refusal = case.refused(claims.ask_filer, case.rev, what="x", answer_due=case.desk.now)
    assert refusal.fields[0].pointer == "/answer_due"


@pytest.mark.both_databases
def test_a_counter_notice_reopens_a_takedown_and_seals_the_contact(case: Case) -> None:
    case.decide("take_down")
    case.do(claims.grade, case.rev, merit=Merit.FOUNDED, reason="Clear.")
    case.counter()
    claim = case.now_is()
    assert (claim.state, claim.listing_down, claim.merit) == ("countered", True, None)
    with case.desk.database.reading() as session:
        said = session.scalars(select(CounterNotice)).one()
        assert said.sealed is not None
        assert b"seller@" not in said.sealed
        assert '"email": "seller@shop.example"' in (
            VAULT.unseal(
                said.sealed, said.sealed_key_id, about=sealed.seller_contact(said.event_id)
            )
            or ""
        )
    case.decide("reinstate", merit=Merit.UNFOUNDED)
    claim = case.now_is()
    assert (claim.state, claim.listing_down, claim.merit) == ("reinstated", False, "unfounded")
    assert case.events()[-2:] == [("counter_notice", "seller"), ("reinstatement", "staff")]


def test_a_counter_before_a_decision_leaves_the_listing_up(case: Case) -> None:
    case.counter()
    assert (case.now_is().state, case.now_is().listing_down) == ("countered", False)
    refusal = case.refused(claims.decide, case.rev, decision="reinstate", code="answer-convinces")
    assert refusal.facts["possible"] == ["gone", "reject", "take_down", "withdraw"]


def test_who_may_counter(case: Case) -> None:
    for actor, slug in ((case.acme, "forbidden"), (case.desk.partner(), "not-found")):
        assert refused(case.counter, actor).slug == slug
    assert case.events() == []


def test_a_platform_speaks_for_the_seller_and_a_partner_for_its_filer(desk: Desk) -> None:
    portal, market = desk.partner(), desk.marketplace()
    claim_id = desk.claim(portal, filer={"reference": "s-1", "name": "Sam"})
    desk.do(claims.counter, market, [claim_id], make_answer(), vault=VAULT)
    desk.do(claims.report_demand, market, [claim_id], statement="They asked for 500.")
    desk.do(claims.withdraw, portal, claim_id, reason="settled")
    with desk.database.reading() as session:
        lines = session.scalars(select(Event).order_by(Event.id)).all()
    assert [(line.kind, line.by) for line in lines] == [
        ("counter_notice", "seller"),
        ("demand_report", "seller"),
        ("withdrawal", "filer"),
    ]


def test_a_countered_claim_goes_before_a_later_one(case: Case) -> None:
    case.decide("take_down")
    later = case.desk.claim(case.acme)
    case.counter()
    assert case.now_is().state == "countered"
    with case.desk.database.reading() as session:
        assert session.get_one(Claim, later).duplicate_of == case.id


def test_a_demand_report_is_hidden_from_the_filer(case: Case) -> None:
    case.desk.do(claims.report_demand, case.rev, [case.id], statement="They asked for money.")
    assert case.now_is().state == "received"
    with case.desk.database.reading() as session:
        shown = asked.timeline(working(session, case.acme), claim_id=case.id)
        known = asked.timeline(working(session, case.rev), claim_id=case.id)
    assert (len(shown), len(known)) == (0, 1)
    caught = refused(case.desk.do, claims.report_demand, case.acme, [case.id], statement="x")
    assert caught.slug == "forbidden"


def test_a_withdrawal_restores_the_listing_and_tells_the_seller(case: Case) -> None:
    case.decide("take_down")
    case.do(claims.withdraw, case.acme, reason="Our error.")
    claim = case.now_is()
    assert (claim.state, claim.listing_down) == ("withdrawn", False)
    assert case.letters()[-1] == ("claim_withdrawn", "seller")
    assert case.refused(claims.withdraw, case.acme, reason=None).slug == "wrong-state"


@pytest.mark.both_databases
def test_a_complaint_is_withdrawn_where_it_is_open(desk: Desk) -> None:
    acme, rev = desk.filer(), desk.staff("rev")
    answer = desk.file(acme, targets=[{"url": f"{ITEM}{n}"} for n in (1, 2, 3)])
    one, two, three = (outcome.claim_id for outcome in answer.outcomes)
    desk.do(claims.decide, rev, one, decision="reject", code="no-infringement")
    complaint = answer.complaint.id
    withdraw = claims.withdraw_complaint
    gone = desk.do(withdraw, acme, complaint, reason=None, claim_ids=[two])
    assert [claim.id for claim in gone] == [two]
    gone = desk.do(withdraw, acme, complaint, reason="All of it.")
    assert [claim.id for claim in gone] == [three]
    for claim_ids, slug in (
        ([one], "wrong-state"),
        ([999], "invalid-request"),
        (None, "wrong-state"),
    ):
        caught = refused(desk.do, withdraw, acme, complaint, reason=None, claim_ids=claim_ids)
        assert caught.slug == slug
    caught = refused(desk.do, withdraw, desk.filer("other"), complaint, reason=None)
    assert caught.slug == "not-found"


def test_only_a_closed_claim_is_graded_and_only_by_staff(case: Case) -> None:
    grade: dict[str, Any] = {"merit": Merit.MANIFESTLY_UNFOUNDED, "reason": "Invented mark."}
    assert case.refused(claims.grade, case.rev, **grade).slug == "wrong-state"
    case.do(claims.withdraw, case.acme, reason=None)
    assert case.refused(claims.grade, case.acme, **grade).slug == "forbidden"
    case.do(claims.grade, case.rev, **grade)
    case.do(claims.grade, case.ann, merit=Merit.UNFOUNDED, reason="An error, no more.")
    assert case.now_is().merit == "unfounded"
    assert case.events()[-2:] == [("grading", "staff")] * 2


def test_a_listing_that_is_gone_closes_the_claim(case: Case) -> None:
    case.do(claims.gone, case.rev, note=None)
    assert case.now_is().state == "moot"
    assert case.events() == [("listing_gone", "staff")]


def test_kept_claims_are_taken_up_once_the_boycott_is_over(desk: Desk) -> None:
    acme, rev = desk.filer(), desk.staff("rev")
    boycott = desk.boycott(acme.id)
    one, two = (
        outcome.claim_id
        for outcome in desk.file(acme, targets=[{"url": f"{ITEM}1"}, {"url": f"{ITEM}2"}]).outcomes
    )
    with pytest.raises(Refusal, match="still stops"):
        desk.do(claims.take_up, rev, one, reason="Now.")
    with desk.database.transaction() as session:
        session.get_one(Boycott, boycott).state = "lifted"
    again = desk.claim(acme)
    with pytest.raises(Refusal, match=f"claim {again}"):
        desk.do(claims.take_up, rev, one, reason="Now.")
    assert desk.do(claims.discard, rev, one, reason="Filed again.").state == "closed"
    assert desk.do(claims.take_up, rev, two, reason="Lifted.").state == "received"


def test_a_stranger_sees_no_claim(case: Case) -> None:
    other = case.desk.filer("other")
    assert case.refused(claims.withdraw, other, reason=None).slug == "not-found"
    assert case.refused(claims.complete, actors.filer(999), note="x").slug == "not-found"


@pytest.mark.both_databases
def test_two_who_decide_at_once_leave_one_decision(case: Case) -> None:
    together = threading.Barrier(2)
    answers: list[str] = []

    def decide(actor: Actor, decision: str) -> None:
        together.wait()
        try:
            answers.append(case.decide(decision, actor).state)
        except Refusal as refusal:
            answers.append(refusal.slug)

    threads = [
        threading.Thread(target=decide, args=pair)
        for pair in ((case.rev, "take_down"), (case.ann, "reject"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) in (["removed", "wrong-state"], ["rejected", "wrong-state"])
    assert len(case.events()) == 1
