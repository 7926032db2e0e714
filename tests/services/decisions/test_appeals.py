"""Appeals against a claim's decision: once a side, decided by somebody else."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Appeal, Check, Claim, Event, LedgerEntry, Letter
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, Actor, Scope
from complaints.rules.decisions.claims import Position, position_after
from complaints.rules.decisions.reasons import BY_CODE
from complaints.rules.kinds import CheckKind, EventKind, Merit, Side
from complaints.services.decisions import appeals, claims
from complaints.services.logins import access
from complaints.storage.db import Database
from complaints.storage.links import SellerOf
from tests.scenes.staged import staged
from tests.services.decisions.desk import CODES, VAULT, Desk
from tests.services.decisions.test_claims import make_answer


class Case:
    """Rev and Ann are staff, and Ben where there are not `two` alone."""

    def __init__(self, desk: Desk, *, two: bool = False) -> None:
        self.desk = desk
        self.acme = desk.filer()
        self.rev, self.ann = desk.staff("rev"), desk.staff("ann")
        if not two:
            self.ben = desk.staff("ben")
        self.id = desk.claim(self.acme)

    def decided(self, decision: str) -> None:
        self.desk.do(claims.decide, self.rev, self.id, decision=decision, code=CODES[decision])

    def file(self, actor: Actor, side: Side = Side.FILER) -> Any:
        return self.desk.do(appeals.file, actor, self.id, side=side, grounds="You missed a page.")

    def decide(self, actor: Actor, appeal: int, decision: str, **options: Any) -> Any:
        said = {"decision": decision, "code": CODES[decision], **options}
        return self.desk.do(appeals.decide, actor, appeal, **said)

    def seller(self) -> Actor:
        claim = self.claim()
        return actors.seller(SellerOf(claim.complaint_id, claim.store_id, claim.id))

    def claim(self) -> Claim:
        with self.desk.database.reading() as session:
            return session.get_one(Claim, self.id)


@pytest.fixture
def case(database: Database, now: datetime) -> Case:
    return copy(staged(database, "appeals: case", lambda: Case(Desk(database, now))))


def slug(verb: Any, *arguments: Any, **options: Any) -> str:
    with pytest.raises(Refusal) as caught:
        verb(*arguments, **options)
    return caught.value.slug


@pytest.mark.both_databases
def test_an_overturned_rejection_takes_the_listing_down(case: Case) -> None:
    case.decided("reject")
    appeal = case.file(case.acme)
    decided = case.decide(case.ann, appeal.id, "overturn", merit=Merit.FOUNDED)
    assert (decided.state, decided.decided_by) == ("overturned", case.ann.id)
    claim = case.claim()
    assert (claim.state, claim.listing_down, claim.merit) == ("removed", True, "founded")
    with case.desk.database.reading() as session:
        lines = session.scalars(select(Event).order_by(Event.id)).all()
        verbs = session.scalars(select(LedgerEntry.verb).order_by(LedgerEntry.id)).all()
        letters = session.scalars(select(Letter.kind)).all()
    assert [line.kind for line in lines] == ["rejection", "appeal", "takedown", "appeal_decision"]
    assert verbs[-4:] == ["filed", "overturn", "requested", "overturn"]
    assert "appeal_decided" in letters
    position: Position | None = Position("received")
    for line in lines:
        assert position is not None
        position = position_after(position, EventKind(line.kind))
    assert position == Position(claim.state, claim.listing_down)


def test_an_upheld_decision_stands(case: Case) -> None:
    case.decided("reject")
    appeal = case.file(case.acme)
    case.decide(case.ann, appeal.id, "uphold")
    assert case.claim().state == "rejected"
    assert slug(case.decide, case.ben, appeal.id, "uphold") == "wrong-state"


def test_whoever_decided_does_not_judge_the_appeal(case: Case) -> None:
    case.decided("reject")
    appeal = case.file(case.acme)
    assert slug(case.decide, case.rev, appeal.id, "overturn") == "second-person-needed"
    assert slug(case.decide, case.acme, appeal.id, "overturn") == "second-person-needed"
    rule = replace(case.ann, scopes=frozenset({Scope.DECIDE, Scope.READ}))
    assert slug(case.decide, rule, appeal.id, "overturn") == "person-decides"
    with case.desk.database.reading() as session:
        assert session.get_one(Appeal, appeal.id).state == "filed"


def test_each_side_appeals_once_and_only_what_went_against_it(case: Case) -> None:
    assert slug(case.file, case.acme) == "wrong-state"
    case.decided("take_down")
    assert slug(case.file, case.acme) == "wrong-state"
    assert slug(case.file, case.acme, Side.SELLER) == "forbidden"
    first = case.file(case.seller(), Side.SELLER)
    case.decide(case.ann, first.id, "overturn")
    assert case.claim().state == "reinstated"
    second = case.file(case.acme)
    assert slug(case.file, case.acme) == "wrong-state"
    assert slug(case.decide, case.ann, second.id, "overturn") == "second-person-needed"
    case.decide(case.ben, second.id, "overturn")
    assert case.claim().state == "removed"


def test_whoever_upheld_a_decision_does_not_judge_the_next_appeal(case: Case) -> None:
    cem = case.desk.staff("cem")
    case.decided("take_down")
    case.decide(case.ann, case.file(case.seller(), Side.SELLER).id, "uphold")
    case.desk.do(claims.counter, case.seller(), [case.id], make_answer(), vault=VAULT)
    case.desk.do(claims.decide, case.ben, case.id, decision="reinstate", code="answer-convinces")
    appeal = case.file(case.acme)
    for decider in (case.rev, case.ann, case.ben):
        assert slug(case.decide, decider, appeal.id, "uphold") == "second-person-needed"
    assert case.decide(cem, appeal.id, "uphold").state == "upheld"


def test_nothing_is_overturned_once_the_claim_has_moved_on(case: Case) -> None:
    case.decided("take_down")
    appeal = case.file(case.seller(), Side.SELLER)
    case.desk.do(claims.withdraw, case.acme, case.id, reason=None)
    assert slug(case.decide, case.ann, appeal.id, "overturn") == "wrong-state"
    assert case.decide(case.ann, appeal.id, "uphold").state == "upheld"


def test_a_strangers_claim_cannot_be_appealed(case: Case) -> None:
    case.decided("reject")
    assert slug(case.file, case.desk.filer("other")) == "not-found"


def test_an_appeal_is_told_and_recorded(case: Case) -> None:
    case.decided("take_down")
    other = case.desk.claim(case.acme, targets=[{"url": "https://item.taobao.com/item.htm?id=77"}])
    case.desk.do(claims.decide, case.rev, other, decision="reject", code="no-infringement")
    filed = case.desk.do(appeals.file, case.acme, other, side=Side.FILER, grounds="Read it.")
    seller = case.file(case.seller(), Side.SELLER)
    assert (seller.claim_id, seller.state, seller.grounds) == (
        case.id, "filed", "You missed a page.",
    )  # fmt: skip
    twice = refusal(case.file, case.rev, Side.SELLER)
    assert twice.facts == {"state": "removed", "appeal_id": seller.id}
    case.decide(case.ann, seller.id, "overturn")
    case.decide(case.ann, filed.id, "uphold", merit=Merit.UNFOUNDED)
    with case.desk.database.reading() as session:
        filings = select(LedgerEntry).where(LedgerEntry.verb == "filed").order_by(LedgerEntry.id)
        entries = session.scalars(filings).all()
        lines = session.scalars(select(Event).order_by(Event.id)).all()
        letters = select(Letter).where(Letter.kind == "appeal_decided").order_by(Letter.id)
        told = session.scalars(letters).all()
        graded = session.get_one(Claim, other)
        sides = [(e.subject_id, e.facts) for e in entries if e.subject == "appeal"]
    assert sides == [
        (filed.id, {"claim": other, "side": "filer"}),
        (seller.id, {"claim": case.id, "side": "seller"}),
    ]
    said = [(line.kind, line.by) for line in lines if line.kind.startswith(("appeal", "rein"))]
    assert said == [
        ("appeal", "filer"), ("appeal", "seller"), ("reinstatement", "staff"),
        ("appeal_decision", "staff"), ("appeal_decision", "staff"),
    ]  # fmt: skip
    assert (graded.merit, graded.state) == ("unfounded", "rejected")
    assert [(row.filer_id, row.claim_id) for row in told] == [
        (case.acme.id, None), (None, case.id), (case.acme.id, None), (None, other),
    ]  # fmt: skip
    for letter, ended, code in (
        (told[0], "the decision is changed", "weighed-wrongly"),
        (told[2], "the decision stands", "nothing-new"),
    ):
        assert ended in letter.body.lower()
        assert str(BY_CODE[code].words) in letter.body


def refusal(verb: Any, *given: Any, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        verb(*given, **more)
    return caught.value


def test_an_overturned_claim_has_the_new_grade_or_none(case: Case) -> None:
    case.desk.do(
        claims.decide,
        case.rev,
        case.id,
        decision="reject",
        code="no-infringement",
        merit=Merit.UNFOUNDED,
    )
    case.decide(case.ann, case.file(case.acme).id, "overturn")
    assert case.claim().merit is None


def test_what_is_left_to_do_with_an_appeal_is_told(case: Case) -> None:
    case.decided("take_down")
    appeal = case.file(case.seller(), Side.SELLER)
    case.desk.do(claims.withdraw, case.acme, case.id, reason=None)
    late = refusal(case.decide, case.ann, appeal.id, "overturn")
    assert late.facts == {"state": "withdrawn", "possible": ["uphold"]}
    case.decide(case.ann, appeal.id, "uphold")
    done = refusal(case.decide, case.ben, appeal.id, "overturn")
    assert done.facts == {"state": "upheld", "possible": []}


def test_a_sellers_appeal_needs_no_authority_of_the_filer(case: Case) -> None:
    case.decided("take_down")
    appeal = case.file(case.seller(), Side.SELLER)
    with case.desk.database.transaction() as session:
        session.add(
            Check(complaint_id=case.claim().complaint_id, kind=CheckKind.AUTHORITY, signs=[],
                  numbers={}, made_at=case.desk.now)
        )  # fmt: skip
    assert case.decide(case.ann, appeal.id, "overturn").state == "overturned"


def test_a_side_appeals_once_in_each_of_its_claims(case: Case) -> None:
    ids = [
        case.desk.claim(case.acme, targets=[{"url": f"https://item.taobao.com/item.htm?id={n}"}])
        for n in (77, 78)
    ]
    for claim_id in ids:
        case.desk.do(claims.decide, case.rev, claim_id, decision="reject", code="no-infringement")
        filing: dict[str, Any] = {"side": Side.FILER, "grounds": "Read it."}
        filed = case.desk.do(appeals.file, case.acme, claim_id, **filing)
        again = refusal(case.desk.do, appeals.file, case.acme, claim_id, **filing)
        assert again.facts == {"state": "rejected", "appeal_id": filed.id}


@pytest.mark.both_databases
def test_two_persons_are_enough_for_all_appeals_of_a_claim(
    database: Database, now: datetime
) -> None:
    """Who took the decision appealed against, or one since, never judges; who took an earlier one
    does where nobody is left who took none."""
    case = Case(Desk(database, now), two=True)
    case.decided("take_down")
    first = case.file(case.seller(), Side.SELLER)
    assert slug(case.decide, case.rev, first.id, "overturn") == "second-person-needed"
    case.decide(case.ann, first.id, "overturn")
    second = case.file(case.acme)
    assert slug(case.decide, case.ann, second.id, "uphold") == "second-person-needed"
    ben = case.desk.staff("ben")
    assert slug(case.decide, case.rev, second.id, "uphold") == "second-person-needed"
    case.desk.do(access.end, SYSTEM, ben.id)
    assert case.decide(case.rev, second.id, "overturn").state == "overturned"


def test_who_decided_anew_while_an_appeal_waited_does_not_judge_it(
    database: Database, now: datetime
) -> None:
    case = Case(Desk(database, now), two=True)
    case.decided("take_down")
    appeal = case.file(case.seller(), Side.SELLER)
    case.desk.do(claims.counter, case.seller(), [case.id], make_answer(), vault=VAULT)
    case.desk.do(claims.decide, case.ann, case.id, decision="reinstate", code="answer-convinces")
    for person in (case.rev, case.ann):
        assert slug(case.decide, person, appeal.id, "uphold") == "second-person-needed"
