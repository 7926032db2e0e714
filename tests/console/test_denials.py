"""Staff compare papers and settle denials, and a brand proves its right: pages without script."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaints.storage.context import Context
from tests.api.bodies import ITEM, MARK, complaint
from tests.attacks.scene import Scene
from tests.papers import makers
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.registers import put_entry

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]


def signed_in(app: Flask, role: str, name: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, role, name)
    return client


def page_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def send(client: FlaskClient, page: str, path: str, **fields: object) -> str:
    """Send one of the page's forms and return the page that follows."""
    found = re.search(r'name="once" value="(\w+)"', page)
    assert found
    answer = client.post(path, data={"once": found.group(1), "confirmed": "true", **fields})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return page_of(client, answer.headers["Location"])


def test_a_brand_adds_its_certificate_and_a_reviewer_compares_it(
    app: Flask, caller: Callers
) -> None:
    acme = caller("filer", "acme")
    right = acme.post("/rights", MARK).get_json()["id"]
    filed = acme.post("/complaints", complaint(right=None, right_id=right)).get_json()
    brand, ann = signed_in(app, "filer", "acme"), signed_in(app, "reviewer", "ann")
    mine = page_of(brand, f"/rights/{right}")
    assert "Only stated" in mine
    empty = brand.post(f"/rights/{right}/papers", data={"once": "x"})
    assert "Add the documents" in empty.get_data(as_text=True)
    paper = io.BytesIO(makers.pdf()), "certificate.pdf"
    mine = send(brand, mine, f"/rights/{right}/papers", files=paper)
    assert "certificate.pdf" in mine
    case = f"/console/complaints/{filed['id']}"
    seen = page_of(ann, case)
    assert "certificate.pdf" in seen
    assert "Sent a document that nobody has compared" in seen
    seen = send(ann, seen, f"{case}/proof", **{"proof.reason": "It fits the office's page."})
    assert "A person compared its document" in seen
    assert "Record that the right's document was compared" not in seen
    assert "Document compared" in page_of(brand, f"/rights/{right}")
    assert "文件已核对" in page_of(brand, f"/rights/{right}?lang=zh")


def test_an_authorization_is_compared_on_the_complaints_page(app: Flask, caller: Callers) -> None:
    agent = caller("agent", "guards")
    body = complaint(rights_holder={"name": "Acme Inc"}, authorization={"reference": "POA-1"})
    filed = agent.post("/complaints", body).get_json()
    ann = signed_in(app, "reviewer", "ann")
    case = f"/console/complaints/{filed['id']}"
    seen = page_of(ann, case)
    assert "POA-1" in seen
    seen = send(ann, seen, f"{case}/proof", **{"proof.reason": "The holder's signed paper."})
    assert "A person compared its document" in seen
    items = agent.get("/authorizations").get_json()["items"]
    assert [item["proof"] for item in items] == ["paper_seen"]


def test_a_denial_between_proven_accounts_is_settled_side_by_side(
    app: Flask, caller: Callers
) -> None:
    acme, other, rev = caller("filer", "acme"), caller("filer", "other"), caller("reviewer", "ann")
    rights = [who.post("/rights", MARK).get_json()["id"] for who in (acme, other)]
    acme.post("/complaints", complaint(right=MARK, targets=[{"url": f"{ITEM}1"}]))
    for right in rights:
        rev.post(f"/rights/{right}/proof", {"reason": "A certificate."})
    (alarm,) = other.get("/alarms").get_json()["items"]
    theirs, ann = signed_in(app, "filer", "other"), signed_in(app, "reviewer", "ann")
    mine = page_of(theirs, f"/alarms/{alarm['id']}")
    mine = send(
        theirs,
        mine,
        f"/alarms/{alarm['id']}",
        answer="not_authorized",
        note="Ours since May.",
        confirmed="true",
    )
    assert "The other account has proof too, or there are others with the same name." in mine
    assert "acme" in page_of(ann, "/console/denials/")
    path = f"/console/denials/{alarm['id']}"
    queue = page_of(ann, "/console?subject=alarm")
    assert f"Denial {alarm['id']}" in queue
    assert "Compare both documents" in queue
    assert "核对双方文件" in page_of(ann, "/console?subject=alarm&lang=zh")
    looked = send(ann, page_of(ann, "/console?lang=en"), "/console/queue/next", subject="alarm")
    assert "Yours until" in looked
    bob = signed_in(app, "reviewer", "bob")
    assert "ann works on this until" in page_of(bob, path)
    assert looked.count("A person compared its document") == 2
    assert "Ours since May." in looked
    fields = {"settlement.settled_for": "filer", "settlement.reason": "Its licence runs on."}
    listed = send(ann, looked, path, **fields)
    assert "There are no denials to check." in listed
    assert "Settled for the filer" in page_of(ann, path)
    assert "that account may file" in page_of(theirs, f"/alarms/{alarm['id']}")


