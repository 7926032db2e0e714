"""A right that was stated wrongly is put right: what goes on by it, what is checked anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import (
    Alarm,
    Authorization,
    Check,
    Claim,
    Complaint,
    Filer,
    Letter,
    RegisterEntry,
    Right,
)
from complaints.queries.authority import corrections
from complaints.queries.authority import rights as right_queries
from complaints.rules.kinds import Proof
from complaints.services.authority import proof, rights
from complaints.services.decisions import claims
from complaints.services.filing import checks, intake
from complaints.services.filing.intake import NotProcessed
from complaints.words import say
from tests.scenes.clocks import days_after
from tests.services.decisions.desk import HOLDER, ITEM, MARK, VAULT, Desk
from tests.services.filing.test_intake_alarms import reach
from tests.services.sellers.test_replies import SHOP, Case

OTHER_NUMBER = {**MARK, "number": "87654321"}


def correct(case: Case, right_id: int = 1, actor: Any = None, at: Any = None, **given: Any) -> Any:
    right = {**MARK, **given}
    return case.desk.do(
        intake.correct_right, actor or case.acme, right_id, right=right, reason="A slip.",
        vault=VAULT, at=at,
    )  # fmt: skip


def prove(case: Case, right_id: int, level: Proof) -> None:
    def verb(work: Any) -> None:
        proof.prove(work, work.session.get_one(Right, right_id), level)

    case.desk.do(verb, case.rev)


def refused(case: Case, *args: Any, **given: Any) -> Refusal:
    with pytest.raises(Refusal) as raised:
        correct(case, *args, **given)
    return raised.value


@pytest.mark.both_databases
def test_what_is_not_decided_goes_on_by_the_corrected_right_and_the_old_stays(
    database, now
) -> None:
    case = Case(Desk(database, now), basis="unauthorised_channel")
    decided = case.desk.file(
        case.acme, targets=[{"url": f"{ITEM}91"}, {"url": f"{ITEM}92"}]
    )  # fmt: skip
    case.desk.do(
        claims.decide, case.rev, decided.outcomes[0].claim_id, decision="take_down", code="shown"
    )
    later = now + timedelta(days=5)
    done = correct(case, title="ACME PLUS", at=later)
    assert (done.moved, done.left, done.papers_stay) == (1, {"decided": 1}, False)
    with database.reading() as session:
        assert session.get_one(Complaint, case.complaint).right_id == done.right.id
        assert session.get_one(Complaint, decided.complaint.id).right_id == 1
        assert session.get_one(Right, 1).title == MARK["title"]
        assert corrections.current_id(session, 1) == done.right.id
        (one,) = corrections.corrections_of(session, [done.right])[done.right.id]
        assert say(one.before, "zh") == "商标：ACME"
        assert say(one.after) == "Mark (its words or its name): ACME PLUS"
    letters = case.letters("complaint_amended")
    assert len(letters) == 3, "who was asked to answer hears of it"
    assert "ACME PLUS" in letters[0].body
    with pytest.raises(Refusal) as early:
        case.desk.do(
            claims.decide, case.rev, case.ids[0], decision="take_down", code="seller-silent",
            at=days_after(later, 14) - timedelta(microseconds=1),
        )  # fmt: skip
    assert early.value.slug == "seller-not-heard"


@pytest.mark.both_databases
def test_another_number_is_another_right_that_nothing_proves_and_all_are_alarmed(
    database, now
) -> None:
    case = Case(Desk(database, now))
    prove(case, 1, Proof.PAPER_SEEN)
    owner = case.desk.filer("owner")
    reach(database, owner.id)
    case.desk.file(owner, right=OTHER_NUMBER, targets=[{"url": f"{ITEM}77"}])
    prove(case, 2, Proof.CONFIRMED)
    done = correct(case, number=OTHER_NUMBER["number"])
    assert done.right.proof == Proof.STATED
    with database.reading() as session:
        rows = session.query(Claim).filter(Claim.complaint_id == case.complaint).all()
        assert {row.right_key for row in rows} == {done.right.key}
        alarms = session.query(Alarm).filter(Alarm.filer_id == owner.id).all()
        assert [alarm.complaint_id for alarm in alarms] == [case.complaint]
        asked = session.scalars(select(Letter).where(Letter.kind == "authority_asked")).all()
        kinds = {
            check.kind for check in session.query(Check).filter(
                Check.complaint_id == case.complaint
            )
        }  # fmt: skip
    assert kinds & {"authority", "party"}, "who files on a proven right is asked, or looked at"
    assert [letter.complaint_id for letter in asked] == [case.complaint]
    with pytest.raises(Refusal) as raised:
        case.take_down(case.ids[0])
    assert raised.value.slug in ("authority-unverified", "filer-being-checked")


def test_what_was_verified_for_the_old_number_is_asked_for_the_new(database, now) -> None:
    case = Case(Desk(database, now))
    with database.transaction() as session:
        session.add(
            Check(complaint_id=case.complaint, kind="authority", signs=["unproven"], numbers={},
                  made_at=now)
        )  # fmt: skip
    case.desk.do(checks.verify_authority, case.rev, case.complaint, reason="Called them.")
    correct(case, title="ACME PLUS")
    with database.reading() as session:
        assert session.query(Check).one().verified_at is not None
    correct(case, 2, title="ACME PLUS", number="55555555")
    with database.reading() as session:
        assert session.query(Check).filter(Check.verified_at.is_not(None)).all() == []


def test_a_seller_reads_what_was_corrected_by_its_name_and_in_its_language(database, now) -> None:
    case = Case(Desk(database, now), basis="unauthorised_channel")
    correct(case, number="7", status="applied", registered_on=None, jurisdiction="CN",
            territories=None, applied_on=MARK["registered_on"])  # fmt: skip
    chinese = case.letters("complaint_amended")[0].body.split("———")[0]
    for said in (
        "注册号：1234567",
        "注册号：7",
        "状态：申请中",
        "申请日：2015年3月1日",
        "注册国家或地区：中国",
    ):
        assert said in chinese, said
    assert "registered" not in chinese
    assert "applied" not in chinese


def test_the_holders_confirmation_holds_for_the_same_number_alone(database, now) -> None:
    case = Case(Desk(database, now))
    prove(case, 1, Proof.CONFIRMED)
    same = correct(case, title="ACME PLUS").right
    assert same.proof == Proof.CONFIRMED
    assert correct(case, same.id, title="ACME PLUS", number="55555555").right.proof == Proof.STATED


def test_a_corrected_right_is_compared_with_the_register_as_any_that_is_new(database, now) -> None:
    case = Case(Desk(database, now))
    with database.transaction() as session:
        named = session.get_one(Filer, case.acme.filer_id).name
        session.add(
            RegisterEntry(
                right_key="trademark|wo|87654321", office="WO", kind="trademark",
                number="87654321", holder=named, folded_names=[named.casefold()], read_at=now,
            )
        )  # fmt: skip
    assert correct(case, number="87654321").right.proof == Proof.IN_REGISTER


def test_where_the_right_holds_is_compared_anew_with_where_it_is_offered(database, now) -> None:
    case = Case(Desk(database, now))
    correct(case, territories=["EU", "US"])
    with database.reading() as session:
        (sign,) = session.query(Check).filter(Check.complaint_id == case.complaint)
    assert (sign.kind, sign.numbers) == ("territory", {"claims_outside": 4})


def test_a_complaint_by_the_old_id_is_one_by_the_corrected_right(database, now) -> None:
    case = Case(Desk(database, now))
    done = correct(case, title="ACME PLUS")
    filed = case.desk.file(case.acme, right=None, right_id=1, targets=[{"url": f"{ITEM}55"}])
    assert filed.complaint.right_id == done.right.id
    # Stated in full again, the old one is stated anew.
    again = case.desk.file(case.acme, targets=[{"url": f"{ITEM}56"}], at=now + timedelta(hours=1))
    assert again.complaint.right_id == 1
    with database.reading() as session:
        assert corrections.current_id(session, 1) == 1


def test_what_stands_against_a_correction(database, now) -> None:
    case = Case(Desk(database, now))
    assert refused(case).fields[0].code == "changes_nothing"
    assert refused(case, kind="patent").fields[0].pointer == "/kind"
    assert refused(case, status="expired").fields[0].pointer == "/status"
    assert refused(case, actor=case.rev, title="X").slug == "forbidden"
    assert refused(case, actor=case.desk.filer("other"), title="X").slug == "not-found"
    right_id = 1
    for number in range(3):
        right_id = correct(case, right_id, title=f"ACME {number}").right.id
    assert refused(case, right_id, title="ACME 9").slug == "wrong-state"
    again = refused(case, 1, title="ACME 9")
    assert again.slug == "wrong-state", "it was corrected already"
    assert f"number {right_id}," in str(again.message)
    with case.desk.database.reading() as session:
        first, last = (
            right_queries.view(session, session.get_one(Right, one)) for one in (1, right_id)
        )
    assert (first.corrected_to, last.corrected_to) == (right_id, None)


def test_correcting_back_and_forth_counts_each_time(database, now) -> None:
    case = Case(Desk(database, now), basis="unauthorised_channel")
    right_id = 1
    for turn, title in enumerate(("OTHER", MARK["title"], "OTHER")):
        right_id = correct(case, right_id, title=title, at=now + timedelta(days=turn)).right.id
    assert refused(case, right_id, title=MARK["title"]).slug == "wrong-state"
    # Nor does it begin anew with a way round that was stated in full.
    case.desk.file(case.acme, targets=[{"url": f"{ITEM}57"}], at=now + timedelta(days=4))
    assert refused(case, right_id, title="ACME 9").slug == "wrong-state"


def test_who_corrects_to_a_number_that_the_register_has_as_anothers_is_looked_at(
    database, now
) -> None:
    case = Case(Desk(database, now))
    owner = case.desk.filer("owner")
    case.desk.file(owner, right=OTHER_NUMBER, targets=[{"url": f"{ITEM}77"}])
    prove(case, 2, Proof.IN_REGISTER)
    correct(case, number=OTHER_NUMBER["number"])
    with database.reading() as session:
        (noted,) = session.query(Check).filter(Check.complaint_id == case.complaint)
    assert (noted.kind, noted.verified_at) == ("party", None)


def test_what_is_being_decided_stays_with_what_was_said(database, now) -> None:
    case = Case(Desk(database, now))
    case.desk.do(
        claims.decide, case.rev, case.ids[0], decision="take_down", code="shown", undoable=True
    )
    done = correct(case, title="ACME PLUS")
    assert (done.moved, done.left) == (0, {"decided": 1})


def test_no_complaint_is_corrected_into_a_right_whose_complaints_a_boycott_stops(
    database, now
) -> None:
    desk = Desk(database, now)
    agency = desk.filer("agency")
    sport = {"name": "Acme Sport", "country": "US"}
    filed = desk.file(agency, rights_holder=HOLDER)
    with database.reading() as session:
        bound = session.get_one(Complaint, filed.complaint.id).rights_holder_id
    desk.boycott(agency.id, holder_id=bound)
    stopped = desk.file(agency, rights_holder=sport, targets=[{"url": f"{ITEM}2"}])
    assert isinstance(stopped, NotProcessed), "the number is the bound holder's"
    other = desk.file(
        agency, rights_holder=sport, right=OTHER_NUMBER, targets=[{"url": f"{ITEM}3"}]
    )
    done = desk.do(
        intake.correct_right, agency, other.complaint.right_id, right=MARK, reason="A slip.",
        vault=VAULT,
    )  # fmt: skip
    assert (done.moved, done.left) == (0, {"stopped": 1})
    with database.reading() as session:
        assert session.get_one(Complaint, other.complaint.id).right_id != done.right.id


def test_a_claim_that_the_corrected_right_has_already_stays(database, now) -> None:
    case = Case(Desk(database, now))
    case.desk.file(case.acme, right=OTHER_NUMBER, targets=[SHOP[0]])
    done = correct(case, number=OTHER_NUMBER["number"])
    assert (done.moved, done.left) == (0, {"complained": 1})


@pytest.mark.parametrize(("taken_down", "moved"), [(False, 1), (True, 0)])
def test_what_was_answered_goes_on_unless_it_was_taken_down_before(
    database, now, taken_down, moved
) -> None:
    case = Case(Desk(database, now))
    if taken_down:
        case.take_down(case.ids[0])
    case.counter(case.ids[0])
    done = correct(case, title="ACME PLUS")
    assert (done.moved, done.left) == (moved, {} if moved else {"decided": 1})


@pytest.mark.parametrize(("number", "stays"), [(MARK["number"], False), ("55555555", True)])
def test_a_certificate_shows_nothing_of_another_number(database, now, number, stays) -> None:
    case = Case(Desk(database, now))
    certificate = {"kind": "registration", "sha256": "ce" * 32, "filename": "mark.pdf"}
    power = {"kind": "authorization", "sha256": "de" * 32, "filename": "power.pdf"}
    case.desk.do(
        rights.add_papers, case.acme, 1, documents=[certificate, power], vault=VAULT
    )  # fmt: skip
    done = correct(case, number=number, title="ACME PLUS")
    assert done.papers_stay is stays
    with database.reading() as session:
        view = right_queries.view(session, done.right)
        before = right_queries.view(session, session.get_one(Right, 1))
    named = [paper.filename for paper in view.papers]
    assert named == (["power.pdf"] if stays else ["power.pdf", "mark.pdf"])
    assert len(before.papers) == 2, "what was stated keeps what showed it"


@pytest.mark.parametrize(("number", "holds"), [(MARK["number"], True), ("55555555", False)])
def test_a_permission_holds_on_for_the_same_number_alone(database, now, number, holds) -> None:
    case = Case(Desk(database, now))
    with database.transaction() as session:
        right = session.get_one(Right, 1)
        given = Authorization(
            filer_id=case.acme.filer_id, rights_holder_id=right.rights_holder_id, right_id=1,
            digest="d" * 64, created_at=now,
        )  # fmt: skip
        session.add(given)
        session.flush()
        given_id = given.id
    done = correct(case, title="ACME PLUS", number=number)
    with database.reading() as session:
        meant = session.get_one(Authorization, given_id).right_id
    assert meant == (done.right.id if holds else 1)
