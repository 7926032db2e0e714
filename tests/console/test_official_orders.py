"""Orders of authorities by page and by API, in both languages: from the claim to the letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Letter
from complaints.storage.context import Context
from tests.api.bodies import complaint
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ORDERS = "/console/official-orders"
GERMAN = {"url": "https://www.amazon.de/dp/B000000001", "store_id": "s1"}


@pytest.mark.parametrize(("language", "waits", "late", "done"), [
    ("en", "1 order of an authority waits for you", "Late", "Answered and told"),
    ("zh", "1 项主管部门的指令待您处理", "逾期", "已答复并告知"),
])  # fmt: skip
def test_an_order_from_the_claim_to_its_letter(
    app: Flask, caller: Callable[..., Caller], context: Context, language: str, waits: str,
    late: str, done: str,
) -> None:  # fmt: skip
    acme, ben = caller("filer", "acme"), caller("reviewer", "ben")
    ann = app.test_client()
    sign_in(ann, "reviewer", "ann")
    mail = {"contact": {"email": "law@acme.example"}}
    acme.post("/complaints", complaint(targets=[GERMAN], **mail))
    page = "/console/claims/1/official-orders"
    assert page in ann.get("/console/claims/1").text
    today = utcnow().date()
    sent = {
        "kind": "act", "authority": "Market Court", "country": "DE", "reference": "7 O 12",
        "received_on": today.isoformat(), "due_on": (today - timedelta(days=1)).isoformat(),
        "territory": "DE, fr", "recipient": "seller", "grounds": "Section 14.",
    }  # fmt: skip
    empty = ann.post(page, data={"recipient": "seller", "territory": "DE XX"})
    assert empty.status_code == 422
    assert "Enter the order&#39;s reasons." in empty.text
    its = ann.post(page, data=sent).headers["Location"]
    again = ann.post(page, data=sent)
    assert (again.status_code, "entered already, as order 1" in again.text) == (409, True)
    assert waits in ann.get(f"/console?lang={language}").text
    listed = ann.get(f"{ORDERS}?lang={language}").text
    assert ("7 O 12" in listed, late in listed) == (True, True)
    (row,) = ben.get("/official-orders").get_json()["items"]
    assert (row["territory"], row["late"], row["state"]) == (["DE", "FR"], True, "open")
    early = {"receipt.on": (today - timedelta(days=1)).isoformat()}
    assert ann.post(f"{its}/receipt", data=early).status_code == 422
    assert ann.post(f"{its}/receipt", data={"receipt.on": today.isoformat()}).status_code == 303
    answer = {
        "answer.effect": "given", "answer.effect_on": today.isoformat(),
        "answer.answered_on": today.isoformat(),
    }  # fmt: skip
    asked = ann.post(f"{its}/answer", data=answer)
    assert "7 O 12" in asked.text
    assert ben.get(f"/official-orders/{row['id']}").get_json()["effect"] is None
    assert ann.post(f"{its}/answer", data={**answer, "confirmed": "true"}).status_code == 303
    assert done in ann.get(f"{its}?lang={language}").text
    assert ben.get("/official-orders").get_json()["items"] == []
    assert "7 O 12" in ann.get(f"{ORDERS}?state=all").text
    with context.database.reading() as session:
        letters = session.scalars(select(Letter.body).where(Letter.kind == "official_order_told"))
        (body,) = letters
    assert ("Section 14." in body, "指令" in body) == (True, True)
    assert acme.get(f"/official-orders/{row['id']}").status_code == 403
    assert ann.post(f"{its}/nothing").status_code == 404
    assert ann.get("/console/claims/99/official-orders").status_code == 404


def test_what_is_sent_again_or_wrongly_is_refused(caller: Callable[..., Caller]) -> None:
    acme, ben = caller("filer", "acme"), caller("reviewer", "ben")
    acme.post("/complaints", complaint())
    path = "/claims/1/official-orders"
    today = utcnow().date().isoformat()
    order = {
        "kind": "inform", "authority": "Customs", "country": "fr", "reference": "A",
        "received_on": today, "recipient": "filer", "grounds": "Code 1.",
        "not_before": "2999-01-01",
    }  # fmt: skip
    made = ben.post(path, order)
    assert (made.status_code, made.get_json()["country"]) == (201, "FR")
    again = ben.post(path, order)
    assert (again.status_code, again.get_json()["official_order_id"]) == (409, 1)
    assert ben.post("/claims/999/official-orders", order | {"reference": "B"}).status_code == 404
    its = made.headers["Location"].removeprefix("/api/v1")
    early = ben.post(f"{its}/tell")
    assert (early.status_code, early.get_json()["state"]) == (409, "open")
    assert ben.post(f"{its}/void", {"why": "Taken back."}).get_json()["state"] == "void"
    assert ben.post(f"{its}/answer", {"effect": "given", "effect_on": today,
                                      "answered_on": today}).status_code == 409  # fmt: skip
    for cursor in ("WyJ4IiwxXQ", "WyIyMDI2LTAxLTAxIiwwXQ"):
        assert ben.get(f"/official-orders?cursor={cursor}").status_code == 422
    (first,) = ben.get("/official-orders?state=void&limit=1").get_json()["items"]
    assert first["void_why"] == "Taken back."
