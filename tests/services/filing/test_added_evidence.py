"""Evidence that a filer adds to a complaint: who hears of it, whose time begins anew, how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Claim, Document, DocumentContent, Letter, Upload
from complaints.queries.decisions import answers
from complaints.queries.filing import documents as asked
from complaints.queries.filing import evidence as shown
from complaints.services.decisions import claims
from complaints.services.filing import evidence
from tests.scenes.clocks import days_after, end_of
from tests.scenes.working import working
from tests.services.decisions.desk import VAULT, Desk
from tests.services.sellers.test_replies import Case


def paper(number: int, **given: Any) -> dict[str, Any]:
    return {"kind": "evidence", "sha256": f"{number:064x}", "filename": f"{number}.png", **given}


def add(
    case: Case, *papers: dict[str, Any], at: Any = None, actor: Any = None, **given: Any
) -> Any:
    return case.desk.do(
        evidence.add_evidence, actor or case.acme, case.complaint,
        documents=papers or [paper(1, pass_on=True)], note="A second test purchase.", vault=VAULT,
        at=at, **given,
    )  # fmt: skip


def upload(case: Case, number: int, at: Any) -> None:
    """Let the filer have sent the bytes of a paper."""
    with case.desk.database.transaction() as session:
        document = Document(sha256=f"{number:064x}", created_at=at)
        session.add(document)
        session.flush()
        session.add(
            DocumentContent(
                document_id=document.id, media_type="image/png", size=1, width=1, height=1,
                stored_at=at,
            )
        )  # fmt: skip
        session.add(
            Upload(
                document_id=document.id, owner_kind="filer", owner_id=case.acme.filer_id,
                uploaded_at=at,
            )
        )  # fmt: skip


def refused(case: Case, *papers: dict[str, Any], **given: Any) -> Refusal:
    with pytest.raises(Refusal) as raised:
        add(case, *papers, **given)
    return raised.value


@pytest.mark.both_databases
def test_a_seller_who_was_asked_hears_of_it_and_gets_its_time_again(database, now) -> None:
    case = Case(Desk(database, now), basis="unauthorised_channel")
    later = now + timedelta(days=10)
    upload(case, 1, now)
    # The third is named by its digest: there is nothing of it to read.
    add(case, paper(1, pass_on=True), paper(2), paper(3, pass_on=True), at=later)
    letters = case.letters("complaint_amended")
    assert len(letters) == 3, "a letter to each seller"
    known = next(row for row in letters if row.store_id == case.store)
    for said in ("A second test purchase.", "1 new document on the page", "for our staff alone"):
        assert said in known.body, said
    for at in (days_after(now, 14), days_after(later, 14) - timedelta(microseconds=1)):
        with pytest.raises(Refusal) as early:
            case.desk.do(
                claims.decide,
                case.rev,
                case.ids[0],
                decision="take_down",
                code="seller-silent",
                at=at,
            )
        assert early.value.slug == "seller-not-heard"
    with database.reading() as session:
        claim = session.get_one(Claim, case.ids[0])
        papers = shown.for_claim(working(session, case.rev), claim).for_all
        assert [(each.sha256[-1], each.added_at) for each in papers if each.added_at] == [
            ("1", later), ("2", later), ("3", later),
        ]  # fmt: skip
        assert end_of(session, case.ids[0], "hear") == days_after(later, 14)


def test_who_heard_of_nothing_is_written_nothing_and_nothing_waits(database, now) -> None:
    case = Case(Desk(database, now))
    add(case)
    assert case.letters("complaint_amended") == []
    case.take_down(case.ids[0])
    # What is for one claim alone, or was added once a sibling is decided, is for the open ones.
    add(case, paper(2))
    with database.reading() as session:
        assert asked.for_claims(session, case.complaint).popitem()[1] == case.ids[1:]


def test_who_has_answered_can_answer_once_more_before_anything_is_decided(database, now) -> None:
    case = Case(Desk(database, now))
    case.take_down(case.ids[0])
    case.counter(case.ids[0])
    with database.reading() as session:
        back = end_of(session, case.ids[0], "wait")
    add(case, claim_ids=[case.ids[0]], at=now + timedelta(days=1))
    with database.reading() as session:
        assert answers.rejoining(session, case.ids) == {case.ids[0]}
        # The day on which the law brings the listing back is as it was.
        assert end_of(session, case.ids[0], "wait") == back
    with pytest.raises(Refusal) as early:
        case.desk.do(claims.decide, case.rev, case.ids[0], decision="stand", code="shown")
    assert early.value.slug == "seller-not-heard"
    case.desk.do(claims.decide, case.rev, case.ids[0], decision="reinstate", code="no-infringement")


def test_it_can_be_done_three_times_and_not_once_all_is_decided(database, now) -> None:
    case = Case(Desk(database, now))
    for number in range(evidence.MOST_TIMES):
        add(case, paper(number))
    assert evidence.MOST_TIMES == 3
    assert refused(case, paper(9)).slug == "wrong-state"


def test_nothing_is_added_to_what_is_being_decided(database, now) -> None:
    case = Case(Desk(database, now))
    case.desk.do(
        claims.decide, case.rev, case.ids[0], decision="take_down", code="shown", undoable=True
    )
    assert refused(case, claim_ids=[case.ids[0]]).fields[0].pointer == "/claim_ids/0"


def test_nothing_is_added_once_all_is_decided(database, now) -> None:
    case = Case(Desk(database, now))
    case.take_down(*case.ids)
    assert refused(case).slug == "wrong-state"


def test_what_was_sent_or_is_anothers_is_refused(database, now) -> None:
    case = Case(Desk(database, now))
    add(case)
    assert refused(case).fields[0].pointer == "/documents/0/sha256"
    case.take_down(case.ids[0])
    closed = refused(case, paper(2), claim_ids=[case.ids[1], case.ids[0]])
    assert closed.fields[0].pointer == "/claim_ids/1"
    many = [paper(100 + n) for n in range(50)]
    assert refused(case, *many).fields[0].pointer == "/documents"
    assert refused(case, paper(2), actor=case.rev).slug == "forbidden"
    assert refused(case, paper(2), actor=case.desk.filer("other")).slug == "not-found"
    with database.reading() as session:
        assert session.scalars(select(Letter).where(Letter.kind == "complaint_amended")).all() == []


def test_a_key_for_named_filers_names_only_what_it_may_read(database, now) -> None:
    case = Case(Desk(database, now))
    cut = replace(case.acme, only_filers=frozenset({"acme"}))
    (error,) = refused(case, paper(1), actor=cut).fields
    assert (error.pointer, error.code) == ("/documents/0/sha256", "not_permitted")
