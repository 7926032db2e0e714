"""Filing a complaint: what is stored, what is answered, what is refused and why."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from complaints.base.errors import Refusal
from complaints.models import (
    Claim,
    Complaint,
    ComplaintDeclaration,
    ComplaintDocument,
    ComplaintIdentity,
    Filer,
    FilerIdentity,
    FilerStore,
    LedgerEntry,
    Letter,
    Right,
    RightsHolder,
    Store,
)
from complaints.queries.cases import boycotts
from complaints.queries.law.clocks import clocks_of_claims
from complaints.rules.kinds import FilerKind
from complaints.services.authority import authorizations, rights
from complaints.services.decisions import claims
from complaints.services.filing.intake import Accepted, Duplicate, NotProcessed
from complaints.storage.db import Database
from tests.api.bodies import ANSWERS
from tests.scenes.clocks import days_after, end_of
from tests.services.decisions.desk import HOLDER, ITEM, MARK, VAULT, Desk

# Some laws ask for a mailbox.
MAILBOX = {"email": "ip@acme.example"}
# Where no law asks an agent for the holder's name.
AMAZON = [{"url": "https://www.amazon.com/dp/B000000002"}]
PERSON = {"reference": "s-1", "name": "Sam", "kind": "individual", "email": "Sam@Example.org"}


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


def rows(desk: Desk, model: type) -> int:
    with desk.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def refused(desk: Desk, actor: object, **notice: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        desk.file(actor, **notice)  # type: ignore[arg-type]
    assert rows(desk, Complaint) == 0
    return caught.value


def pointers(refusal: Refusal) -> list[str]:
    return [field.pointer for field in refusal.fields]


@pytest.mark.both_databases
def test_a_complaint_is_stored_claim_by_claim(desk: Desk) -> None:
    acme = desk.filer()
    targets = [
        {"url": f"{ITEM}1", "store_id": "s9", "store_name": "Shop", "price": 12.5},
        {"url": "https://www.amazon.com/dp/B000000001"},
    ]
    answer = desk.file(acme, targets=targets, statement="Fake.", reference="R-1")
    assert isinstance(answer, Accepted)
    assert [outcome.duplicate for outcome in answer.outcomes] == [False, False]
    with desk.database.reading() as session:
        stored = session.scalars(select(Complaint)).one()
        assert (stored.source, stored.reference) == (f"filer-{acme.id}", "R-1")
        assert (stored.filed_at, stored.recorded_at) == (desk.now, desk.now)
        assert stored.channel == "api"
        one, two = session.scalars(select(Claim).order_by(Claim.position)).all()
        assert [one.state, two.state] == ["received", "received"]
        assert (one.id, two.id) == tuple(outcome.claim_id for outcome in answer.outcomes)
        assert session.get_one(Store, one.store_id).reference == "s9"
        assert one.price == 12.5
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "filed")).one()
        assert (entry.actor_kind, entry.subject_id) == ("filer", stored.id)
        assert entry.facts["claims"] == 2
        letter = session.scalars(select(Letter)).one()
        assert letter.filer_id == acme.id
        assert "R-1" in letter.subject


def test_a_complaint_without_a_reference_gets_one(desk: Desk) -> None:
    answer = desk.file(desk.filer())
    assert answer.complaint.reference.startswith("CH-")


def test_a_reference_is_used_once_an_account(desk: Desk) -> None:
    acme = desk.filer()
    first = desk.file(acme, reference="R-1")
    for mine in (acme, desk.key(acme)):
        with pytest.raises(Refusal) as caught:
            desk.file(mine, reference="R-1", targets=[{"url": f"{ITEM}2"}])
        assert caught.value.slug == "taken"
        assert pointers(caught.value) == ["/reference"]
        assert caught.value.facts["complaint_id"] == first.complaint.id


def test_an_open_claim_answers_the_same_again(desk: Desk) -> None:
    acme = desk.filer()
    first = desk.claim(acme)
    again = desk.file(acme, targets=[{"url": f"{ITEM}1&spm=x"}, {"url": f"{ITEM}2"}])
    assert isinstance(again, Accepted)
    assert [outcome.duplicate for outcome in again.outcomes] == [True, False]
    assert again.outcomes[0].claim_id == first


def test_another_date_of_the_same_right_does_not_make_a_second_claim(desk: Desk) -> None:
    acme = desk.filer()
    first = desk.claim(acme)
    again = desk.file(acme, right={**MARK, "registered_on": date(2016, 1, 1)})
    assert isinstance(again, Duplicate)
    assert again.outcomes[0].claim_id == first
    assert rows(desk, Complaint) == 1


def test_a_closed_claim_makes_room(desk: Desk) -> None:
    acme, rev = desk.filer(), desk.staff("rev")
    first = desk.claim(acme)
    desk.do(claims.decide, rev, first, decision="reject", code="no-infringement")
    assert desk.claim(acme) != first


def test_another_filer_is_another_claim(desk: Desk) -> None:
    assert desk.claim(desk.filer("a")) != desk.claim(desk.filer("b"))


def test_a_listing_named_twice_is_one_claim(desk: Desk) -> None:
    answer = desk.file(desk.filer(), targets=[{"url": f"{ITEM}1"}, {"url": f"{ITEM}1&spm=a"}])
    one, two = answer.outcomes
    assert one.claim_id == two.claim_id
    assert [one.duplicate, two.duplicate] == [False, True]


@pytest.mark.parametrize(
    ("words", "pointer"),
    [
        ({"url": f"{ITEM}1", "listing_id": "2"}, "/targets/0/listing_id"),
        ({"url": f"{ITEM}1", "marketplace": "ebay"}, "/targets/0/marketplace"),
        (
            {"url": "https://evil.example/1", "marketplace": "taobao", "listing_id": "1"},
            "/targets/0/marketplace",
        ),
    ],
)
def test_a_targets_words_do_not_contradict_its_address(
    desk: Desk, words: dict[str, str], pointer: str
) -> None:
    refusal = refused(desk, desk.filer(), targets=[words], shown=MAILBOX)
    assert pointers(refusal) == [pointer]
    agreeing = [
        {"url": f"{ITEM}1", "marketplace": "Taobao", "listing_id": "1"},
        {"url": "https://shop.example/1", "marketplace": "my-shop", "listing_id": "a1"},
        {"url": "https://e.tb.cn/h.abc", "marketplace": "taobao", "listing_id": "2"},
    ]
    bond = desk.file(desk.filer("bond"), targets=agreeing, shown=MAILBOX)
    assert isinstance(bond, Accepted)


def test_a_paper_is_attached_once(desk: Desk) -> None:
    paper = {"kind": "registration", "sha256": "a" * 64, "filename": "r.pdf"}
    other = {"kind": "evidence", "sha256": "a" * 64}
    desk.file(desk.filer(), documents=[paper, paper, other])
    assert rows(desk, ComplaintDocument) == 2


def test_all_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    agent = desk.filer(kind=FilerKind.AGENT)
    refusal = refused(
        desk,
        agent,
        basis="copyright",
        rights_holder=HOLDER,
        right={**MARK, "status": "expired", "registered_on": date(2030, 1, 1)},
        targets=[
            {"url": f"{ITEM}1", "listed_on": date(2027, 1, 1)},
            {"url": "javascript:alert(1)"},
        ],
    )
    assert refusal.slug == "invalid-request"
    assert set(pointers(refusal)) == {
        "/basis",
        "/right/status",
        "/right/registered_on",
        "/targets/0/listed_on",
        "/targets/1/url",
        "/authorization",
    }
    assert rows(desk, RightsHolder) == 0


def test_a_filer_does_not_name_another_and_a_partner_must(desk: Desk) -> None:
    assert pointers(refused(desk, desk.filer(), filer=PERSON)) == ["/filer"]
    assert pointers(refused(desk, desk.partner())) == ["/filer"]
    assert refused(desk, desk.staff("rev")).slug == "forbidden"


def test_a_partners_filer_is_kept_with_what_it_showed(desk: Desk) -> None:
    portal = desk.partner()
    shown = {**PERSON, "operates": [{"marketplace": "taobao", "id": "s9"}]}
    desk.file(portal, filer=shown)
    desk.file(portal, filer={**shown, "phone": "+86 138 0013 8000"}, targets=[{"url": f"{ITEM}2"}])
    with desk.database.reading() as session:
        filer = session.scalars(select(Filer)).one()
        assert (filer.source, filer.reference) == (f"partner-{portal.id}", "s-1")
        kinds = session.scalars(select(FilerIdentity.kind).order_by(FilerIdentity.kind)).all()
        assert kinds == ["email", "phone"]
        assert session.scalar(select(func.count()).select_from(ComplaintIdentity)) == 3


def test_rights_are_named_by_id_and_only_ones_own(desk: Desk) -> None:
    acme, other = desk.filer("acme"), desk.filer("other")
    mark = desk.do(rights.register, acme, right=MARK, rights_holder=HOLDER, filer=None, vault=VAULT)
    refusal = refused(desk, other, right_id=mark.id)
    assert (refusal.slug, pointers(refusal)) == ("not-found", ["/right_id"])
    refusal = refused(desk, acme, right_id=mark.id, rights_holder=HOLDER)
    assert pointers(refusal) == ["/rights_holder"]
    answer = desk.file(acme, right_id=mark.id)
    assert answer.complaint.right_id == mark.id
    assert answer.complaint.rights_holder_id == mark.rights_holder_id


@pytest.mark.both_databases
def test_an_agent_files_with_a_permission_in_force(desk: Desk) -> None:
    agent = desk.filer(kind=FilerKind.AGENT)
    notice: dict[str, Any] = {"rights_holder": HOLDER}
    refusal = refused(desk, agent, **notice)
    assert pointers(refusal) == ["/authorization"]
    assert "add the authorization that you have" in str(refusal)
    ended = {"reference": "A-1", "valid_to": date(2025, 1, 1)}
    assert "ended" in str(refused(desk, agent, **notice, authorization=ended))
    shown = {"reference": "A-2", "valid_from": date(2026, 1, 1)}
    answer = desk.file(agent, **notice, authorization=shown)
    assert answer.complaint.authorization_id is not None
    again = desk.file(agent, **notice, targets=[{"url": f"{ITEM}2"}])
    assert again.complaint.authorization_id == answer.complaint.authorization_id


def test_an_agent_needs_none_for_a_right_of_its_own(desk: Desk) -> None:
    agent = desk.filer(kind=FilerKind.AGENT)
    # The law of China asks an agent for the holder's name: its own here.
    assert pointers(refused(desk, agent)) == ["/rights_holder"]
    assert isinstance(desk.file(agent, targets=AMAZON), Accepted)


def test_a_permission_reaches_as_far_as_it_says(desk: Desk) -> None:
    agent, other = desk.filer("agent", FilerKind.AGENT), desk.filer("other", FilerKind.AGENT)
    given = desk.do(
        authorizations.register, agent, rights_holder=HOLDER, terms={"marketplace": "taobao"},
        filer=None, vault=VAULT,
    )  # fmt: skip
    named = {"authorization_id": given.id}
    amazon = [{"url": "https://www.amazon.com/dp/B000000001"}]
    refusal = refused(desk, agent, **named, rights_holder=HOLDER, targets=amazon)
    assert pointers(refusal) == ["/authorization_id"]
    refusal = refused(desk, agent, **named, rights_holder={"name": "Bond"})
    assert "another rights holder" in str(refusal)
    refusal = refused(desk, other, **named, rights_holder=HOLDER)
    assert (refusal.slug, pointers(refusal)) == ("not-found", ["/authorization_id"])
    assert isinstance(desk.file(agent, **named, rights_holder=HOLDER), Accepted)


def test_a_boycott_keeps_the_complaint_unprocessed(desk: Desk) -> None:
    acme = desk.filer()
    boycott = desk.boycott(acme.id)
    answer = desk.file(acme, targets=[{"url": f"{ITEM}1"}, {"url": f"{ITEM}2"}])
    assert isinstance(answer, NotProcessed)
    assert answer.boycott.id == boycott
    with desk.database.reading() as session:
        kept = session.scalars(select(Complaint)).one()
        assert (kept.boycott_id, kept.filed_at) == (boycott, desk.now)
        assert session.scalars(select(Claim.state)).all() == ["not_processed"] * 2
        newest = select(LedgerEntry.verb).order_by(LedgerEntry.id.desc())
        assert session.scalars(newest).first() == "kept"
        assert session.scalars(select(Letter)).all() == []


@pytest.mark.both_databases
def test_a_boycott_ends_by_the_clock(desk: Desk) -> None:
    acme = desk.filer()
    desk.boycott(acme.id)
    assert isinstance(desk.file(acme, at=desk.now + timedelta(days=30)), Accepted)


@pytest.mark.both_databases
def test_an_agent_boycotted_for_one_principal_files_for_another(desk: Desk) -> None:
    agent = desk.filer(kind=FilerKind.AGENT)
    permission: dict[str, Any] = {"authorization": {"reference": "A"}}
    first = desk.file(agent, rights_holder=HOLDER, **permission)
    desk.boycott(agent.id, holder_id=first.complaint.rights_holder_id)
    second = [{"url": f"{ITEM}2"}]
    barred = desk.file(agent, rights_holder=HOLDER, targets=second, **permission)
    other: dict[str, Any] = {
        "rights_holder": {"name": "Bond"},
        "right": {**MARK, "number": "7", "title": "BOND"},
    }
    free = desk.file(agent, **other, targets=second, **permission)
    assert isinstance(barred, NotProcessed)
    assert isinstance(free, Accepted)


@pytest.mark.parametrize(
    ("holder", "right"),
    [
        ({"name": "ACME, Incorporated"}, {**MARK, "number": "99"}),
        ({"name": "A.C.M.E. Inc", "reference": "x"}, {**MARK, "number": "99"}),
        ({"name": "Zebra"}, {**MARK, "registered_on": None}),
        (None, MARK),
    ],
    ids=["respelled", "under another reference", "by the same right", "by the same right, unnamed"],
)
def test_a_boycott_for_a_principal_is_not_evaded_by_naming_it_otherwise(
    desk: Desk, holder: dict[str, str] | None, right: dict[str, Any]
) -> None:
    agent = desk.filer("agent", kind=FilerKind.AGENT)
    permission: dict[str, Any] = {"authorization": {"reference": "A"}}
    first = desk.file(agent, rights_holder=HOLDER, **permission)
    boycott = desk.boycott(agent.id, holder_id=first.complaint.rights_holder_id)
    answer = desk.file(agent, rights_holder=holder, right=right, targets=AMAZON, **permission)
    assert isinstance(answer, NotProcessed)
    assert answer.boycott.id == boycott


def test_what_another_account_states_of_a_right_does_not_bind_the_filer(desk: Desk) -> None:
    # Accounts of one partner share its register of rights holders.
    portal = desk.partner()
    agent, other = ({"reference": name, "name": name, "kind": "agent"} for name in ("one", "two"))
    mark = {**MARK, "number": "99"}

    def file(filer: dict[str, str], holder: str, **notice: Any) -> Any:
        permission = {"reference": f"{filer['name']} for {holder}"}
        named: dict[str, Any] = {"rights_holder": {"name": holder}, "authorization": permission}
        return desk.file(portal, filer=filer, **named, **notice)

    first = file(agent, "Acme Inc").complaint
    desk.boycott(first.filer_id, holder_id=first.rights_holder_id)
    stated = file(other, "Acme Inc", right=mark).complaint
    assert stated.rights_holder_id == first.rights_holder_id
    assert isinstance(file(agent, "Zebra", right=mark), Accepted)


def test_the_boycott_that_lasts_longest_is_named_after_one_of_the_filer_as_a_whole(
    desk: Desk,
) -> None:
    agent = desk.filer("agent", kind=FilerKind.AGENT)
    spellings = ("Acme Inc", "A.C.M.E. Inc", "ACME, Incorporated")
    holders = [
        desk.file(
            agent, rights_holder={"name": name, "reference": name},
            authorization={"reference": name}, targets=[{"url": f"{ITEM}{2 + number}"}],
        ).complaint.rights_holder_id
        for number, name in enumerate(spellings)
    ]  # fmt: skip
    short, long, middle = (
        desk.boycott(agent.id, holder_id=holder, days=days)
        for holder, days in zip(holders, (20, 40, 30), strict=True)
    )
    named = {"name": spellings[0], "reference": "again"}
    assert (
        desk.file(agent, rights_holder=named, authorization={"reference": "D"}).boycott.id == long
    )
    whole = desk.boycott(agent.id, days=10)
    with desk.database.reading() as session:
        found = [row.id for row in boycotts.binding_filer(session, agent.id, desk.now)]
    assert found == [whole, long, middle, short]


def test_while_a_boycott_for_a_principal_binds_each_notice_says_for_whom_it_is(desk: Desk) -> None:
    agent = desk.filer("agent", kind=FilerKind.AGENT)
    own = {**MARK, "number": "99"}
    given: dict[str, Any] = {"rights_holder": None, "filer": None, "vault": VAULT}
    registered = desk.do(rights.register, agent, right=own, **given).id
    first = desk.file(agent, rights_holder=HOLDER, authorization={"reference": "A"})
    desk.boycott(agent.id, holder_id=first.complaint.rights_holder_id)
    unnamed = (({"right": own}, "/rights_holder"), ({"right_id": registered}, "/right_id"))
    for named, pointer in unnamed:
        with pytest.raises(Refusal, match="for one rights holder are not processed") as caught:
            desk.file(agent, **named, targets=AMAZON)
        assert pointers(caught.value) == [pointer]
    itself: dict[str, Any] = {"rights_holder": {"name": "Agent"}, "right": own}
    assert isinstance(desk.file(agent, **itself, targets=[{"url": f"{ITEM}2"}]), Accepted)


@pytest.mark.both_databases
def test_twins_filed_at_once_are_one_claim(desk: Desk) -> None:
    acme = desk.filer()
    desk.file(acme, targets=[{"url": f"{ITEM}9"}])
    together = threading.Barrier(4)
    answers: list[object] = []

    def file() -> None:
        together.wait()
        answers.append(desk.file(acme))

    threads = [threading.Thread(target=file) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(answer).__name__ for answer in answers) == ["Accepted"] + ["Duplicate"] * 3
    assert rows(desk, Claim) == 2


@pytest.mark.both_databases
def test_of_twins_with_one_reference_the_late_ones_learn_that_it_is_taken(desk: Desk) -> None:
    acme = desk.filer()
    together = threading.Barrier(4)
    answers: list[object] = []

    def file() -> None:
        together.wait()
        try:
            answers.append(desk.file(acme, reference="case-1"))
        except Refusal as refusal:
            answers.append(refusal.slug)

    threads = [threading.Thread(target=file) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count("taken") == 3
    assert rows(desk, Complaint) == 1


@pytest.mark.both_databases
def test_three_hundred_targets_at_once(desk: Desk) -> None:
    answer = desk.file(desk.filer(), targets=[{"url": f"{ITEM}{n}"} for n in range(1, 301)])
    assert len({outcome.claim_id for outcome in answer.outcomes}) == 300
    with desk.database.reading() as session:
        placed = session.scalars(select(Claim.position).order_by(Claim.id)).all()
        assert sorted(placed) == list(range(300))


def test_a_complaint_is_stored_as_it_was_stated(desk: Desk) -> None:
    acme = desk.filer()
    facts: dict[str, Any] = {
        "statement": "Fake.",
        "channel": "form",
        "reference": "R-1",
        "rights_holder": HOLDER,
    }
    papers = [
        {"kind": "registration", "sha256": "a" * 64, "filename": "r.pdf", "pass_on": True},
        {"kind": "evidence", "sha256": "b" * 64},
    ]
    answers = {"law": "Title 17", "what": "The label."}
    desk.file(acme, documents=papers, answers=answers, basis="other", **facts)
    desk.file(acme, targets=[{"url": f"{ITEM}2"}])
    with desk.database.reading() as session:
        one, two = session.scalars(select(Complaint).order_by(Complaint.id))
        assert (one.basis, one.statement, one.channel) == ("other", "Fake.", "form")
        assert (one.filer_id, one.boycott_id, one.authorization_id) == (acme.id, None, None)
        assert (one.answers, two.answers) == (answers, ANSWERS["counterfeit"])
        assert (two.basis, two.statement, two.channel) == ("counterfeit", None, "api")
        holder = session.get_one(RightsHolder, one.rights_holder_id)
        assert (holder.name, two.rights_holder_id) == ("Acme Inc", None)
        attached = session.scalars(select(ComplaintDocument)).all()
        assert {(row.complaint_id, row.kind, row.filename, row.passed_on) for row in attached} == {
            (one.id, "registration", "r.pdf", True), (one.id, "evidence", None, False),
        }  # fmt: skip
        claim = session.scalars(select(Claim).where(Claim.complaint_id == one.id)).one()
        assert (claim.filer_id, claim.right_key) == (acme.id, "trademark|wo|1234567")
        assert claim.decide_by == days_after(desk.now, 7) == end_of(session, claim.id, "decide")


def test_what_was_new_and_what_was_open_is_counted(desk: Desk) -> None:
    acme = desk.filer()
    first = desk.file(acme)
    targets = [{"url": f"{ITEM}{number}"} for number in (1, 2, 3, 3)]
    answer = desk.file(acme, targets=targets, reference="R-2")
    assert [outcome.duplicate for outcome in answer.outcomes] == [True, False, False, True]
    again = desk.file(acme, targets=targets[:2], reference="R-3")
    assert isinstance(again, Duplicate)
    assert again.complaint.id == first.complaint.id
    assert again.outcomes == tuple(replace(one, duplicate=True) for one in answer.outcomes[:2])
    assert isinstance(desk.file(acme), Duplicate)
    with desk.database.reading() as session:
        filed = select(LedgerEntry).where(LedgerEntry.verb == "filed").order_by(LedgerEntry.id)
        assert [(entry.subject_id, entry.facts) for entry in session.scalars(filed)] == [
            (first.complaint.id, {"claims": 1, "duplicates": 0, "boycott": None, "checks": []}),
            (answer.complaint.id, {"claims": 2, "duplicates": 2, "boycott": None, "checks": []}),
        ]
        letters = session.scalars(select(Letter).order_by(Letter.id)).all()
        assert [(letter.kind, letter.complaint_id) for letter in letters] == [
            ("complaint_received", first.complaint.id), ("complaint_received", answer.complaint.id),
        ]  # fmt: skip


def test_another_right_of_the_filer_is_another_claim(desk: Desk) -> None:
    acme = desk.filer()
    assert desk.claim(acme) != desk.claim(acme, right={**MARK, "number": "99"})


def test_a_duplicate_of_a_closed_claim_does_not_stand_for_it(desk: Desk) -> None:
    acme, rev = desk.filer(), desk.staff("rev")
    first = desk.claim(acme)
    desk.do(claims.decide, rev, first, decision="reject", code="no-infringement")
    second = desk.claim(acme)
    with desk.database.transaction() as session:
        # A history's: it was filed while the first was open.
        session.get_one(Claim, second).duplicate_of = first
    assert desk.claim(acme) not in (first, second)


@pytest.mark.both_databases
def test_a_kept_claim_is_taken_up_beside_a_duplicate_that_is_open(desk: Desk) -> None:
    acme, rev = desk.filer(), desk.staff("rev")
    first = desk.claim(acme)
    desk.do(claims.decide, rev, first, decision="reject", code="no-infringement")
    desk.boycott(acme.id)
    (kept,) = desk.file(acme).outcomes
    after = desk.now + timedelta(days=30)
    open_again = desk.claim(acme, at=after)
    taking: dict[str, Any] = {"reason": "It is over.", "at": after}
    with pytest.raises(Refusal) as caught:
        desk.do(claims.take_up, rev, kept.claim_id, **taking)
    assert caught.value.facts["claim_id"] == open_again
    with desk.database.transaction() as session:
        # A history's: it was filed while the first was open.
        session.get_one(Claim, open_again).duplicate_of = first
    assert desk.do(claims.take_up, rev, kept.claim_id, **taking).state == "received"


@pytest.mark.parametrize(("basis", "heard"), [("patent", True), ("design", False)])
def test_sellers_are_heard_first_on_what_is_hard_to_see(
    desk: Desk, basis: str, heard: bool
) -> None:
    acme = desk.filer()
    patent = {"kind": "patent", "number": "7", "jurisdiction": "US", "status": "registered"}
    first = desk.claim(acme, basis=basis, right=patent)
    boycott = desk.boycott(acme.id)
    kept = desk.file(acme, basis=basis, right=patent, targets=[{"url": f"{ITEM}2"}])
    with desk.database.reading() as session:
        # Nobody is heard on what is not processed.
        assert (end_of(session, first, "hear") is not None) is heard
        assert clocks_of_claims(session, [kept.outcomes[0].claim_id]) == {}
        kinds = session.scalars(select(Letter.kind).order_by(Letter.id)).all()
        assert kinds == (["claim_noticed"] if heard else []) + ["complaint_received"]
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "kept")).one()
        assert entry.facts == {"claims": 1, "duplicates": 0, "boycott": boycott, "checks": []}
        late = session.get_one(Claim, kept.outcomes[0].claim_id)
        assert (late.state, late.decide_by) == ("not_processed", None)


def test_a_boycotted_filer_is_answered_with_no_open_claim(desk: Desk) -> None:
    acme = desk.filer()
    open_claim = desk.claim(acme)
    desk.boycott(acme.id)
    answer = desk.file(acme)
    assert isinstance(answer, NotProcessed)
    assert answer.outcomes[0].claim_id != open_claim
    assert not answer.outcomes[0].duplicate


def test_an_accounts_own_form_shows_its_identity(desk: Desk) -> None:
    acme = desk.filer()
    shown = {"reference": "acme", "name": "acme", "email": "a@acme.example"}
    desk.file(acme, shown=shown)
    desk.file(acme, shown={"reference": "acme", "name": "acme"}, targets=[{"url": f"{ITEM}2"}])
    desk.file(acme, targets=[{"url": f"{ITEM}3"}])
    # One, beside the address by which the account is reached.
    assert (rows(desk, FilerIdentity), rows(desk, ComplaintIdentity)) == (2, 1)
    assert rows(desk, Store) == 0
    places = [{"url": f"{ITEM}4"}, {"url": "https://www.amazon.com/dp/B000000001"}]
    run = [{"marketplace": "taobao", "id": "s1"}, {"marketplace": "etsy", "id": "s1"}]
    desk.file(acme, shown={**shown, "operates": run}, targets=places)
    # Two marketplaces may give one id: a store is run on the one that is named.
    assert (rows(desk, FilerStore), rows(desk, Store)) == (2, 2)


def test_each_wrong_target_is_named(desk: Desk) -> None:
    targets = [{"url": "javascript:alert(1)"}, {"url": f"{ITEM}1"}, {"url": "https://"}]
    refusal = refused(desk, desk.filer(), targets=targets)
    assert pointers(refusal) == ["/targets/0/url", "/targets/2/url"]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ({"url": "https://shop.example/1", "listing_id": "other"}, []),
        ({"url": "https://shop.example/1", "marketplace": "ebay", "listing_id": "1"},
         ["/targets/0/marketplace"]),
        ({"url": "https://shop.example/1", "marketplace": "else.example", "listing_id": "1"}, []),
        ({"url": "https://www.amazon.com/dp/B000000001", "listing_id": "b000000001"}, []),
        ({"url": "https://www.ebay.com/help", "marketplace": "ebay", "listing_id": "1"}, []),
        ({"url": f"{ITEM}1", "marketplace": "my-shop"}, ["/targets/0/marketplace"]),
        # Under another name a marketplace would be under another law.
        ({"url": "https://item.taobao.com/x", "marketplace": "www.taobao.com", "listing_id": "1"},
         ["/targets/0/marketplace"]),
    ],
)  # fmt: skip
def test_a_known_address_is_believed_before_what_is_stated(
    desk: Desk, words: dict[str, str], wrong: list[str]
) -> None:
    if wrong:
        assert pointers(refused(desk, desk.filer(), targets=[words], shown=MAILBOX)) == wrong
    else:
        filed = desk.file(desk.filer(), targets=[words], shown=MAILBOX)
        assert isinstance(filed, Accepted)


SIGNED = {"agreed": ["truth", "ecl-42"], "signed_by": "Ann Lee", "language": "zh"}


def test_what_is_signed_is_kept_in_the_words_that_were_read(desk: Desk) -> None:
    answer = desk.file(desk.filer(), declaration=SIGNED)
    with desk.database.reading() as session:
        signed = session.scalars(select(ComplaintDeclaration)).all()
        assert {(row.code, row.language, row.signed_by) for row in signed} == {
            ("truth", "zh", "Ann Lee"), ("ecl-42", "zh", "Ann Lee"),
        }  # fmt: skip
        assert {(row.complaint_id, row.signed_at) for row in signed} == {
            (answer.complaint.id, desk.now)
        }
        assert all("本人" in row.wording or "投诉" in row.wording for row in signed)


def test_what_comes_from_a_draft_is_answered_and_signed(desk: Desk) -> None:
    acme = desk.filer()
    nothing: dict[str, Any] = {"answers": None, "complete": True}
    unsigned = pointers(refused(desk, acme, **nothing, declaration=None))
    assert "/declaration" in unsigned
    answers = [pointer for pointer in unsigned if pointer.startswith("/answers/")]
    assert answers
    # A key may leave the answers out, or give them; what it gives is checked.
    partly = {**SIGNED, "agreed": ["truth"]}
    assert pointers(refused(desk, acme, declaration=partly)) == ["/declaration/agreed"]
    assert pointers(refused(desk, acme, answers={"nonsense": "x"}))[0] == "/answers/nonsense"
    assert set(pointers(refused(desk, acme, answers={}))) == {*answers, "/documents"}
    signed = pointers(refused(desk, acme, **nothing, declaration=SIGNED))
    assert signed == [*answers, "/documents"]


def test_an_authorization_for_one_marketplace_is_no_other(desk: Desk) -> None:
    # Other marketplaces are in the record.
    desk.claim(desk.filer("other"), targets=[{"url": "https://www.amazon.com/dp/B000000001"}])
    agent = desk.filer("agent", FilerKind.AGENT)
    given: dict[str, Any] = {"rights_holder": HOLDER, "filer": None, "vault": VAULT}
    terms = {"marketplace": "taobao"}
    desk.do(authorizations.register, agent, terms=terms, **given)
    both = [{"url": f"{ITEM}1"}, {"url": "https://www.amazon.com/dp/B000000001"}]
    new = [{"url": "https://www.ebay.com/itm/123456789012"}]
    for targets in (both, new, both[1:]):
        with pytest.raises(Refusal) as caught:
            desk.file(agent, rights_holder=HOLDER, targets=targets, shown=MAILBOX)
        assert pointers(caught.value) == ["/authorization"]
    assert isinstance(desk.file(agent, rights_holder=HOLDER), Accepted)


def test_an_offered_authorization_counts_once_it_is_accepted(desk: Desk) -> None:
    holder, agent = desk.filer("Acme Inc"), desk.filer("agent", FilerKind.AGENT)
    to = {"number": agent.id, "name": "agent"}
    given = desk.do(authorizations.offer, holder, agent=to, terms={}, vault=VAULT)
    named: dict[str, Any] = {"rights_holder": HOLDER, "authorization_id": given.id}
    refusal = refused(desk, agent, **named)
    assert (pointers(refusal), "Accept it first" in str(refusal)) == (["/authorization_id"], True)
    assert pointers(refused(desk, agent, rights_holder=HOLDER)) == ["/authorization"]
    desk.do(authorizations.accept, agent, given.id, vault=VAULT)
    assert desk.file(agent, **named).complaint.authorization_id == given.id
    again = desk.file(agent, rights_holder=HOLDER, targets=[{"url": f"{ITEM}2"}])
    assert again.complaint.authorization_id == given.id


def test_a_right_that_ended_since_carries_no_complaint(desk: Desk) -> None:
    acme = desk.filer()
    given: dict[str, Any] = {"rights_holder": None, "filer": None, "vault": VAULT}
    marks = [
        desk.do(rights.register, acme, right={**MARK, "number": number}, **given).id
        for number in ("1", "2")
    ]
    with desk.database.transaction() as session:
        session.get_one(Right, marks[0]).status = "expired"
    assert pointers(refused(desk, acme, right_id=marks[0])) == ["/right_id"]
    assert desk.file(acme, right_id=marks[1]).complaint.right_id == marks[1]
