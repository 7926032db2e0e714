"""Lawsuits and disputes over HTTP."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import LedgerEntry
from complaints.queries.sellers import marketplaces
from complaints.storage.context import Context
from tests.api.bodies import COUNTER, complaint, pointers, slug
from tests.papers import makers
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]
SUIT = {"side": "filer", "forum": "court", "name": "Hangzhou Internet Court"}


@pytest.fixture
def countered(caller: Callers) -> tuple[Caller, Caller, str]:
    acme, rev, sid = caller("filer", "acme"), caller("reviewer", "rev"), caller("reviewer", "sid")
    filed = acme.post("/complaints", complaint()).get_json()
    path = f"/claims/{filed['targets'][0]['claim_id']}"
    rev.post(f"{path}/decide", {"decision": "take_down", "reason": "shown"})
    sid.post(f"{path}/counter", COUNTER)
    return acme, rev, path


def test_a_suit_from_its_notice_to_its_end(countered: tuple[Caller, Caller, str]) -> None:
    acme, rev, path = countered
    assert pointers(acme.post(f"{path}/proceedings", {"side": "filer"})) == ["/forum", "/name"]
    made = acme.post(f"{path}/proceedings", {**SUIT, "note": "Docket follows."})
    assert made.status_code == 201, made.get_json()
    suit: dict[str, Any] = made.get_json()
    address = f"/proceedings/{suit['id']}"
    assert made.headers["Location"] == f"/api/v1{address}"
    assert (suit["stops"], suit["result"], suit["confirmed"], suit["reach"]) == (
        True, None, False, None,
    )  # fmt: skip
    (waits,) = rev.get("/proceedings?waiting=true").get_json()["items"]
    assert waits["note"] == "Docket follows."
    tag = rev.get(address).headers["ETag"]
    assert rev.post(f"{address}/see-paper", headers={"If-Match": tag}).status_code == 200
    stale = rev.post(f"{address}/end", {"result": "won"}, headers={"If-Match": tag})
    assert stale.status_code == 412
    ended = acme.post(f"{address}/end", {"result": "won"}).get_json()
    assert (ended["result"], ended["confirmed"]) == ("won", False)
    early = rev.post(f"{address}/carry-out", {})
    assert (early.status_code, slug(early)) == (409, "wrong-state")
    assert rev.post(f"{address}/end", {"result": "won"}).get_json()["confirmed"] is True
    bound = rev.post(f"{address}/decline", {"reasons": "We differ."})
    assert (bound.status_code, slug(bound)) == (409, "wrong-state")
    done = rev.post(f"{address}/carry-out", {}).get_json()
    assert done["done"] == "carried_out"
    assert acme.get(path).get_json()["state"] == "removed"
    assert rev.get("/proceedings?waiting=true").get_json()["items"] == []


def test_its_paper_follows_the_notice(countered: tuple[Caller, Caller, str]) -> None:
    acme, rev, path = countered
    suit = acme.post(f"{path}/proceedings", SUIT).get_json()
    address = f"/proceedings/{suit['id']}"
    data = {"file": (io.BytesIO(makers.pdf()), "complaint.pdf")}
    paper = acme.post("/documents", data=data, content_type="multipart/form-data").get_json()["id"]
    assert pointers(acme.post(f"{address}/paper", {"documents": []})) == ["/documents"]
    assert rev.post(f"{address}/paper", {"documents": [paper]}).status_code == 404
    assert acme.post(f"{address}/paper", {"documents": [paper]}).status_code == 200
    assert rev.get(f"/documents/{paper}").status_code == 200
    assert rev.get(address).get_json()["paper_seen_at"] is None


def test_a_partner_that_told_of_a_suit_for_a_seller_stands_on_that_side(
    caller: Callers, countered: tuple[Caller, Caller, str], context: Context
) -> None:
    market, path = caller("marketplace"), countered[2]
    given = {**SUIT, "side": "seller", "forum": "dispute_body"}
    assert market.post(f"{path}/proceedings", given).status_code == 201
    with context.database.reading() as session:
        verbs = select(LedgerEntry.verb).where(LedgerEntry.actor_kind == "partner")
        assert {"notified", "spoke_of_suit"} <= set(session.scalars(verbs))
    assert "spoke_of_suit" in marketplaces.SPOKE


def test_who_may_tell_and_read(caller: Callers, countered: tuple[Caller, Caller, str]) -> None:
    acme, _rev, path = countered
    other = caller("filer", "other")
    assert other.post(f"{path}/proceedings", SUIT).status_code == 404
    assert acme.post(f"{path}/proceedings", {**SUIT, "side": "seller"}).status_code == 403
    made = acme.post(f"{path}/proceedings", SUIT).get_json()
    assert other.get(f"/proceedings/{made['id']}").status_code == 404
    assert other.get(f"{path}/proceedings").status_code == 404
    assert other.post(f"/proceedings/{made['id']}/end", {"result": "won"}).status_code == 404
    assert other.get("/proceedings").get_json()["items"] == []
    assert [one["id"] for one in acme.get(f"{path}/proceedings").get_json()["items"]] == [
        made["id"]
    ]
    late = {"side": "filer", "grounds": "x", "late": "Ill."}
    assert acme.post(f"{path}/appeals", late).status_code == 409
    market = caller("marketplace")
    given = {**SUIT, "side": "seller", "forum": "dispute_body"}
    sellers = market.post(f"{path}/proceedings", {**given, "note": "Ours."})
    assert (sellers.status_code, sellers.get_json()["note"]) == (201, "Ours.")
    read = market.get(f"/proceedings/{made['id']}").get_json()
    assert (read["name"], read["note"]) == (SUIT["name"], None)
    assert acme.get(f"/proceedings/{sellers.get_json()['id']}").get_json()["note"] is None
