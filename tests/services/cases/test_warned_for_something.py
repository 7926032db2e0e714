"""What a warning is for and what came after it, by the services: claims that a person graded, the
ground that a case names, a reason why it cannot wait."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import (
    Boycott,
    BoycottClaim,
    Claim,
    Complaint,
    ComplaintDocument,
    Document,
    Event,
    EventClaim,
    Filer,
    Right,
)
from complaints.queries.cases import boycotts as asked
from complaints.rules.cases.conduct import NamedFor
from complaints.services.cases import boycotts
from complaints.services.decisions import claims
from complaints.services.logins import sign_ups
from tests.noted import noted
from tests.refusals import refused
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.cases.test_boycotts import (
    DAY,
    answered,
    cannot_wait,
    do,
    file,
    impose,
    letters,
    make_case,
    propose,
    put,
    refusal,
    warned,
)

INSTANT = timedelta(microseconds=1)
MANIFEST = "manifestly_unfounded"
REJECTED = {"code": "false-paper", "by": "staff", "kind": "rejection"}


@pytest.fixture
def case(database: Any, now: Any) -> SimpleNamespace:
    made: SimpleNamespace = make_case(database, now)
    return made


def mark(case: SimpleNamespace, complaint_id: int, **event: Any) -> int:
    """Write an event of a complaint's claim; return the claim."""
    with case.database.transaction() as session:
        claim = session.scalars(select(Claim).where(Claim.complaint_id == complaint_id)).one()
        at = case.now
        row = Event(complaint_id=complaint_id, at=at, recorded_at=at, all_targets=True,
                    digest=f"d-{complaint_id}", **event)  # fmt: skip
        session.add(row)
        session.flush()
        session.add(EventClaim(event_id=row.id, claim_id=claim.id, applied=True))
        number: int = claim.id
        return number


def regrade(case: SimpleNamespace, merit: str | None, limit: int = 1) -> None:
    with case.database.transaction() as session:
        graded = select(Claim).where(Claim.merit == MANIFEST, Claim.filer_id == case.acme)
        for claim in session.scalars(graded.order_by(Claim.id).limit(limit)):
            claim.merit = merit


def named(case: SimpleNamespace, boycott_id: int, step: NamedFor = NamedFor.WARNING) -> list[Any]:
    with case.database.reading() as session:
        return list(asked.named_claims(session, boycott_id, step))


@pytest.mark.parametrize(("graded", "warns"), [(0, False), (1, False), (2, True), (3, True)])
def test_a_warning_needs_so_many_graded_claims(
    case: SimpleNamespace, graded: int, warns: bool
) -> None:
    regrade(case, None, limit=3 - graded)
    (boycott,) = propose(case)
    if not warns:
        stopped = refusal(case, boycotts.warn, case.ann, boycott.id)
        assert (stopped.slug, stopped.facts) == ("too-few-graded", {"graded": graded, "needed": 2})
        seen = refusal(case, boycotts.preview, case.ann, boycott.id, step="warn")
        assert seen.slug == "too-few-graded"
        return
    do(case, boycotts.warn, case.ann, boycott.id)
    assert len(named(case, boycott.id)) == graded


@pytest.mark.both_databases
def test_a_warning_names_the_claims_that_it_is_for(case: SimpleNamespace) -> None:
    boycott_id = warned(case)
    there = named(case, boycott_id)
    assert [each.claim.merit for each in there] == [MANIFEST] * 3
    body = letters(case)[-1].body
    for each in there:
        assert f"- {each.claim.url}: " in body
    assert "What counts from now on: complaints that you file after" in body
    assert "only if at least 1 such case comes up" in body
    assert "It also takes 3 complaints found manifestly unfounded in all" in body
    assert "今后计入的是" in body


