"""Statements of reasons as they are read: over the API, on each side's page, as tagged PDF; and
whether a text was altered since."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select, update

from complaints.commands.reasons import statements_group
from complaints.models import Claim, StatementOfReasons
from complaints.storage.context import Context
from complaints.storage.links import SellerOf
from tests.api.bodies import HOLDER, ITEM, SAM, complaint
from tests.api.test_printing import words
from tests.commands.conftest import run
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.links import link_to

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SHOWN = "It has been shown that the right exists and that this listing infringes it."
HTML = {"Accept": "text/html"}
__all__ = ["run"]


def decided(filer: Caller, staff: Caller) -> int:
    """File a complaint and take its listing down; return its claim."""
    made = filer.post("/complaints", complaint()).get_json()
    claim_id: int = made["targets"][0]["claim_id"]
    decision = {"decision": "take_down", "reason": "shown"}
    assert staff.post(f"/claims/{claim_id}/decide", decision).status_code == 200
    return claim_id


def items(who: Caller, claim_id: int) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = who.get(f"/claims/{claim_id}/statements").get_json()["items"]
    return answer


def test_each_side_reads_its_own_over_the_api_and_as_pdf(caller: Callable[..., Caller]) -> None:
    filer, seller, staff = caller("filer"), caller("marketplace"), caller("reviewer")
    claim_id = decided(filer, staff)
    of_filer, of_seller = items(staff, claim_id)
    assert (items(filer, claim_id), items(seller, claim_id)) == ([of_filer], [of_seller])
    assert of_seller["claim_ids"] == [claim_id]
    assert of_seller["territory"] == ["CN"]
    assert of_seller["facts"]["notifier"] == "filer"
    assert [way["way"] for way in of_seller["redress"]] == ["answer", "internal_complaint", "court"]
    assert of_filer["redress"] == []
    for one in (of_filer, of_seller):
        assert sha256(one["text"].encode()).hexdigest() == one["sha256"]
        assert staff.get(f"/statements/{one['id']}").get_json() == one
    path = f"/statements/{of_seller['id']}/statement.pdf"
    answer = seller.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pdf = PdfReader(io.BytesIO(answer.data))
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    said = words(answer.data)
    for part in (SHOWN, "This applies in: China", "适用范围：中国", of_seller["sha256"]):
        assert part in said, part
    assert "[/link]" not in said
    stranger = caller("filer", "other")
    for who in (filer, stranger):
        assert who.get(path).status_code == 404
        assert who.get(f"/statements/{of_seller['id']}").status_code == 404
    assert stranger.get(f"/claims/{claim_id}/statements").status_code == 404


def test_each_side_reads_its_own_on_its_page(
    caller: Callable[..., Caller], app: Flask, context: Context
) -> None:
    claim_id = decided(caller("filer"), caller("reviewer"))
    with context.database.reading() as session:
        claim = session.get_one(Claim, claim_id)
        seller = SellerOf(claim.complaint_id, claim.store_id, None if claim.store_id else claim.id)
        ids = dict(
            session.execute(select(StatementOfReasons.side, StatementOfReasons.id)).tuples().all()
        )
    pages = {
        "filer": f"/claims/{claim_id}", "reviewer": f"/console/claims/{claim_id}",
        "seller": link_to(context, seller=seller),
    }  # fmt: skip
    for who, path in pages.items():
        client = app.test_client()
        if who != "seller":
            sign_in(client, who, who)
        page = client.get(path, headers=HTML).get_data(as_text=True)
        links = re.findall(r'href="([^"]+/statements/(\d+)/statement\.pdf)"', page)
        wanted = set(ids.values()) if who == "reviewer" else {ids[who]}
        assert {int(number) for _, number in links} == wanted, who
        assert SHOWN in page
        for link, _ in links:
            assert client.get(link, headers=HTML).mimetype == "application/pdf"
        if who != "reviewer":
            others = links[0][0].replace(
                f"/{ids[who]}/", f"/{ids['seller' if who == 'filer' else 'filer']}/"
            )
            assert client.get(others, headers=HTML).status_code == 404


@pytest.mark.parametrize(("basis", "is_named"), [("trademark", True), ("other", False)])
def test_who_complained_is_named_to_a_seller_everywhere_or_nowhere(
    caller: Callable[..., Caller], app: Flask, context: Context, basis: str, is_named: bool
) -> None:
    filed = caller("partner").post("/complaints", complaint(
        filer={**SAM, "name": "Sam Sly"}, rights_holder=HOLDER, basis=basis, statement="A copy.",
        targets=[{"url": f"{ITEM}1", "store_id": "s9"}],
    )).get_json()  # fmt: skip
    claim_id, market = filed["targets"][0]["claim_id"], caller("marketplace")
    no = {"decision": "reject", "reason": "not-authorized"}
    assert caller("reviewer").post(f"/claims/{claim_id}/decide", no).status_code == 200
    (of_seller,) = items(market, claim_id)
    whole = market.get(f"/complaints/{filed['id']}").get_json()
    assert (whole["filer"]["name"], whole["rights_holder"] is not None) == (
        ("Sam Sly", True) if is_named else (None, False)
    )
    with context.database.reading() as session:
        store_id = session.get_one(Claim, claim_id).store_id
    page = app.test_client().get(link_to(context, seller=SellerOf(filed["id"], store_id)))
    assert page.status_code == 200
    for text in (of_seller["text"], page.get_data(as_text=True)):
        assert (HOLDER["name"] in text, "Sam Sly" in text) == (is_named, is_named)


def test_a_text_that_was_altered_is_named(
    caller: Callable[..., Caller], context: Context, run: Any
) -> None:
    decided(caller("filer"), caller("reviewer"))
    assert run(statements_group, "verify") == "2 statements of reasons are as they were sent.\n"
    with context.database.transaction() as session:
        one = update(StatementOfReasons).where(StatementOfReasons.id == 2)
        session.execute(one.values(text="We took it down, for another reason."))
    said = run(statements_group, "verify")
    assert (run.code, said) == (1, "Statement 2: its text is not the one that was sent.\n")
