"""Words that staff alone find a case by: what sellers wrote, appeals, notes, questions; and what a
result says of where it was met."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from complaints.base.errors import Refusal
from complaints.queries.staff import search
from complaints.queries.staff.search import Group
from complaints.rules.actors import Actor, Scope
from complaints.rules.kinds import Side
from complaints.rules.staff.search_words import Thing
from complaints.services.cases import boycotts
from complaints.services.decisions import appeals, claims
from complaints.services.staff import case_questions, notes
from complaints.storage.db import Database
from tests.queries.test_search import found
from tests.scenes.working import working
from tests.services.decisions.desk import CODES, ITEM, VAULT, Desk
from tests.services.decisions.test_claims import make_answer
from tests.services.filing.test_histories import event, line, take

pytestmark = pytest.mark.both_databases

TARGET = {"url": f"{ITEM}1", "title": "红色 Velora 手提包", "store_id": "s-88"}


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


def groups(desk: Desk, actor: Actor, question: str) -> dict[Thing, Group]:
    with desk.database.reading() as session:
        return {
            group.thing: group
            for group in search.groups(working(session, actor, desk.now), question)
        }


def met(desk: Desk, actor: Actor, question: str, thing: Thing = Thing.COMPLAINT) -> list[str]:
    """Where the first hit is met, with ‹what was asked for›."""
    (hit, *_others) = groups(desk, actor, question)[thing].hits
    return [
        f"{one.place}: " + "".join(f"‹{p.text}›" if p.is_met else p.text for p in one.parts)
        for one in hit.met
    ]


def test_staff_alone_find_a_case_by_what_was_said_of_it(desk: Desk) -> None:
    acme, portal, market = desk.filer(), desk.partner(), desk.marketplace()
    rule = replace(desk.staff("rule"), scopes=frozenset({Scope.DECIDE, Scope.READ}))
    ann, ben = desk.staff("ann"), desk.staff("ben")
    claim_id = desk.claim(acme, statement="Crooked seams.", targets=[TARGET])
    desk.do(claims.report_demand, ann, [claim_id], statement="They wanted Waschgeld.",
            words="Pay Schweigegeld or else.")  # fmt: skip
    answer = make_answer(statement="I bought them at Kirchplatz.", reference="Rechnung 4711-B")
    desk.do(claims.counter, ann, [claim_id], answer, vault=VAULT)
    desk.do(claims.reply, acme, claim_id, statement="The shop at Marktgasse is closed.")
    desk.do(claims.decide, ben, claim_id, decision="reject", code=CODES["reject"],
            note="Seen with Vergrößerungsglas.")  # fmt: skip
    desk.do(appeals.file, acme, claim_id, side=Side.FILER, grounds="The Gutachten says otherwise.")
    with desk.database.reading() as session:
        complaint_id = search.search_page(
            working(session, ann, desk.now), "crooked", Thing.COMPLAINT, before=None, limit=5
        ).hits[0].id  # fmt: skip
    desk.do(notes.add_note, ann, "complaint", complaint_id, text="Same as the Schubkarre case.")
    desk.do(case_questions.ask_question, ann, "complaint", complaint_id, text="Is Samt a fabric?")
    said = {
        "waschgeld": "demand_report: They wanted ‹Waschgeld›.",
        "schweigegeld": "demand_report: Pay ‹Schweigegeld› or else.",
        "kirchplatz": "counter_notice: I bought them at ‹Kirchplatz›.",
        '"rechnung 4711 b"': "counter_notice: ‹Rechnung 4711-B›",
        "marktgasse": "answer: The shop at ‹Marktgasse› is closed.",
        "vergrosserungsglas": "decision: Seen with ‹Vergrößerungsglas›.",
        "gutachten": "appeal: The ‹Gutachten› says otherwise.",
        "schubkarre": "note: Same as the ‹Schubkarre› case.",
        "samt fabric": "question: Is ‹Samt› a ‹fabric›?",
        "schubk": "note: Same as the ‹Schubkarre› case.",
    }
    assert {question: met(desk, ann, question)[0] for question in said} == said
    # A word of the statement and one of a note lead to the same case.
    assert met(desk, ann, "crooked schubkarre") == [
        "statement: ‹Crooked› seams.", "note: Same as the ‹Schubkarre› case.",
    ]  # fmt: skip
    # Sealed contacts, and the seller's name, are in no index.
    for sealed in ("seller@shop.example", "8613800000000", "Mei Shop"):
        assert found(desk, ann, sealed) == {}
    for question in (*said, "crooked schubkarre", '"crooked seams" schubkarre'):
        for other in (acme, portal, rule):
            assert found(desk, other, question) == {}, (question, other)
    with desk.database.reading() as session, pytest.raises(Refusal) as caught:
        search.groups(working(session, market.on_sellers_side(), desk.now), "crooked")
    assert caught.value.slug == "not-found"
    assert (
        met(desk, rule, "crooked") == met(desk, acme, "crooked") == ["statement: ‹Crooked› seams."]
    )


def test_staff_find_an_account_and_a_store_by_notes_about_them(desk: Desk) -> None:
    acme, ann = desk.filer(), desk.staff("ann")
    desk.file(acme, targets=[TARGET])
    boycott_id = desk.boycott(acme.filer_id or 0)
    store_id = found(desk, ann, "s-88")["store"][0]
    desk.do(notes.add_note, ann, "filer", acme.filer_id, text="Called twice by Schubkarre.")
    desk.do(notes.add_note, ann, "store", store_id, text="Moved to Kirchplatz.")
    desk.do(case_questions.ask_question, ann, "boycott", boycott_id, text="Does Waschgeld count?")
    desk.do(boycotts.appeal, acme, boycott_id, grounds="The Gutachten says otherwise.")
    assert found(desk, ann, "schubkarre") == {"filer": [acme.filer_id]}
    assert found(desk, ann, "waschgeld") == {"filer": [acme.filer_id]}
    assert met(desk, ann, "gutachten", Thing.FILER) == ["appeal: The ‹Gutachten› says otherwise."]
    assert found(desk, ann, "kirchplatz") == {"store": [store_id]}
    for question in ("schubkarre", "waschgeld", "gutachten", "kirchplatz"):
        assert found(desk, acme, question) == {}


def test_a_result_says_what_it_was_met_by(desk: Desk) -> None:
    acme, ann = desk.filer(), desk.staff("ann")
    long = "It begins. " + "Nothing of note. " * 20 + "Then the crooked seam. " + "More. " * 50
    desk.file(acme, reference="VEL/2026-77", statement=long, targets=[TARGET])
    (cut,) = met(desk, ann, "crooked")
    assert cut.startswith("statement: …")
    assert cut.endswith("…")
    assert "Then the ‹crooked› seam." in cut
    assert len(cut) < 220
    assert met(desk, ann, "vel2026 77") == ["reference: ‹VEL/2026-77›"]
    assert met(desk, ann, "vel 77") == ["reference: ‹VEL›/2026-‹77›"]
    assert met(desk, ann, "手提包") == ["title: 红色 Velora ‹手提包›"]
    assert met(desk, ann, "ｖｅｌｏｒａ 紅色") == ["title: ‹红色› ‹Velora› 手提包"]
    assert met(desk, ann, "velora", Thing.LISTING) == ["title: 红色 ‹Velora› 手提包"]
    assert met(desk, ann, "wo 1234567", Thing.RIGHT) == [
        "number: ‹1234567›", "jurisdiction: ‹WO›",
    ]  # fmt: skip
    assert met(desk, ann, "acm", Thing.FILER) == ["name: ‹acme›"]
    assert met(desk, ann, f"{ITEM}1") == []


def test_older_rows_are_read_for_a_phrase_page_by_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where many have the words and few the phrase, a page says that there may be more."""
    monkeypatch.setattr("complaints.queries.staff.search.reading.MOST_READ", 4)
    monkeypatch.setattr("complaints.queries.staff.search.reading._AT_ONCE", 2)
    acme, ann = desk.filer(), desk.staff("ann")
    ids = [
        desk.file(acme, targets=[{"url": f"{ITEM}{n}"}], statement=said).complaint.id
        for n, said in enumerate(("crooked seam", *["seam, crooked"] * 5, "A crooked seam."), 1)
    ]
    group = groups(desk, ann, '"crooked seam"')[Thing.COMPLAINT]
    assert ([hit.id for hit in group.hits], group.count, group.is_more) == ([ids[-1]], 1, True)
    with desk.database.reading() as session:
        work = working(session, ann, desk.now)
        older = search.search_page(
            work, '"crooked seam"', Thing.COMPLAINT, before=group.next, limit=5
        )
    assert ([hit.id for hit in older.hits], older.is_more, older.next) == ([ids[0]], False, None)


def test_words_of_an_imported_event_are_found_also_where_it_came_later(desk: Desk) -> None:
    ann = desk.staff("ann")
    answered = event("2026-01-03", "counter_notice", by="seller", note="Bought at Kirchplatz.")
    taken_down = event("2026-01-02", "takedown", by="staff", note="Seen by Waschgeld.")
    take(desk.database, desk.now, line(events=[taken_down]))
    assert met(desk, ann, "waschgeld") == ["decision: Seen by ‹Waschgeld›."]
    assert found(desk, ann, "kirchplatz") == {}
    take(desk.database, desk.now, line(events=[taken_down, answered]))
    assert met(desk, ann, "kirchplatz waschgeld") == [
        "decision: Seen by ‹Waschgeld›.", "counter_notice: Bought at ‹Kirchplatz›.",
    ]  # fmt: skip