def test_what_was_named_stays_named_though_it_is_graded_anew(case: SimpleNamespace) -> None:
    boycott_id = answered(case)
    regrade(case, "founded")
    shown = do(case, asked.boycott_detail, case.ben, boycott_id)
    assert shown.regraded == 1
    assert [each.stands for each in named(case, boycott_id)] == [False, True, True]
    file(case, case.now + DAY)
    # Counted as graded now: two of those named, and one that came after.
    imposed = impose(case, boycott_id, at=case.now + 2 * DAY)
    assert imposed.manifestly_unfounded == 3
    assert len(named(case, boycott_id, NamedFor.IMPOSITION)) == 3
    regrade(case, None)
    assert len(named(case, boycott_id)) == 3


@pytest.mark.parametrize("merit", ["founded", "unfounded", None])
def test_what_is_undecided_or_graded_otherwise_is_no_conduct(
    case: SimpleNamespace, merit: str | None
) -> None:
    boycott_id = answered(case)
    for state in ("rejected", "withdrawn", "reinstated"):
        file(case, case.now + DAY, state=state, merit=merit)
    file(case, case.now + DAY, state="received", merit=None)
    at = case.now + 2 * DAY
    stopped = refused(impose, case, boycott_id, at=at)
    assert (stopped.slug, stopped.facts) == ("warning-heeded-so-far", {"counted": 0, "needed": 1})
    file(case, case.now + DAY, state="withdrawn", merit=MANIFEST)
    assert impose(case, boycott_id, at=at).state == "in_force"


def test_what_counts_was_filed_after_the_warning_and_not_at_it(case: SimpleNamespace) -> None:
    boycott_id = answered(case)
    file(case, case.now)
    at = case.now + DAY
    assert refused(impose, case, boycott_id, at=at).slug == "warning-heeded-so-far"
    file(case, case.now + INSTANT)
    assert impose(case, boycott_id, at=at).state == "in_force"


@pytest.mark.parametrize(("filed", "slug"), [(1, "warning-heeded-so-far"), (2, None), (3, None)])
def test_the_policy_says_how_much_must_come_after(
    case: SimpleNamespace, filed: int, slug: str | None
) -> None:
    put(case, "[boycott]\nmin_after_warning = 2\n")
    boycott_id = answered(case)
    for _each in range(filed):
        file(case, case.now + DAY)
    at = case.now + 2 * DAY
    if slug is None:
        assert impose(case, boycott_id, at=at).state == "in_force"
    else:
        assert refused(impose, case, boycott_id, at=at).slug == slug


def test_a_notice_counts_under_whichever_law(case: SimpleNamespace) -> None:
    boycott_id = answered(case)
    filed = file(case, case.now + DAY)
    with case.database.transaction() as session:
        session.scalars(select(Claim).where(Claim.complaint_id == filed)).one().regime = "dmca"
    assert impose(case, boycott_id, at=case.now + 2 * DAY).state == "in_force"


def test_a_grade_of_a_rule_is_none_until_a_person_gives_it(case: SimpleNamespace) -> None:
    boycott_id = answered(case)
    filed = file(case, case.now + DAY)
    claim_id = mark(case, filed, kind="rejection", by="rule", merit=MANIFEST)
    at = case.now + 2 * DAY
    assert refused(impose, case, boycott_id, at=at).slug == "warning-heeded-so-far"
    do(case, claims.grade, case.rev, claim_id, merit=MANIFEST, reason="Other goods.", at=at)
    assert impose(case, boycott_id, at=at).state == "in_force"


def test_a_warning_from_before_named_nothing_and_leads_to_nothing(case: SimpleNamespace) -> None:
    boycott_id = answered(case)
    with case.database.transaction() as session:
        session.query(BoycottClaim).delete()
    file(case, case.now + DAY)
    at = case.now + 2 * DAY
    urgent = cannot_wait(case, boycott_id)
    assert refused(impose, case, boycott_id, at=at, **urgent).slug == "warning-names-nothing"
    listed = do(case, asked.list_boycotts, case.ben, states=("answered",), names_nothing=True)
    assert [row.id for row in listed] == [boycott_id]
    do(case, boycotts.drop, case.ann, boycott_id, why="It named nothing.", at=at)
    assert warned(case) != boycott_id
    listed = do(case, asked.list_boycotts, case.ben, states=("warned",), names_nothing=True)
    assert list(listed) == []


