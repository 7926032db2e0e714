"""A ring as one case through pages: read, chosen from, taken up the ladder, kept as a file."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from sqlalchemy import delete, select

from abuse.findings import Link
from complaints.base.clock import utcnow
from complaints.models import Filer, FilerIdentity, Flag, FlagAnswer, Lease, Letter, Person
from complaints.rules.actors import SYSTEM
from complaints.services.findings import scans
from tests.scenes.accounts import sign_in
from tests.scenes.working import working
from tests.services.cases.rings import Streets

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WORDS = {"reasons": "Invented marks.", "gravity": "Twelve shops shut.", "intention": "Money."}


@pytest.fixture
def case(app, context):
    """A ring of a, b and c with a phone in common, and d alone; clients for ann and ben."""
    made = SimpleNamespace(app=app, context=context, people={}, ids={}, ids_of_people={})
    now = utcnow()
    with context.database.transaction() as session:
        streets = Streets(session, now - timedelta(hours=1), "abcd")
        made.ids = {name: row.id for name, row in streets.known.items()}
        for name in "abc":
            session.add(FilerIdentity(filer_id=made.ids[name], kind="phone", digest="d" * 64,
                                      first_seen=now, last_seen=now))  # fmt: skip
        found = streets.found(now, ["abc", "d"], level="boycott_review")
        found.links.append(Link(made.ids["a"], made.ids["b"], "lockstep", 9.0, (), {"common": 4.0}))
        scans.record(working(session, SYSTEM, now), found, later_levels={}, started_at=now)
    for name, role in (("ann", "reviewer"), ("ben", "supervisor")):
        made.people[name] = app.test_client()
        made.ids_of_people[name] = sign_in(made.people[name], role, name).actor.person_id
    return made


def read(case, path, name="ann"):
    answer = case.people[name].get(f"/console/rings/1{path}")
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def ticked(case, names, path="", **query):
    """Return the form's own fields as the page has them, with these boxes ticked."""
    seen = re.findall(r'name="seen" value="([^"]+)"', read(case, path))
    return {"filer_ids": [str(case.ids[name]) for name in names], "seen": seen, **query}


def post(case, path, form, name="ann"):
    return case.people[name].post(f"/console/rings/1{path}", data={"confirmed": "true", **form})


def test_it_shows_what_each_account_answered_before_a_warning(case):
    assert "What the filer answered" not in read(case, "")
    with case.context.database.transaction() as session:
        flag = session.scalars(select(Flag).where(Flag.filer_id == case.ids["b"])).one()
        alone = session.scalars(select(Flag).where(Flag.filer_id == case.ids["d"])).one()
        for about, said in (
            (flag, "We are <b>tenants</b> of one hall."),
            (alone, "Not of the ring."),
        ):
            session.add(FlagAnswer(flag_id=about.id, text=said, said_at=utcnow()))
    page = read(case, "")
    answered = page[page.index('id="answer"') : page.index('id="accounts"')]
    assert "We are &lt;b&gt;tenants&lt;/b&gt; of one hall." in answered
    assert f'href="/console/flags/{flag.id}#answer"' in answered
    assert answered.count("<blockquote") == 1, "the account that is not in the ring is not here"
    assert post(case, "/take", ticked(case, "abc")).status_code == 303
    assert "that filer gets this reason by letter" in read(case, "")


def test_a_ring_is_one_row_and_its_dossier_says_each_thing_once(case):
    listed = case.people["ann"].get("/console/flags").get_data(as_text=True)
    assert listed.count("data-row") == 2
    assert "Ring 1" in listed
    assert "3 accounts" in listed
    flag = case.people["ann"].get("/console/flags/1").get_data(as_text=True)
    assert "Look at ring 1 as one case" in flag
    page = read(case, "")
    assert page.count("3 of 3 accounts") == 1
    assert "phone, in lockstep with 1" in page
    assert "d" * 64 not in page
    assert page.count('name="filer_ids"') == 3
    here = re.findall(r'href="([^"]+)" aria-current="location"', page)
    assert here == ["/console/flags"], "a ring is a row of the flags"
    assert "checked" not in page[page.index('id="ring-form"') : page.index('id="picture"')]
    assert read(case, "?tick=take").count(" checked>") > 3
    stranger = case.app.test_client()
    sign_in(stranger, "filer", "acme")
    assert stranger.get("/console/rings/1").status_code == 404
    assert case.people["ann"].get("/console/rings/2").status_code == 404


