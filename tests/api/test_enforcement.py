"""What a platform carries out, over HTTP."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.bodies import ITEM, complaint, pointers
from tests.callers import Caller

Callers = Callable[..., Caller]
TARGETS = [{"url": f"{ITEM}{number}", "store_id": "s9"} for number in (1, 2)]
TAKE_DOWN = {"decision": "take_down", "reason": "A copy."}


def test_a_platform_reads_what_is_to_be_down(caller: Callers) -> None:
    acme, rev, market = caller("filer"), caller("reviewer"), caller("marketplace")
    filed = acme.post("/complaints", complaint(targets=TARGETS)).get_json()
    rev.post(f"/complaints/{filed['id']}/decide", TAKE_DOWN)
    one, two = (target["claim_id"] for target in filed["targets"])
    acme.post(f"/claims/{two}/withdraw")
    page = market.get("/enforcement?limit=2").get_json()
    assert [(item["claim_id"], item["act"], item["down"]) for item in page["items"]] == [
        (one, "takedown", True), (two, "takedown", False),
    ]  # fmt: skip
    assert page["items"][0]["listing"]["url"] == f"{ITEM}1"
    assert page["items"][0]["listing"]["store"]["id"] == "s9"
    rest = market.get(f"/enforcement?limit=2&cursor={page['next']}").get_json()
    assert [(item["claim_id"], item["act"]) for item in rest["items"]] == [(two, "withdrawal")]
    assert rest["next"] is None
    assert market.get("/enforcement?since=2099-01-01T00:00:00Z").get_json()["items"] == []
    for cursor in ("x", "WzAsMV0", "WzEsMjE0NzQ4MzY0OF0"):
        assert pointers(market.get(f"/enforcement?cursor={cursor}")) == ["/cursor"]
    # Its claims and their complaint are read as the sellers do.
    assert [item["id"] for item in market.get("/claims").get_json()["items"]] == [one, two]
    seen = market.get(f"/complaints/{filed['id']}").get_json()
    assert (seen["answers"], seen["declarations"], seen["checks"]) == (None, [], [])
    assert market.get("/complaints").get_json()["items"] == []
    assert market.get(f"/complaints/{filed['id']}/receipt.pdf").status_code == 404
