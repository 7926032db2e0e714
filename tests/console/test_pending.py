"""A decision on a page that can be undone: banner, undo, send now, and who reads a note."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Claim, Letter
from complaints.rules.actors import SYSTEM
from complaints.services.decisions import taking_effect
from complaints.storage.context import Context
from tests.api.bodies import slug
from tests.api.test_casework import file
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.deciding import decide, desk, pending_of
from tests.scenes.working import working

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]
STORE = "/console/stores/1"


def words(client: FlaskClient, path: str) -> str:
    return client.get(path).get_data(as_text=True)


def decided(ann: FlaskClient, case: int, **more: str) -> str:
    claim, *others = claims_of(ann, case)
    sent = {"claim_ids": others, "decision": "reject", "reason": "wrong-listing", **more}
    decide(ann, claim, now=False, **sent)
    return desk(ann, claim)


def claims_of(ann: FlaskClient, case: int) -> list[int]:
    page = words(ann, f"/console/complaints/{case}")
    return [int(each) for each in re.findall(r'data-row>.*?href="/console/desk/(\d+)"', page, re.S)]


def test_a_slip_is_undone_and_a_word_is_for_one_side(
    app: Flask, caller: Callers, ann: FlaskClient, context: Context
) -> None:
    acme, ben = caller("filer", "acme"), caller("reviewer", "ben")
    case = file(acme, 2)
    page = decided(ann, case)
    assert "Decided: Rejected." in page
    assert "It takes effect at" in page
    assert 'name="decision"' not in page
    for path in ("/console", f"/console/complaints/{case}", "/console/claims/1", STORE):
        assert f"/console/pending/{pending_of(page)}/send-now" in words(ann, path)
    assert "此之前不通知任何人" in words(ann, "/console?lang=zh")
    words(ann, "/console?lang=en")
    assert acme.get(f"/complaints/{case}").get_json()["claim_counts"] == {"received": 2}
    refused = acme.post(f"/complaints/{case}/withdraw", {})
    assert (refused.status_code, slug(refused)) == (409, "decision-pending")
    refused = ben.post("/claims/1/decide", {"decision": "reject", "reason": "no-evidence"})
    assert (refused.status_code, slug(refused)) == (409, "decision-pending")
    (item,) = ben.get("/pending-decisions").get_json()["items"]
    assert (item["claim_ids"], item["by"], item["yours"]) == ([1, 2], "Ann", False)
    other = app.test_client()
    sign_in(other, "reviewer", "cat")
    assert "/undo" not in words(other, f"/console/complaints/{case}")
    assert other.post(f"/console/pending/{item['id']}/undo").status_code == 403
    assert ann.post(f"/console/pending/{item['id']}/undo").status_code == 303
    late = ann.post(f"/console/pending/{item['id']}/undo")
    assert (late.status_code, "This decision was undone on" in late.text) == (409, True)
    assert ann.post("/console/pending/999/undo").status_code == 404
    page = decided(ann, case, note="Mind the address.", note_to="filer")
    number = pending_of(page)
    assert ann.post(f"/console/pending/{number}/send-now").status_code == 303
    late = ann.post(f"/console/pending/{number}/undo")
    assert (late.status_code, "Too late: this decision took effect" in late.text) == (409, True)
    assert "Only to the filer: Mind the address." in words(ann, "/console/claims/1?lang=en")
    (event,) = acme.get(f"/complaints/{case}").get_json()["events"]
    assert (event["code"], event["note"], event["note_to"]) == (
        "wrong-listing", "Mind the address.", "filer",
    )  # fmt: skip
    assert event["reason"].startswith("Your complaint describes different goods")
    with context.database.reading() as session:
        decision = select(Letter).where(Letter.kind == "claim_decided").order_by(Letter.id)
        to_filer, *to_sellers = session.scalars(decision)
    assert "Mind the address." in to_filer.body
    assert to_sellers
    assert not any("Mind" in letter.body for letter in to_sellers)


def test_who_decided_sees_in_the_queue_what_took_no_effect(
    caller: Callers, ann: FlaskClient, context: Context
) -> None:
    acme = caller("filer", "acme")
    first, second = file(acme, 1), file(acme, 1, start=50)
    decided(ann, first)
    decided(ann, second)
    with context.database.transaction() as session:
        (other,) = session.scalars(select(Claim).where(Claim.complaint_id == second))
        # As a history may do, which follows what happened elsewhere.
        other.state, other.listing_down = "countered", True
    with context.database.transaction() as session:
        later = utcnow() + timedelta(minutes=6)
        assert taking_effect.carry_out_due(working(session, SYSTEM, later)) == 2
        states = session.scalars(select(Claim.state).order_by(Claim.id)).all()
        assert states == ["rejected", "countered"]
    queue = words(ann, "/console")
    assert "took no effect" in queue
    assert "Not possible in this state" in queue
    assert f'href="/console/complaints/{second}">Open the complaint' in queue
    assert "send-now" not in queue
