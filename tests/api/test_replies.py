"""What sellers say over HTTP: letters with links, answers to several claims, documents, contact."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.bodies import COUNTER, ITEM, SAM, complaint, pointers, slug
from tests.papers.makers import picture
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]
SHOP = "/marketplaces/taobao/stores/s9/inbox"
TARGETS = [{"url": f"{ITEM}{number}", "store_id": "s9"} for number in (1, 2)]
TAKE_DOWN = {"decision": "take_down", "reason": "seller-silent"}


@pytest.fixture
def portal(caller: Callers) -> Caller:
    """The partner that files for Sam."""
    return caller("partner")


@pytest.fixture
def market(caller: Callers) -> Caller:
    """The platform's partner: it delivers to sellers, and speaks for them."""
    return caller("marketplace")


def file(portal: Caller, **given: Any) -> tuple[int, list[int]]:
    filed = portal.post("/complaints", complaint(filer=SAM, targets=TARGETS, **given)).get_json()
    return filed["id"], [target["claim_id"] for target in filed["targets"]]


def test_a_platform_delivers_a_letter_with_its_link(
    portal: Caller, market: Caller, caller: Callers
) -> None:
    case, ids = file(portal)
    caller("reviewer").post(f"/claims/{ids[0]}/decide", TAKE_DOWN)
    letters = market.get(f"/letters?complaint={case}&unsent=true&kind=claim_decided").get_json()
    (letter,) = letters["items"]
    assert {**letter["store"], "our_id": 0} == {
        "marketplace": "taobao", "id": "s9", "name": None, "our_id": 0,
    }  # fmt: skip
    assert "/reply/" not in letter["body"]
    refused = portal.post(f"/letters/{letter['id']}/send")
    assert (refused.status_code, slug(refused)) == (403, "forbidden")
    inbox = {"kind": "platform", "address": "4711"}
    assert portal.put(SHOP, inbox).status_code == 403
    key = {"Idempotency-Key": "letter-1"}
    by_hand = market.post(f"/letters/{letter['id']}/send")
    assert (by_hand.status_code, slug(by_hand)) == (409, "goes-another-way")
    inbox = {"kind": "platform", "address": "shop-9"}
    assert market.put(SHOP, inbox).status_code == 200
    sent = market.post(f"/letters/{letter['id']}/send", headers=key)
    assert sent.get_json()["sent_at"] is None, "whether it arrives, nobody knows yet"
    assert sent.headers["Cache-Control"] == "no-store"
    assert "/reply/" in sent.get_json()["body"]
    assert "/reply/…" not in sent.get_json()["body"]
    again = market.post(f"/letters/{letter['id']}/send", headers=key)
    assert "/reply/…" not in again.get_json()["body"]
    assert again.get_json()["body"] != sent.get_json()["body"], "it has a link of its own"
    there = {"became": "delivered", "lease": again.get_json()["lease"]}
    assert market.post(f"/letters/{letter['id']}/arrival", there).status_code == 200
    rest = market.get("/letters?unsent=true").get_json()["items"]
    assert letter["id"] not in [one["id"] for one in rest]
    assert caller("both", "other").post(f"/letters/{letter['id']}/send").status_code == 200
    mailbox = {"kind": "mailbox", "address": "wang@shop.example"}
    market.put(SHOP, mailbox)
    assert market.post(f"/letters/{letter['id']}/send").status_code == 409, "it goes by mail"
    assert portal.post(f"/letters/{letter['id']}/send").status_code == 403
    assert caller("filer").post(f"/letters/{letter['id']}/send").status_code == 403


def test_one_answer_to_several_claims_with_documents(
    portal: Caller, market: Caller, caller: Callers
) -> None:
    case, ids = file(portal)
    paper = {"file": (io.BytesIO(picture()), "invoice.png")}
    document = market.post("/documents", data=paper).get_json()["id"]
    body = {**COUNTER, "reference": None, "claim_ids": ids, "documents": [document]}
    body.pop("reference")
    answer = market.post(f"/complaints/{case}/counter", body)
    assert [claim["state"] for claim in answer.get_json()["claims"]] == ["countered"] * 2
    (notice,) = answer.get_json()["counter_notices"]
    assert (notice["claim_ids"], notice["law"]) == (ids, "ecl")
    assert [one["id"] for one in notice["documents"]] == [document]
    assert notice["declarations"][1]["wording"].startswith("I declare")
    assert "Home" not in answer.get_data(as_text=True)
    rev = caller("reviewer")
    path = f"/counter-notices/{notice['id']}/seller"
    assert pointers(rev.get(path)) == ["/why"]
    assert rev.get(f"{path}?why=court").get_json()["address"] == "1 Home Rd"
    assert market.get(f"{path}?why=court").status_code == 403


def test_what_is_not_of_this_complaint_is_refused(portal: Caller, market: Caller) -> None:
    case, ids = file(portal)
    other = portal.post("/complaints", complaint(filer=SAM, targets=[{"url": f"{ITEM}9"}]))
    strange = other.get_json()["targets"][0]["claim_id"]
    for given in ([strange], [ids[0], strange]):
        answer = market.post(f"/complaints/{case}/counter", {**COUNTER, "claim_ids": given})
        assert (answer.status_code, pointers(answer)) == (422, ["/claim_ids"])
    unknown = {**COUNTER, "claim_ids": ids, "documents": [999]}
    assert slug(market.post(f"/complaints/{case}/counter", unknown)) == "not-found"
    assert portal.get(f"/claims/{ids[0]}").get_json()["state"] == "received"


def test_a_demand_about_several_claims(portal: Caller, market: Caller, caller: Callers) -> None:
    case, ids = file(portal)
    body = {"claim_ids": ids, "asked_for": "licence_fee", "statement": "By mail.",
            "words": "300 a month", "asked_on": "2026-01-02", "channel": "email"}  # fmt: skip
    assert market.post(f"/complaints/{case}/demand-report", body).status_code == 200
    assert portal.get(f"/claims/{ids[1]}").get_json()["demand_reports"] == []
    (report,) = caller("reviewer").get(f"/claims/{ids[1]}").get_json()["demand_reports"]
    assert (report["asked_for"], report["words"], report["channel"]) == (
        "licence_fee", "300 a month", "email",
    )  # fmt: skip


def test_a_seller_is_heard_before_a_takedown(portal: Caller, caller: Callers) -> None:
    _, ids = file(portal, basis="unauthorised_channel")
    rev = caller("reviewer")
    refused = rev.post(f"/claims/{ids[0]}/decide", TAKE_DOWN)
    assert (refused.status_code, slug(refused)) == (409, "seller-not-heard")
    assert refused.get_json()["reply_due"] == rev.get(f"/claims/{ids[0]}").get_json()["reply_due"]


def test_a_paper_is_passed_on_where_the_filer_says_so(portal: Caller) -> None:
    papers = [{"kind": "evidence", "sha256": "ab" * 32, "pass_on": True},
              {"kind": "identity", "sha256": "cd" * 32}]  # fmt: skip
    case, _ = file(portal, documents=papers)
    shown = portal.get(f"/complaints/{case}").get_json()["documents"]
    assert [(one["kind"], one["passed_on"]) for one in shown] == [
        ("evidence", True), ("identity", False),
    ]  # fmt: skip