def test_who_is_only_in_the_register_is_held_and_the_page_says_why(
    app: Flask, caller: Callers, context: Context
) -> None:
    put_entry(context.database, context.vault, "Acme Inc", place="cn")
    copied, holder = caller("filer", "Acme Inc"), caller("filer", "Acme")
    right = copied.post("/rights", MARK).get_json()["id"]
    proven = holder.post("/rights", MARK).get_json()["id"]
    caller("reviewer", "rev").post(f"/rights/{proven}/proof", {"reason": "A certificate."})
    filed = copied.post("/complaints", complaint(right=None, right_id=right)).get_json()
    ann = signed_in(app, "reviewer", "ann")
    case = f"/console/complaints/{filed['id']}"
    seen = page_of(ann, case)
    assert "another account has proven that it is the holder" in seen
    assert f'href="/console/filers/{holder.id}"' in seen
    assert "For this complaint only." in seen
    assert "judge both instead" not in seen
    assert "另一账户已证明自己是该权利人" in page_of(ann, f"{case}?lang=zh")
    seen = page_of(ann, f"{case}?lang=en")
    seen = send(ann, seen, f"{case}/proof", **{"proof.reason": "It fits the office's page."})
    assert "another account has proven" not in seen


def test_who_has_proven_nothing_reads_no_name(app: Flask, caller: Callers) -> None:
    acme, other, rev = caller("filer", "acme"), caller("filer", "other"), caller("reviewer", "ann")
    right = acme.post("/rights", MARK).get_json()["id"]
    other.post("/rights", MARK)
    rev.post(f"/rights/{right}/proof", {"reason": "A certificate."})
    acme.post("/complaints", complaint(right=MARK))
    (alarm,) = other.get("/alarms").get_json()["items"]
    theirs = signed_in(app, "filer", "other")
    for path in ("/alarms/", f"/alarms/{alarm['id']}"):
        page = page_of(theirs, path)
        assert "Another account" in page
        assert "acme" not in page


def test_who_gave_a_permission_stands_beside_it_with_its_standing(
    app: Flask, caller: Callers
) -> None:
    scene = Scene(caller)
    maren, squatter = caller("filer", "Maren Foods"), caller("filer", "MAREN FOODS Ltd")
    agent = caller("agent", "Real Agent LLP")
    scene.state(maren, "2100001")
    permit = scene.offer(maren, agent, "Real Agent LLP")
    said = {"rights_holder": {"name": "Maren Foods"}, "authorization_id": permit["id"]}
    scene.file(agent, "2100001", **said)
    scene.state(squatter, "3300003", compared=True)
    (alarm,) = scene.alarms(squatter)
    ann = signed_in(app, "reviewer", "reviewer")
    assert "settlement.reason" not in page_of(ann, f"/console/denials/{alarm['id']}")
    scene.answer(squatter, alarm["id"])
    shown = page_of(ann, f"/console/denials/{alarm['id']}")
    assert "settlement.reason" in shown
    gave = shown.split("Who gave it, and its standing on this right")[1][:400]
    assert "Maren Foods" in gave
    assert "Nothing beyond its own word" in gave
    # What the agent's next complaint is asked for is said in words, in each language.
    scene.state(squatter, "2100001", compared=True)
    asked = scene.file(agent, "2100001", **said)
    page = page_of(ann, f"/console/complaints/{asked['id']}")
    assert "Standing of the other accounts: A person compared its document" in page
    page = page_of(ann, f"/console/complaints/{asked['id']}?lang=zh")
    assert "账户开立天数：" in page
    assert "account_days" not in page