def test_a_ring_goes_up_the_ladder_together_and_exceptions_stay(case):
    late = ticked(case, "abc")
    done = post(case, "/take", ticked(case, "ab") | {"why": ""})
    assert done.status_code == 303
    assert "1 other account of the ring stays as it is" in read(case, "")
    stale = post(case, "/take", late)
    assert stale.status_code == 409
    assert "2 of the accounts that you ticked were changed" in stale.text
    assert stale.text.count(" checked>") >= 3
    nobody = post(case, "/confirm", ticked(case, "") | {"why": ""})
    assert nobody.status_code == 422
    assert "Choose at least one account" in nobody.text
    assert "Enter your reason." in nobody.text, "both at once"
    mixed = post(case, "/confirm", ticked(case, "abc") | {"why": "One phone."})
    assert mixed.status_code == 409
    assert "1 of 3 cannot be confirmed" in mixed.text
    assert "C: This flag is “Open”" in mixed.text
    assert "One phone." in mixed.text
    assert "Leave 1 out, and go on with the other 2" in " ".join(mixed.text.split())
    left_out = {"why": "One phone.", "without": str(case.ids["c"])}
    asked = case.people["ann"].post("/console/rings/1/confirm", data=ticked(case, "abc") | left_out)
    assert "Confirm 2 flags" in asked.text
    done = post(case, "/confirm", ticked(case, "abc") | left_out)
    assert done.status_code == 303
    kept = f"accounts={case.ids['a']},{case.ids['b']}&done=true#steps"
    assert done.headers["Location"].replace("%2C", ",").endswith(kept)
    page = read(case, "")
    assert re.search(r"Confirmed</dt>\s*<dd[^>]*>2 accounts: A and B", page)
    assert re.search(r"Open</dt>\s*<dd[^>]*>1 account: C", page)
    nobody = post(case, "/choose-propose", ticked(case, ""))
    assert nobody.status_code == 422
    assert "Choose at least one account" in nobody.text
    chosen = post(case, "/choose-propose", ticked(case, "ab") | {"why": ""})
    path = chosen.headers["Location"].partition("/rings/1")[2]
    form = read(case, path)
    assert "1 account of the ring is left out" in form
    beyond = read(case, f"/propose?accounts={case.ids['a']},{case.ids['c']}")
    assert "A boycott cannot be proposed for 1 of 2." in beyond, "before the words are written"
    assert re.search(r"<li>C: (<[^>]+>)?Open", beyond)
    assert "<textarea" not in beyond
    assert f'propose?accounts={case.ids["a"]}"' in beyond
    lacking = post(case, path, ticked(case, "", path) | {"reasons": "Invented marks."})
    assert lacking.status_code == 422
    assert "Invented marks." in lacking.text
    assert 'href="#gravity"' in lacking.text
    assert post(case, path, {**WORDS, "seen": ticked(case, "", path)["seen"]}).status_code == 303
    chosen = post(case, "/choose-warn", ticked(case, "abc"))
    path = chosen.headers["Location"].partition("/rings/1")[2]
    letters = read(case, path)
    # Once for both, in two languages, and in each whole letter.
    assert letters.count("Invented marks.") == 2 + 2 * 2
    assert "1 of 3 cannot be warned" in letters
    assert "on this page: …" in letters
    assert f"warn?accounts={case.ids['a']},{case.ids['b']}" in letters.replace("%2C", ",")
    assert post(case, path, {}).status_code == 409
    both = path.rpartition(",")[0]
    assert "Send 2 warnings" in read(case, both)
    assert post(case, both, {"seen": ticked(case, "", both)["seen"]}).status_code == 303
    assert "Boycott: Warned" in read(case, "")
    with case.context.database.reading() as session:
        sent = session.scalars(select(Letter.filer_id).order_by(Letter.id)).all()
        assert sent == [case.ids["a"], case.ids["b"]]
        assert session.scalars(select(Flag.state).order_by(Flag.id)).all() == [
            "confirmed", "confirmed", "open", "open",
        ]  # fmt: skip


def test_a_taken_ring_is_one_case_of_the_queue(case):
    post(case, "/take", ticked(case, "abc"))
    queue = case.people["ann"].get("/console").get_data(as_text=True)
    assert queue.count("data-row") == 1
    assert "Review the ring" in queue
    assert 'href="/console/rings/1"' in queue
    assert "A and 2 other accounts" in " ".join(queue.split())
    assert case.people["ann"].get("/console?subject=flag").text.count("data-row") == 0
    assert case.people["ann"].get("/console?subject=ring").text.count("data-row") == 1


