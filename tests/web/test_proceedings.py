"""Lawsuits and disputes on the pages of filer, staff and seller, from the notice to its end."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.models import Clock
from complaints.storage.context import Context
from tests.api.bodies import COUNTER
from tests.papers import makers
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.web.filing.desk import Owner
from tests.web.test_reply import Shop

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FORM = "multipart/form-data"


def test_a_filer_tells_of_a_suit_and_staff_carry_its_end_out(
    app: Flask, caller: Callable[..., Caller]
) -> None:
    acme, rev = Owner(app), caller("reviewer")
    acme.file()
    rev.post("/claims/1/decide", {"decision": "take_down", "reason": "shown"})
    rev.post("/claims/1/counter", COUNTER)
    assert "/claims/1/proceedings" in acme.get("/claims/1").get_data(as_text=True)
    suit = {"forum": "authority", "name": "Hangzhou Market Regulation", "note": "We wait.",
            "files": (io.BytesIO(makers.pdf()), "receipt.pdf")}  # fmt: skip
    lacking = acme.post("/claims/1/proceedings", {"forum": "", "name": "Court 7"})
    assert (lacking.status_code, "Court 7" in lacking.get_data(True)) == (422, True)
    assert acme.post("/claims/1/proceedings", suit, content_type=FORM).status_code == 303
    page = acme.get("/claims/1/proceedings").get_data(as_text=True)
    for said in ("Hangzhou Market Regulation", "We wait.", "Document not checked"):
        assert said in page
    assert acme.post("/claims/1/proceedings/1/paper", {}).status_code == 422
    assert acme.post("/claims/1/proceedings/1/end", {"result": "lost"}).status_code == 303
    assert Owner(app, name="other").get("/claims/1/proceedings").status_code == 404

    # Rev entered the counter-notice, so a colleague carries out.
    staff = app.test_client()
    sign_in(staff, "reviewer", "ann")
    assert "Lawsuits and disputes waiting for you" in staff.get("/console").text
    assert "Document not checked" in staff.get("/console/claims/1").text
    assert "Document not checked" in staff.get("/console/complaints/1").text
    assert staff.get("/console/claims/999/proceedings").status_code == 404
    waits = staff.get("/console/proceedings").text
    assert ("Check the document" in waits, "Confirm how it ended" in waits) == (True, True)
    shown = staff.get("/console/proceedings/1").text
    assert ("receipt.pdf" in shown, "We wait." in shown) == (True, True)
    for step, form, status in (
        ("carry_out", {}, 409),
        ("end", {"end.result": "lost"}, 303),
        ("carry_out", {}, 409),
        ("see_paper", {}, 303),
        ("decline", {"decline.reasons": "No."}, 409),
        ("carry_out", {}, 303),
        ("carry_out", {}, 409),
        ("overturn", {}, 404),
    ):
        answer = staff.post(f"/console/proceedings/1/{step}", data={**form, "confirmed": "true"})
        assert answer.status_code == status, (step, answer.text)
    assert "No lawsuit or similar is waiting" in staff.get("/console/proceedings").text
    assert "Reinstated" in acme.get("/claims/1").get_data(as_text=True)


def test_staff_enter_a_notice_for_a_side(app: Flask) -> None:
    Owner(app).file()
    staff = app.test_client()
    sign_in(staff, "reviewer", "rev")
    assert "Who told us?" in staff.get("/console/claims/1/proceedings").text
    form = {"side": "filer", "forum": "court", "name": "S.D.N.Y.", "restrains": "true"}
    done = staff.post("/console/claims/1/proceedings", data=form)
    assert done.headers["Location"] == "/console/proceedings/1"
    assert "Entered by staff" in staff.get("/console/proceedings/1").text
    assert staff.post("/console/claims/9/proceedings", data=form).status_code == 404


def test_a_seller_tells_of_a_dispute_body_and_how_it_ended(context) -> None:
    shop = Shop(context)
    shop.take_down()
    assert "A court or an authority is dealing with it" in shop.text()
    given = {"claim_ids": [str(i) for i in shop.ids[:2]], "forum": "dispute_body", "name": "ADROIT"}
    assert shop.post("/proceeding", {**given, "name": ""}).status_code == 422
    assert shop.post("/proceeding", {**given, "claim_ids": str(shop.ids[2])}).status_code == 404
    assert shop.post("/proceeding", given).status_code == 303
    assert "ADROIT" in shop.text("/proceeding")
    assert "ADROIT" in shop.text()
    assert "Send the document, or say how it ended" in shop.text("/proceeding/1")
    assert shop.post("/proceeding/1/paper", {}).status_code == 422
    paper = {"files": (io.BytesIO(makers.pdf()), "award.pdf")}
    assert shop.post("/proceeding/1/paper", paper).status_code == 303
    assert shop.post("/proceeding/1/end", {"result": "lost"}).status_code == 303
    assert "One side says that the case has ended" in shop.text()
    other = shop.link(store_id=None, claim_id=shop.ids[2])
    assert shop.client.get(f"{other}/proceeding/1").status_code == 404


def test_staff_enter_an_appeal_and_let_it_in_late(
    app: Flask, context: Context, caller: Callable[..., Caller]
) -> None:
    acme, rev = Owner(app), caller("reviewer", "rev")
    acme.file()
    rev.post("/claims/1/decide", {"decision": "reject", "reason": "no-infringement"})
    with context.database.transaction() as session:
        term = session.scalars(select(Clock).where(Clock.kind == "appeal_filer")).one()
        term.ends_at = term.starts_at + timedelta(microseconds=1)
    staff = app.test_client()
    sign_in(staff, "reviewer", "ann")
    assert (
        "You enter it for the filer, so a colleague has to judge it."
        in staff.get("/console/claims/1").text
    )
    form = {"enter_appeal.side": "filer", "enter_appeal.grounds": "A page is missing."}
    over = staff.post("/console/claims/1/enter_appeal", data=form)
    assert (over.status_code, "The time to appeal ended" in over.text) == (409, True)
    late = {**form, "enter_appeal.late": "The letter came back."}
    assert staff.post("/console/claims/1/enter_appeal", data=late).status_code == 303
    shown = staff.get("/console/claims/1").text
    assert ("A page is missing." in shown, "Enter an appeal" in shown) == (True, False)
    assert "A colleague has to judge this appeal" in staff.get("/console/desk/1").text
