"""Staff at work: queue, a complaint and its claims, a store, a filer; without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaints.jobs import scanning
from complaints.models import Complaint, Filer, Store
from complaints.rules.policy.policies import Policies
from complaints.storage.context import Context
from tests.abuse.makers import START, honest
from tests.api.bodies import COUNTER
from tests.api.test_casework import file
from tests.jobs.records import put
from tests.queries.test_standing import bad
from tests.scenes.callers import Caller
from tests.scenes.deciding import decide, desk, post, value_of
from tests.scenes.working import working

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]
LATER = START + timedelta(days=400)


def once(page: str) -> str:
    found = re.search(r'name="once" value="(\w+)"', page)
    assert found
    return found.group(1)


def version(page: str, name: str = "version") -> str:
    found = re.search(rf'name="{name}" value="(\d+)"', page)
    assert found
    return found.group(1)


def test_notes_are_apart_from_the_words_to_the_filer(
    caller: Callers, app: Flask, ann: FlaskClient
) -> None:
    acme = caller("filer", "acme")
    case = file(acme, 1)
    kept = ann.post(f"/console/complaints/{case}/notes", data={"note.text": "Smells of a ring."})
    assert kept.status_code == 303
    assert "Smells of a ring." in ann.get(f"/console/complaints/{case}").get_data(as_text=True)
    assert "Smells" not in acme.get(f"/complaints/{case}").get_data(as_text=True)
    empty = ann.post(f"/console/complaints/{case}/notes", data={"note.text": " "})
    assert empty.status_code == 422
    assert 'href="#note-text"' in empty.get_data(as_text=True)


def test_every_step_of_a_claim_has_its_form(
    caller: Callers, ann: FlaskClient, ben: FlaskClient
) -> None:
    acme = caller("filer", "acme")
    case = file(acme, 1)
    (claim,) = [each["id"] for each in acme.get(f"/complaints/{case}").get_json()["claims"]]
    path = f"/console/claims/{claim}"
    wrong = ann.post(f"{path}/ask", data={"ask.what": "The receipt", "ask.answer_due": "soon"})
    assert wrong.status_code == 422
    assert "The receipt" in wrong.get_data(as_text=True)
    due = {"ask.what": "The receipt", "ask.answer_due": "2099-01-01"}
    assert ann.post(f"{path}/ask", data=due).status_code == 303
    assert ann.post(f"{path}/complete", data={"complete.note": "Here."}).status_code == 303
    decide(ann, claim, decision="take_down", reason="test-buy")
    counter = {**COUNTER, "statement": "Bought it from the maker."}
    answered = caller("supervisor").post(f"/claims/{claim}/counter", counter)
    assert answered.status_code == 200, answered.get_json()
    demand = {"demand.statement": "Asked for 500 yuan."}
    assert ben.post(f"{path}/demand", data=demand).status_code == 303
    assert "A colleague has to decide." in desk(ben, claim)
    assert "Asked for 500 yuan." in desk(ben, claim)
    sent: dict[str, Any] = {
        "decision": "reinstate",
        "reason": "answer-convinces",
        "merit": "unfounded",
    }
    assert post(ben, claim, **sent).status_code == 403
    decide(ann, claim, **sent)
    graded = {"grade.merit": "manifestly_unfounded", "grade.reason": "Asked for money."}
    assert ann.post(f"{path}/grade", data=graded).status_code == 303
    page = ann.get(path).get_data(as_text=True)
    assert "Manifestly unfounded" in page
    assert "Asked for 500 yuan." in page
    assert ann.post(f"{path}/nonsense").status_code == 404


def test_an_appeal_is_judged_by_another(
    caller: Callers, ann: FlaskClient, ben: FlaskClient
) -> None:
    acme = caller("filer", "acme")
    case = file(acme, 1)
    (claim,) = [each["id"] for each in acme.get(f"/complaints/{case}").get_json()["claims"]]
    decide(ann, claim, decision="reject", reason="no-infringement")
    appeal = acme.post(f"/claims/{claim}/appeals", {"side": "filer", "grounds": "Look again."})
    number = appeal.get_json()["id"]
    found = ben.get(f"/console/appeals/{number}").headers["Location"]
    assert found == f"/console/desk/{claim}"
    assert "A colleague has to judge this appeal" in desk(ann, claim)
    page = desk(ben, claim)
    assert "Look again." in page
    judged = {"decision": "overturn", "reason": "new-evidence", "appeal_id": number,
              "version": value_of(page, "version")}  # fmt: skip
    assert post(ann, claim, **judged).status_code == 403
    assert post(ben, claim, **{**judged, "appeal_id": 999}).status_code == 404
    decide(ben, claim, **judged)
    assert "Taken down" in ben.get(f"/console/claims/{claim}").text


@pytest.fixture
def scanned(context: Context) -> Context:
    put(context.database, [*honest(), *bad()], LATER)
    done = scanning.sweep(context.database, Policies(), now=LATER)
    with context.database.transaction() as session:
        done.record(working(session, now=LATER))
    return context


def test_a_filer_among_its_peers(scanned: Context, ann: FlaskClient) -> None:
    with scanned.database.reading() as session:
        filer_id = session.query(Filer).filter_by(reference="bad").one().id
        store_id = session.query(Store).first().id
        complaint_id = session.query(Complaint).filter_by(filer_id=filer_id).first().id
    assert "Bad" in ann.get("/console/filers?name=bad").text
    page = ann.get(f"/console/filers/{filer_id}").text
    assert "Far above its peers" in page
    assert 'class="ch-svg__mine"' in page
    assert '"kind": "funnel"' in page
    assert "20 of 20 decided claims refused or unfounded" in page
    assert "远高于同类范围" in ann.get(f"/console/filers/{filer_id}?lang=zh").text
    assert (
        "Similar and earlier complaints"
        in ann.get(f"/console/complaints/{complaint_id}?lang=en").text
    )
    store = ann.get(f"/console/stores/{store_id}?lang=en").text
    assert "Over time" in store
    for shown, lane in ((page, "Filed complaints"), (store, "Complained about")):
        assert f'<text class="ch-svg__lane" x="8" y="14">{lane}</text>' in shown
    note = {"note.text": "Known from before."}
    for path in (f"/console/filers/{filer_id}", f"/console/stores/{store_id}"):
        assert ann.post(f"{path}/notes", data=note).status_code == 303
        assert "Known from before." in ann.get(path).text


def test_originals_are_read_with_a_reason(
    caller: Callers, ann: FlaskClient, context: Context
) -> None:
    portal = caller("partner")
    sam = {"reference": "s-1", "name": "Sam", "kind": "individual", "email": "sam@example.org"}
    file(portal, 1, filer=sam)
    with context.database.reading() as session:
        filer_id = session.query(Filer).filter_by(reference="s-1").one().id
    path = f"/console/filers/{filer_id}"
    assert "sam@example.org" not in ann.get(path).text
    assert ann.post(f"{path}/identities", data={"identities.why": ""}).status_code == 422
    opened = ann.post(f"{path}/identities", data={"identities.why": "A ring is checked."})
    assert "sam@example.org" in opened.text
    assert opened.headers["Cache-Control"] == "no-store"