def test_what_somebody_took_who_left_waits_for_everybody(case):
    post(case, "/take", ticked(case, "ab"))
    assert case.people["ben"].post("/console/flags/4/take").status_code == 303
    queues = {name: lambda name=name, whose="": case.people[name].get(f"/console?{whose}").text
              for name in ("ann", "ben")}  # fmt: skip
    assert [queues[name]().count("data-row") for name in ("ann", "ben")] == [1, 1]
    with case.context.database.transaction() as session:
        gone = session.get(Person, case.ids_of_people["ann"])
        gone.active = False
        session.execute(delete(Lease))
    assert queues["ben"]().count("data-row") == 2
    assert queues["ben"](whose="whose=mine").count("data-row") == 1, "the flag that ben took"
    free = queues["ben"](whose="whose=unassigned")
    assert (free.count("data-row"), 'href="/console/rings/1"' in free) == (1, True)
    assert "Not assigned (1)" in free
    post(case, "/take", {"filer_ids": [str(case.ids["c"])]}, name="ben")
    mine = queues["ben"](whose="whose=mine")
    assert (mine.count("data-row"), 'href="/console/rings/1"' in mine) == (2, True)


def test_two_reviewers_in_one_ring_and_what_they_note(case):
    taken = {"subject": "ring", "subject_id": "1"}
    assert case.people["ann"].post("/console/queue/hold", data=taken).status_code == 303
    assert "Give back" in read(case, "")
    theirs = read(case, "", name="ben")
    assert "ann works on this until" in theirs
    assert "With the accounts that are ticked" not in theirs
    late = post(case, "/take", ticked(case, "ab"), name="ben")
    assert (late.status_code, "ann works on this until" in late.text) == (409, True)
    one = case.people["ben"].post("/console/flags/1/take")
    assert (one.status_code, "ann works on this until" in one.text) == (409, True)
    alone = case.people["ben"].get("/console/flags/1").get_data(as_text=True)
    assert "ann works on this until" in alone
    empty = post(case, "/note", {"note.text": " "})
    assert empty.status_code == 422
    assert post(case, "/note", {"note.text": "One office."}, name="ben").status_code == 303
    assert "One office." in read(case, "")
    assert "A note was added" in read(case, "")
    assert case.people["ann"].post("/console/queue/release", data=taken).status_code == 303
    assert post(case, "/take", ticked(case, "ab"), name="ben").status_code == 303
    listed = case.people["ben"].get("/console?whose=mine").get_data(as_text=True)
    assert listed.count("data-row") == 1
    given = {"to": f"person-{case.ids_of_people['ann']}"}
    assert case.people["ben"].post("/console/cases/ring/1/give", data=given).status_code == 303
    assert "Assigned to ann" in case.people["ben"].get("/console").get_data(as_text=True)
    mine = case.people["ann"].get("/console?whose=others").get_data(as_text=True)
    assert mine.count("data-row") == 1


def test_the_picture_is_searched_gathered_focused_and_kept(case):
    page = read(case, "?find=b")
    # Of b, and of the phone shared by 3.
    assert "2 names have “b” in them:" in page
    assert f"focus=filer:{case.ids['b']}" in page.replace("%3A", ":")
    around = read(case, f"?focus=filer:{case.ids['c']}")
    assert "C and what it is tied to" in around
    nodes = case.people["ann"].get("/console/rings/1/picture.json?gather=listing").get_json()
    kinds = {node["kind"]: node["text"] for node in nodes["nodes"]}
    assert kinds["listing"] == "9 listings"
    drawn = case.people["ann"].get("/console/rings/1/picture.svg")
    assert "attachment" in drawn.headers["Content-Disposition"]
    svg = ElementTree.fromstring(drawn.data)
    assert "Phone shared by 3" in "".join(svg.itertext())
    kept = case.people["ann"].get("/console/rings/1/picture.graphml?kinds=shares")
    graph = ElementTree.fromstring(kept.data)
    assert len(graph.findall(".//{*}edge")) == 3
    assert b"d" * 64 not in kept.data + drawn.data
    for wrong in ("gather=all", "kinds=none", "focus=" + "x" * 50, "find=" + "x" * 101, "tick=x"):
        assert case.people["ann"].get(f"/console/rings/1?{wrong}").status_code == 422, wrong
    sqlish = case.people["ann"].get("/console/rings/1?find=%27%3B+DROP+TABLE+ring%3B--")
    assert "No name in the picture has" in sqlish.get_data(as_text=True)
    assert case.people["ann"].get("/console/rings/1/warn?accounts=1,x").status_code == 422


def test_a_name_with_signs_of_markup_stays_text_in_every_file(case):
    with case.context.database.transaction() as session:
        session.get_one(Filer, case.ids["a"]).name = '<script>"&\x0b'
    drawn = case.people["ann"].get("/console/rings/1/picture.svg").data
    assert b"<script>" not in drawn
    ElementTree.fromstring(drawn)
    ElementTree.fromstring(case.people["ann"].get("/console/rings/1/picture.graphml").data)
