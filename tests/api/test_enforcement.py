"""What a platform carries out, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.api.bodies import ITEM, complaint, pointers
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]
TARGETS = [{"url": f"{ITEM}{number}", "store_id": "s9"} for number in (1, 2)]
TAKE_DOWN = {"decision": "take_down", "reason": "shown"}


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


def held_twice(caller: Callers) -> tuple[Caller, Caller, list[dict[str, Any]]]:
    """Return two filers with the claims by which both hold one listing down, as they are read."""
    acme, bond, rev = caller("filer"), caller("filer", "bond"), caller("reviewer")
    claims = []
    for filer in (acme, bond):
        filed = filer.post("/complaints", complaint(targets=TARGETS[:1])).get_json()
        rev.post(f"/complaints/{filed['id']}/decide", TAKE_DOWN)
        claims.append(filer.get(f"/claims/{filed['targets'][0]['claim_id']}").get_json())
    return acme, bond, claims


def test_a_listing_that_two_complaints_hold_stays_down_when_one_is_withdrawn(
    caller: Callers,
) -> None:
    acme, bond, (one, two) = held_twice(caller)
    market, rev = caller("marketplace"), caller("reviewer", "ann")
    by_both = rev.get(f"/claims/{one['id']}").get_json()["listing_state"]
    assert [hold["claim_id"] for hold in by_both["held_down_by"]] == [one["id"], two["id"]]
    # A filer reads no complaint of another.
    assert [hold["claim_id"] for hold in two["listing_state"]["held_down_by"]] == [two["id"]]
    acme.post(f"/claims/{one['id']}/withdraw")
    mine = acme.get(f"/claims/{one['id']}").get_json()
    assert (mine["listing_down"], mine["listing_state"]) == (
        False, {"down": True, "held_down_by": [], "confirmed": None},
    )  # fmt: skip
    assert [(each["since"] < each["until"]) for each in mine["downtimes"]] == [True]
    assert [each["until"] for each in two["downtimes"]] == [None]
    assert [item["down"] for item in market.get("/enforcement").get_json()["items"]] == [True] * 3
    bond.post(f"/claims/{two['id']}/withdraw")
    assert [item["down"] for item in market.get("/enforcement").get_json()["items"]] == [False] * 4
    lines = acme.get("/complaints.csv").text.splitlines()
    names = lines[0].split(",")
    assert lines[1].split(",")[names.index("down_by_any")] == "False"


def test_a_platform_says_what_it_did(caller: Callers) -> None:
    _, bond, (one, _) = held_twice(caller)
    market, rev = caller("marketplace"), caller("reviewer", "ann")
    item = {"marketplace": "taobao", "listing_id": "1"}

    def say(*lines: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
        sent = {"confirmations": [{**item, **line} for line in lines]}
        return market.post("/enforcement/confirmations", sent, **options).get_json()[
            "confirmations"
        ]

    def unconfirmed() -> list[int]:
        items = market.get("/enforcement?unconfirmed=true").get_json()["items"]
        return [item["claim_id"] for item in items]

    assert len(unconfirmed()) == 2
    up = {"down": False, "at": "2026-01-02T00:00:00+08:00"}
    unknown = {**up, "listing_id": "99"}
    assert say(up, unknown) == [
        {**item, "result": "noted", "down": True},
        {**item, "listing_id": "99", "result": "unknown", "down": None},
    ]
    assert len(unconfirmed()) == 2
    confirmed = {"down": False, "at": "2026-01-01T16:00:00Z", "by_hand": False}
    shown = market.get("/enforcement").get_json()["items"][0]["confirmed"]
    assert {**shown, "at": confirmed["at"]} == confirmed
    down = {"down": True, "at": "2026-01-03T00:00:00Z"}
    late = {"down": False, "at": "2026-01-02T12:00:00Z"}
    results = [line["result"] for line in say(up, down, late)]
    assert results == ["repeated", "noted", "late"]
    # A listing that no claim ever held down is not asked for.
    never = bond.post("/complaints", complaint(targets=TARGETS[1:])).get_json()
    bond.post(f"/claims/{never['targets'][0]['claim_id']}/withdraw")
    assert unconfirmed() == []
    assert rev.get(f"/claims/{one['id']}").get_json()["listing_state"]["confirmed"]["down"]
    key = {"headers": {"Idempotency-Key": "a-key-of-mine"}}
    again = {"down": True, "at": "2026-01-04T00:00:00Z"}
    assert say(again, **key) == say(again, **key) == [{**item, "result": "noted", "down": True}]
    sent = {"confirmations": [{**item, "down": True, "at": "2099-01-01T00:00:00Z"}]}
    assert pointers(market.post("/enforcement/confirmations", sent)) == ["/confirmations/0/at"]
    assert bond.post("/enforcement/confirmations", sent).status_code == 403