def test_who_recorded_the_urgency_does_not_take_it_and_judges_no_appeal(
    case: SimpleNamespace,
) -> None:
    boycott_id = answered(case)
    urgent = cannot_wait(case, boycott_id, by=case.ben)
    own = refused(impose, case, boycott_id, by=case.ben, **urgent)
    assert own.slug == "second-person-needed"
    imposed = impose(case, boycott_id, by=case.cem, **urgent)
    assert (imposed.urgent_by, imposed.urgent_taken) == (case.ben.person_id, True)
    assert "A sale." in letters(case)[-1].body
    do(case, boycotts.appeal, case.filer, boycott_id, grounds="New owners.")
    verdict = {"decision": "lift", "argued": "New owners.", "reason": "They changed."}
    judging = (boycotts.decide_appeal, case.ben, boycott_id)
    assert refusal(case, *judging, **verdict).slug == "second-person-needed"
    assert do(case, boycotts.decide_appeal, case.dee, boycott_id, **verdict).state == "lifted"


def test_who_recorded_the_urgency_imposes_for_what_came_after(case: SimpleNamespace) -> None:
    boycott_id = answered(case)
    cannot_wait(case, boycott_id, by=case.ben)
    file(case, case.now + DAY)
    imposed = impose(case, boycott_id, by=case.ben, at=case.now + 2 * DAY)
    assert imposed.urgent_taken is False
    assert "A sale." not in letters(case)[-1].body


def test_urgency_is_recorded_between_the_warning_and_the_decision(case: SimpleNamespace) -> None:
    (boycott,) = propose(case)
    early = refusal(case, boycotts.record_urgency, case.ann, boycott.id, why="A sale.")
    assert (early.slug, early.facts["state"]) == ("wrong-state", "proposed")
    do(case, boycotts.warn, case.ann, boycott.id)
    first = do(case, boycotts.record_urgency, case.rev, boycott.id, why="One.")
    assert (first.urgent_reason, first.urgent_by) == ("One.", case.rev.person_id)
    second = do(case, boycotts.record_urgency, case.dee, boycott.id, why=" Two. ")
    assert (second.urgent_reason, second.urgent_by) == ("Two.", case.dee.person_id)
    said = ("boycott", boycott.id, "person")
    assert noted(case.database, "record_urgency") == [said, said]


def ring(case: SimpleNamespace, *, confirmed: bool = True) -> None:
    """Let a person confirm the flag of bond too, which is of acme's ring."""
    with case.database.transaction() as session:
        market = Market(session, case.now)
        flag = market.confirmed_flag(session.get_one(Filer, case.bond), case.ann, [case.acme])
        if not confirmed:
            flag.state, flag.closed_at, flag.why = "open", None, None


def test_one_hand_must_be_shown_by_what_a_person_said(case: SimpleNamespace) -> None:
    assert refused(propose, case, ground="one_hand").slug == "ground-not-shown"
    ring(case, confirmed=False)
    assert refused(propose, case, ground="one_hand").slug == "ground-not-shown"
    with case.database.transaction() as session:
        acme, bond = (session.get_one(Filer, each) for each in (case.acme, case.bond))
        bond.party_id = acme.party_id
    (boycott,) = propose(case, ground="one_hand")
    assert boycott.ground == "one_hand"


