"""The check at intake: who is asked for its authority, what that stops, and what a burst is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from abuse import Policy
from abuse.detectors import impostor
from abuse.record.view import View
from complaints.base.errors import Refusal
from complaints.models import Check, LedgerEntry, Letter
from complaints.queries.decisions import claims as asked_claims
from complaints.queries.filing import complaints as asked
from complaints.queries.filing.complaint_filters import Filters
from complaints.queries.findings import claim_table
from complaints.rules.actors import Actor
from complaints.rules.kinds import CheckKind, Side
from complaints.services.decisions import appeals, claims
from complaints.services.filing import checks
from complaints.services.filing.intake import Accepted, Duplicate, NotProcessed
from complaints.storage.db import Database
from tests.bench.intake import fill, measure, measure_matching
from tests.scenes.working import working
from tests.services.authority.known import AGENT, DAY, MAKER, PERMIT, Known, target
from tests.services.decisions.desk import Desk


@pytest.fixture
def desk(database: Database, now: datetime) -> Known:
    return Known.staged(database, now)


def refused(desk: Desk, verb: Any, *arguments: Any, **options: Any) -> str:
    with pytest.raises(Refusal) as caught:
        desk.do(verb, *arguments, **options)
    return caught.value.slug


def take_down(desk: Desk, actor: Actor, answer: Accepted) -> Any:
    claim_id = answer.outcomes[0].claim_id
    return desk.do(claims.decide, actor, claim_id, decision="take_down", code="shown")


def test_a_look_alike_domain_is_asked_at_the_first_complaint(desk: Known) -> None:
    answer = desk.newcomer(email="legal@velora-ip.example")
    assert answer.authority_asked
    (check,) = desk.noted()
    assert check.signs == ["look_alike_domain", "known_name", "unproven"]
    assert check.numbers == {
        "standing": "stated", "others": "known", "account_days": 0, "other_accounts": 1,
        "known_days": 100, "known_complaints": 5,
        "known_upheld": 5, "known_refused": 0, "resembles": "word",
    }  # fmt: skip
    with desk.database.reading() as session:
        filed = select(LedgerEntry).where(LedgerEntry.subject_id == answer.complaint.id)
        assert session.scalars(filed.where(LedgerEntry.verb == "filed")).one().facts["checks"] == [
            "authority"
        ]
        letter = session.scalars(select(Letter).where(Letter.kind == "authority_asked")).one()
        assert letter.filer_id == answer.complaint.filer_id
        assert answer.complaint.reference in letter.body
        assert "velora" not in letter.body.casefold()


def test_who_is_asked_itself_vouches_for_nobody_until_it_is_verified(desk: Known) -> None:
    face = {"email": "velora@gmail.com"}
    first = desk.newcomer("first", 50, **face, at=desk.now - 40 * DAY)
    assert first.authority_asked
    assert desk.newcomer("second", 51, **face).authority_asked
    desk.do(checks.verify_authority, desk.ann, first.complaint.id, reason="Document came.")
    # Its mailbox excuses the next one's; that one is proven no better for it.
    assert desk.newcomer("third", 52, **face).authority_asked
    assert desk.noted()[-1].signs == ["unproven"]


def test_a_scan_knows_whose_authority_a_person_verified(desk: Known) -> None:
    answer = desk.newcomer(email="legal@velora-ip.example", at=desk.now - 5 * DAY)

    def doubted(as_of: datetime) -> set[str]:
        with desk.database.reading() as session:
            read = claim_table.read_claim_table(session.connection(), as_of=as_of)
        names = read.filers["reference"].to_pylist()
        return {names[f.filer] for f in impostor.detect(View(read), Policy())}

    assert doubted(desk.now) == {"new"}
    desk.do(checks.verify_authority, desk.ann, answer.complaint.id, reason="Register extract.")
    assert doubted(desk.now) == set()
    # A scan as of an earlier moment does not know it yet.
    assert doubted(desk.now - DAY) == {"new"}


def test_each_sign_is_asked_and_each_innocent_left_alone(desk: Known) -> None:
    other = {"kind": "trademark", "number": "777", "jurisdiction": "US"}
    faces: list[tuple[bool, dict[str, Any]]] = [
        (True, {"email": "velora@gmail.com"}),
        (True, {"email": "velora@gmail.com", "right": other}),
        (True, {"name": "Tormund Works", "email": "me@tormund.test"}),
        (True, {**AGENT, "email": "ip@vel0ra.example", "authorization": PERMIT,
                "rights_holder": {"name": "Velora GmbH"}}),
        # An agency with nothing but a typed reference; an old account that has shown nothing.
        (True, {**AGENT, "authorization": PERMIT, "rights_holder": {"name": "Velora GmbH"}}),
        (True, {"email": "velora@gmail.com", "registered_at": desk.now - 400 * DAY}),
        # A mailbox of the holder's that is only typed.
        (True, {"reference": "hk", "email": "hk@mail.velora.example"}),
        (False, {"name": "Tormund", "email": "me@gmail.com", "right": other}),
    ]  # fmt: skip
    for number, (suspect, face) in enumerate(faces):
        reference = f"{face.pop('reference', 'face')}-{number}"
        answer = desk.newcomer(reference, 100 + number, **face)
        assert answer.authority_asked is suspect, face
    desk.confirm("maker", "ip@velora.example", desk.now)
    desk.confirm("hk-6", "hk@mail.velora.example", desk.now)
    assert not desk.newcomer("hk-6", 200).authority_asked


def test_nobody_is_asked_where_the_holder_is_not_known(database: Database, now: datetime) -> None:
    desk = Desk(database, now)
    portal = desk.partner()
    for number in range(5):
        at = now - (100 - number * 10) * DAY
        desk.file(portal, filer=MAKER, targets=target(number), at=at)
    posed = {"reference": "new", "name": "Velora", "email": "legal@velora-ip.example"}
    assert not desk.file(portal, filer=posed, targets=target(9)).authority_asked


@pytest.mark.both_databases
def test_nothing_is_taken_down_before_the_authority_is_verified(desk: Known) -> None:
    answer = desk.newcomer(email="legal@velora-ip.example")
    complaint, claim_id = answer.complaint.id, answer.outcomes[0].claim_id
    assert refused(desk, claims.decide, desk.ann, claim_id, decision="take_down", code="shown") == (
        "authority-unverified"
    )
    with desk.database.reading() as session:
        possible = asked_claims.claim_detail(working(session, desk.ann), claim_id).possible
        assert "reject" in possible
        assert "take_down" not in possible
    for actor in (desk.portal, desk.filer("stranger")):
        slug = refused(desk, checks.verify_authority, actor, complaint, reason="It is me.")
        assert slug == ("forbidden" if actor is desk.portal else "not-found")
    desk.do(checks.verify_authority, desk.ann, complaint, reason="Register extract.")
    assert take_down(desk, desk.ann, answer).state == "removed"
    assert refused(desk, checks.verify_authority, desk.ann, complaint, reason="r") == "wrong-state"
    (check,) = desk.noted()
    assert (check.verified_at, check.verified_by) == (desk.now, desk.ann.id)
    with desk.database.reading() as session:
        verified = select(LedgerEntry).where(LedgerEntry.verb == "verify_authority")
        assert session.scalars(verified).one().why == "Register extract."
    # It is not asked again for this holder; another impostor is.
    assert not desk.newcomer(email="legal@velora-ip.example", number=51).authority_asked
    assert desk.newcomer("other", 52, email="legal@velora-law.example").authority_asked


def test_a_rejection_needs_no_authority_and_an_appeal_does_not_go_around_it(desk: Known) -> None:
    answer = desk.newcomer(email="legal@velora-ip.example")
    claim_id = answer.outcomes[0].claim_id
    rejected = desk.do(claims.decide, desk.ann, claim_id, decision="reject", code="no-infringement")
    assert rejected.state == "rejected"
    appeal = desk.do(appeals.file, desk.portal, claim_id, side=Side.FILER, grounds="It is us.")
    ben = desk.staff("ben")
    overturn = {"decision": "overturn", "code": "weighed-wrongly"}
    assert refused(desk, appeals.decide, ben, appeal.id, **overturn) == "authority-unverified"
    upheld = desk.do(appeals.decide, ben, appeal.id, decision="uphold", code="nothing-new")
    assert upheld.state == "upheld"


def test_what_is_not_processed_or_not_stored_is_not_checked(desk: Known) -> None:
    face = {"reference": "new", "name": "Velora", "email": "legal@velora-ip.example"}
    first = desk.newcomer(email=face["email"])
    again = desk.file(desk.portal, filer=face, targets=target(50))
    assert isinstance(again, Duplicate)
    desk.boycott(first.complaint.filer_id)
    assert isinstance(desk.file(desk.portal, filer=face, targets=target(51)), NotProcessed)
    assert len(desk.noted()) == 1


def test_a_burst_is_noted_and_stops_nothing(desk: Known) -> None:
    answers = [
        desk.file(desk.portal, filer=MAKER, targets=target(200 + number)) for number in range(9)
    ]
    noted = desk.noted(CheckKind.BURST)
    # Four complaints in the ninety days before are the past of the eighth and the ninth.
    assert [check.complaint_id for check in noted] == [a.complaint.id for a in answers[7:]]
    assert noted[0].numbers == {
        "complaints": 8, "window_days": 7, "before": 4, "past_days": 90,
    }  # fmt: skip
    assert take_down(desk, desk.ann, answers[8]).state == "removed"
    # A first campaign has no past.
    for number in range(9):
        desk.file(desk.portal, filer={**AGENT, "kind": "individual"}, targets=target(number))
    assert len(desk.noted(CheckKind.BURST)) == 2


@pytest.mark.both_databases
def test_staff_find_what_was_noted_and_filers_do_not_read_it(desk: Known) -> None:
    answer = desk.newcomer(email="legal@velora-ip.example")
    with desk.database.reading() as session:
        filters = Filters(check=CheckKind.AUTHORITY)
        (found,) = asked.find_complaints(working(session, desk.ann), filters, before=None, limit=9)
        assert (found.complaint.id, found.authority) == (answer.complaint.id, "asked")
        complaint = asked.get_complaint(working(session, desk.portal), answer.complaint.id)
        own = asked.complaint_detail(working(session, desk.portal), complaint)
        assert (own.authority, list(own.checks)) == ("asked", [])
        assert len(asked.complaint_detail(working(session, desk.ann), complaint).checks) == 1
        with pytest.raises(Refusal) as caught:
            asked.find_complaints(working(session, desk.portal), filters, before=None, limit=9)
        assert caught.value.slug == "forbidden"
    desk.do(checks.verify_authority, desk.ann, answer.complaint.id, reason="r")
    with desk.database.reading() as session:
        assert (
            asked.find_complaints(working(session, desk.ann), filters, before=None, limit=9) == []
        )
        assert session.scalar(select(func.count()).select_from(Check)) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_benchmark_files_as_it_says(database: Database) -> None:
    fill(database, 3000)
    asked_of = [asked for _, _, _, asked in measure(database, 2)]
    assert asked_of == [2, 0, 0, 0]
    matched = [found for _, _, _, found in measure_matching(database, 1)]
    assert matched == [0, 1, 0, 0, 0]
