"""The queue's pages: filters as tags, saved views, cases given to somebody, questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from complaints.base.clock import utcnow
from complaints.models import Claim, Complaint, Listing, Person, SavedView
from complaints.storage.context import Context
from tests.api.bodies import ITEM
from tests.api.test_casework import file
from tests.console.test_casework import once
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]


def test_filters_are_tags_and_go_with_the_next_case(caller: Callers, ann: FlaskClient) -> None:
    acme = caller("filer", "acme")
    case = file(acme, 1)
    page = ann.get("/console?marketplace=taobao&older_than=7").text
    assert "No case fits these filters." in page
    assert "1 claim waits for a decision" in page
    assert 'href="/console?marketplace=taobao"' in page, "one tag is taken off, the other stays"
    kept = ann.get("/console?marketplace=taobao").text
    assert f"/console/desk/complaints/{case}?queue=marketplace%3Dtaobao" in kept
    sent = {"once": once(kept), "marketplace": "taobao"}
    taken = ann.post("/console/queue/next", data=sent).headers["Location"]
    assert taken == f"/console/desk/complaints/{case}?queue=marketplace%3Dtaobao"
    assert ann.get(taken, follow_redirects=True).status_code == 200
    none = ann.post("/console/queue/next", data={"marketplace": "tmall"}).headers["Location"]
    assert none == "/console?marketplace=tmall"


def test_nobody_takes_a_case_that_is_not_there(ann: FlaskClient) -> None:
    sent = {"subject": "complaint", "subject_id": "999"}
    assert ann.post("/console/queue/hold", data=sent).status_code == 404


def test_a_filter_that_does_not_exist_is_left_out_and_the_others_stay(ann: FlaskClient) -> None:
    page = ann.get("/console?basis=theft&marketplace=taobao&older_than=x&view=x").text
    assert "The address of this page has a filter that does not exist." in page
    assert page.count('class="moj-filter__tag"') == 1
    assert 'href="/console?view=0"' in page, "the one tag is taken off"
    assert "does not exist" not in ann.get("/console?marketplace=taobao").text


def test_an_empty_queue_says_what_else_there_is(
    caller: Callers, context: Context, ann: FlaskClient
) -> None:
    assert "No case waits for a decision." in ann.get("/console").text
    file(caller("filer", "acme"), 2)
    with context.database.transaction() as session:
        session.execute(update(Claim).values(decide_by=None, from_history=True))
    page = ann.get("/console").text
    assert "No case waits for a decision." in page
    assert "An import left 2 claims undecided" in page
    assert "Take" in ann.get("/console?histories=true").text


def test_fifty_views_are_enough_for_anybody(context: Context, ann: FlaskClient) -> None:
    with context.database.transaction() as session:
        person_id = session.scalars(select(Person.id).where(Person.handle == "ann")).one()
        for number in range(49):
            session.add(
                SavedView(person_id=person_id, name=f"View {number}", shared="own", filters={},
                          made_at=utcnow())
            )  # fmt: skip
    assert ann.post("/console/views", data={"name": "50th", "shared": "own"}).status_code == 303
    over = ann.post("/console/views", data={"name": "51st", "shared": "own"})
    assert over.status_code == 422
    assert "You have 50 views. Delete one first." in over.text


def test_a_view_is_saved_opened_with_and_outlives_its_marketplace(
    context: Context, ann: FlaskClient
) -> None:
    named = {"name": "Demands", "shared": "all", "demand": "true", "marketplace": "taobao"}
    made = ann.post("/console/views", data=named).headers["Location"]
    view = made.rpartition("=")[2]
    page = ann.get(made).text
    assert "Demands</h1>" in page
    assert "The view is saved." in page
    again = ann.post("/console/views", data={**named, "name": "demands"})
    assert again.status_code == 409
    assert 'href="#name"' in again.text
    assert 'name="demand" value="true"' in again.text, "the filters are not lost"
    ann.post(f"/console/views/{view}/default")
    assert "Demands</h1>" in ann.get("/console").text
    assert "Cases waiting for you</h1>" in ann.get("/console?view=0").text
    # What it names is no marketplace any more, and another filter was of an older version.
    with context.database.transaction() as session:
        row = session.scalars(select(SavedView)).one()
        row.filters = {"marketplace": "gone.example", "basis": "of-old"}
    stale = ann.get("/console").text
    assert "A part of this view no longer applies" in stale
    assert "gone.example" in stale
    assert ann.get(f"/console/views/{view}").status_code == 200
    renamed = ann.post(f"/console/views/{view}", data={"name": "Old", "shared": "own"})
    assert "Old</h1>" in ann.get(renamed.headers["Location"]).text
    ann.post(f"/console/views/{view}/delete", data={"confirmed": "true"})
    assert "Cases waiting for you</h1>" in ann.get("/console").text


def test_a_case_is_given_and_asked_about(caller: Callers, app: Flask, ann: FlaskClient) -> None:
    case = file(caller("filer", "acme"), 1)
    ben = app.test_client()
    me = sign_in(ben, "reviewer", "ben")
    path = f"/console/cases/complaint/{case}"
    ann.post(f"{path}/give", data={"to": f"person-{me.actor.id}"})
    assert "Assigned to Ben" in ann.get("/console?whose=others").text
    assert "Mine (1)" in ben.get("/console").text
    nobody = ann.post(f"{path}/give", data={"to": "team-nowhere"})
    assert (nobody.status_code, "Nobody is in this team" in nobody.text) == (422, True)
    assert ann.post(f"{path}/give", data={"to": "person-0"}).status_code == 422
    empty = ann.post(f"{path}/ask", data={"ask_to": "second-line", "text": " "})
    assert (empty.status_code, 'href="#text"' in empty.text) == (422, True)
    nobody = ann.post(f"{path}/ask", data={"ask_to": "", "text": "Well?"})
    assert (nobody.status_code, "Choose whom to ask." in nobody.text) == (422, True)
    asked = {"ask_to": f"person-{me.actor.id}", "text": "Do you know this seam?"}
    assert ann.post(f"{path}/ask", data=asked).headers["Location"] == path
    queue = ben.get("/console").text
    assert "1 question for you" in queue
    assert "Question to Ben" in queue
    assert 'name="text"' in ben.get(path).text
    assert ann.post("/console/questions/1/answer", data={"text": "Yes."}).status_code == 403
    assert ben.post("/console/questions/1/answer", data={"text": "Yes."}).status_code == 303
    assert "Yes." in ann.get(path).text
    assert ann.post(f"{path}/give", data={"to": ""}).status_code == 303
    assert "Not assigned (1)" in ann.get("/console").text
    assert ann.get("/console/cases/complaint/999").status_code == 404


def test_an_administrator_sets_team_and_languages(app: Flask, ann: FlaskClient) -> None:
    ada = app.test_client()
    sign_in(ada, "administrator", "ada")
    ann_id = 1
    sent = {"team": " North  desk ", "languages": ["zh", "en"]}
    assert ada.post(f"/console/people/{ann_id}/place", data=sent).status_code == 303
    page = ada.get("/console/people").text
    assert "North desk" in page
    form = ada.get(f"/console/people/{ann_id}/place").text
    assert form.count(" checked") == 2
    assert "My team&#39;s (0)" in ann.get("/console").text
    assert ada.post(f"/console/people/{ann_id}/place", data={}).status_code == 303
    assert "My team" not in ann.get("/console").text.partition("Saved views")[0]


def test_a_row_says_what_waits_and_for_how_long(
    caller: Callers, context: Context, ann: FlaskClient
) -> None:
    other = caller("reviewer", "olga")
    acme = caller("filer", "acme")
    case = file(acme, 3)
    claims = acme.get(f"/complaints/{case}").get_json()["claims"]
    with context.database.transaction() as session:
        session.execute(update(Listing).values(title=None))
        session.get_one(
            Listing, session.get_one(Claim, claims[1]["id"]).listing_id
        ).title = "红色手提包"
        complaint = session.get_one(Complaint, case)
        complaint.filed_at -= timedelta(hours=47, minutes=30)
    text = ann.get("/console").text
    first = f"<br>{ITEM.rpartition('=')[2]}1 and 2 other listings"
    for words in (first, "Taobao", "Counterfeit<br>",
                  "Trade mark", "47 hours old"):  # fmt: skip
        assert words in text, words
    # The first that waits is named: one that is decided is not.
    down = {"reason": "no-evidence", "claim_ids": [claims[0]["id"]], "decision": "reject"}
    decided = other.post(f"/complaints/{case}/decide", down)
    assert decided.status_code == 200, decided.get_json()
    with context.database.transaction() as session:
        session.get_one(Complaint, case).filed_at -= timedelta(minutes=30)
    text = ann.get("/console").text
    assert "红色手提包 and 1 other listing<" in text
    assert "2 days old" in text
    (item,) = other.get("/queue").get_json()["items"]
    assert item["about"] == {
        "basis": "counterfeit", "right_kind": "trademark", "right": "ACME", "listing": "红色手提包",
        "marketplace": "taobao",
    }  # fmt: skip