def test_one_hand_needs_no_grades_and_counts_each_account_beyond_one(
    case: SimpleNamespace,
) -> None:
    regrade(case, None, limit=3)
    ring(case)
    (boycott,) = propose(case, ground="one_hand")
    do(case, boycotts.warn, case.ann, boycott.id)
    body = letters(case)[-1].body
    assert "We count 2 accounts together." in body
    assert "each account of the same person or business, beyond the first" in body
    with case.database.reading() as session:
        assert session.get_one(Boycott, boycott.id).accounts == [case.acme, case.bond]
    do(case, boycotts.answer, case.filer, boycott.id, text="No.", closes=True)
    at = case.now + 2 * DAY
    for _each in range(2):
        file(case, case.now + DAY, merit=None, state="received")
    assert refused(impose, case, boycott.id, at=at).slug == "warning-heeded-so-far"
    file(case, case.now + DAY, filer_id=case.bond, merit=None, state="received")
    assert impose(case, boycott.id, at=at).state == "in_force"


def test_on_one_hand_graded_claims_count_beside(case: SimpleNamespace) -> None:
    regrade(case, None, limit=3)
    ring(case)
    (boycott,) = propose(case, ground="one_hand")
    do(case, boycotts.warn, case.ann, boycott.id)
    do(case, boycotts.answer, case.filer, boycott.id, text="No.", closes=True)
    file(case, case.now + DAY)
    assert impose(case, boycott.id, at=case.now + 2 * DAY).state == "in_force"


def count_together(case: SimpleNamespace, *, joined: bool) -> None:
    with case.database.transaction() as session:
        acme, bond = (session.get_one(Filer, each) for each in (case.acme, case.bond))
        if joined:
            case.alone = bond.party_id
        bond.party_id = acme.party_id if joined else case.alone


def test_the_ground_must_still_be_shown_when_it_warns_and_when_it_imposes(
    case: SimpleNamespace,
) -> None:
    count_together(case, joined=True)
    (boycott,) = propose(case, ground="one_hand")
    count_together(case, joined=False)
    assert refusal(case, boycotts.warn, case.ann, boycott.id).slug == "ground-not-shown"
    count_together(case, joined=True)
    do(case, boycotts.warn, case.ann, boycott.id)
    do(case, boycotts.answer, case.filer, boycott.id, text="No.", closes=True)
    file(case, case.now + DAY)
    count_together(case, joined=False)
    at = case.now + 2 * DAY
    assert refused(impose, case, boycott.id, at=at).slug == "ground-not-shown"


def paper(case: SimpleNamespace, filer_id: int) -> int:
    """Let a filer have filed with a document; return its number."""
    with case.database.transaction() as session:
        filed = select(Complaint).where(Complaint.filer_id == filer_id).order_by(Complaint.id)
        complaint = session.scalars(filed.limit(1)).one()
        document = Document(sha256=f"{filer_id:064}", created_at=case.now)
        session.add(document)
        session.flush()
        session.add(
            ComplaintDocument(
                complaint_id=complaint.id, document_id=document.id, kind="registration"
            )
        )
        number: int = document.id
        return number


def test_a_forged_paper_is_shown_by_a_document_that_the_filer_sent(case: SimpleNamespace) -> None:
    assert refused(propose, case, ground="forged_paper").slug == "ground-not-shown"
    file(case, case.now - DAY, filer_id=case.bond)
    strange = refused(propose, case, ground="forged_paper", document_id=paper(case, case.bond))
    assert [each.pointer for each in strange.fields] == ["/document_id"]
    mine = paper(case, case.acme)
    without = refused(propose, case, document_id=mine)
    assert [each.pointer for each in without.fields] == ["/document_id"]
    (boycott,) = propose(case, ground="forged_paper", document_id=mine)
    assert (boycott.ground, boycott.document_id) == ("forged_paper", mine)


def test_a_further_forged_paper_is_conduct(case: SimpleNamespace) -> None:
    regrade(case, None, limit=3)
    mark(case, file(case, case.now - DAY, merit="unfounded"), **REJECTED)
    (boycott,) = propose(case, ground="forged_paper")
    do(case, boycotts.warn, case.ann, boycott.id)
    assert len(named(case, boycott.id)) == 1
    assert "The complaints with such a document" in letters(case)[-1].body
    do(case, boycotts.answer, case.filer, boycott.id, text="No.", closes=True)
    again = file(case, case.now + DAY, merit="unfounded")
    at = case.now + 2 * DAY
    assert refused(impose, case, boycott.id, at=at).slug == "warning-heeded-so-far"
    mark(case, again, **{**REJECTED, "by": "rule"})
    assert refused(impose, case, boycott.id, at=at).slug == "warning-heeded-so-far"
    further = file(case, case.now + DAY, merit="unfounded")
    mark(case, further, **REJECTED)
    assert impose(case, boycott.id, at=at).state == "in_force"


def test_for_one_principal_what_the_party_filed_for_it_counts_whoever_holds_the_right(
    case: SimpleNamespace,
) -> None:
    with case.database.transaction() as session:
        market = Market(session, case.now, {"complaint": 50, "listing": 50})
        one, two = market.holder("One"), market.holder("Two")
        acme = session.get_one(Filer, case.acme)
        for day in range(1, 4):
            market.complaint(acme, case.now - day * DAY, merit=MANIFEST, holder=one)
        one_id, two_id = one.id, two.id
    boycott_id = answered(case, rights_holder_id=one_id)
    at = case.now + 2 * DAY
    file(case, case.now + DAY, holder_id=two_id)
    assert refused(impose, case, boycott_id, at=at).slug == "warning-heeded-so-far"
    filed = file(case, case.now + DAY, holder_id=one_id)
    with case.database.transaction() as session:
        # The right is assigned to another holder meanwhile.
        right = session.get_one(Right, session.get_one(Complaint, filed).right_id)
        right.rights_holder_id = two_id
    assert impose(case, boycott_id, at=at).state == "in_force"


def test_reasons_by_code_are_read_in_the_accounts_own_language(
    case: SimpleNamespace,
) -> None:
    with case.database.transaction() as session:
        sign_ups.open_for_filer(
            working(session, now=case.now), case.acme, email="a@example.com", password_hash=None,
            language="zh",
        )  # fmt: skip
    codes: dict[str, Any] = {
        "reasons": "", "reasons_codes": ["filed-again", "no-right"],
        "gravity_codes": ["little-harm"], "intention": " ", "intention_codes": ["not-known"],
    }  # fmt: skip
    (boycott,) = propose(case, **codes)
    assert boycott.reasons == (
        "The complaints name rights that do not exist, have ended, or belong to others.\n"
        "The same complaints are filed again after we decided them, with nothing new."
    )
    assert boycott.gravity.endswith("not for long.\nTwelve shops shut.")
    do(case, boycotts.warn, case.ann, boycott.id)
    sent = letters(case)[-1]
    assert sent.language == "zh"
    assert "意图不明。" in sent.body
    assert "Nothing is known of the intention." not in sent.body
    assert sent.body.count("Twelve shops shut.") == 1
    other = refused(propose, case, reasons_codes=["not-known"])
    assert [each.pointer for each in other.fields] == ["/reasons_codes"]


@pytest.mark.parametrize(
    ("warned_by", "put_since", "facts"),
    [
        ("min_after_warning = 3", "", {"counted": 2, "needed": 3}),
        ("", "min_after_warning = 3", {"counted": 2, "needed": 3}),
        ("min_manifest = 6", "", {"graded": 5, "needed": 6}),
    ],
)
def test_no_policy_takes_back_what_the_warning_promised(
    case: SimpleNamespace, warned_by: str, put_since: str, facts: dict[str, int]
) -> None:
    put(case, f"[boycott]\n{warned_by}\n")
    boycott_id = answered(case)
    put(case, f"[boycott]\n{put_since}\n")
    for _each in range(2):
        file(case, case.now + DAY)
    at = case.now + 2 * DAY
    assert refused(impose, case, boycott_id, at=at).facts == facts
    file(case, case.now + DAY)
    assert impose(case, boycott_id, at=at).state == "in_force"
