"""What a platform carries out, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.base.clock import utcnow
from complaints.models import Listing, Order
from complaints.rules.sellers.orders import LEASE
from complaints.services.logins import partners
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint, pointers
from tests.scenes.callers import Caller
from tests.scenes.working import working
from tests.services.locks import queue_behind

Callers = Callable[..., Caller]
TARGETS = [{"url": f"{ITEM}{number}", "store_id": "s9"} for number in (1, 2)]
TAKE_DOWN = {"decision": "take_down", "reason": "shown"}


def report(market: Caller, *lines: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    """Say what was done about orders, or of listings, at a time; return what became of each."""
    kind = "orders" if "order_id" in lines[0] else "listings"
    answer = market.post("/orders/reports", {kind: lines}, **options)
    assert answer.status_code == 200, answer.text
    answered: list[dict[str, Any]] = answer.get_json()[kind]
    return answered


def waiting(market: Caller) -> list[tuple[str, str, str]]:
    items = market.get("/orders").get_json()["items"]
    return [(each["act"], each["state"], each["listing"]["id"]) for each in items]


def at(day: int) -> str:
    return f"2026-01-{day:02}T00:00:00Z"


def test_a_takedown_is_ordered_done_and_reversed(caller: Callers) -> None:
    acme, rev, market = caller("filer"), caller("reviewer"), caller("marketplace")
    filed = acme.post("/complaints", complaint(targets=TARGETS)).get_json()
    rev.post(f"/complaints/{filed['id']}/decide", TAKE_DOWN)
    assert waiting(market) == [("take_down", "requested", "1"), ("take_down", "requested", "2")]
    one, two = (target["claim_id"] for target in filed["targets"])
    first = market.get("/orders?limit=1").get_json()
    order = first["items"][0]
    assert (order["step"], order["listing"]["store"]["id"]) == ("take_down", "s9")
    assert [(each["claim_id"], each["complaint"]) for each in order["grounds"]] == [
        (one, filed["reference"])
    ]
    rest = market.get(f"/orders?limit=1&cursor={first['next']}").get_json()
    assert ([each["listing"]["id"] for each in rest["items"]], rest["next"]) == (["2"], None)
    assert pointers(market.get("/orders?cursor=x")) == ["/cursor"]
    (line,) = report(market, {"order_id": order["id"], "did": "done", "at": at(2)})
    assert line == {
        "order_id": order["id"], "result": "noted", "down": True, "current": order["id"],
    }  # fmt: skip
    assert waiting(market) == [("take_down", "requested", "2")]
    state = rev.get(f"/claims/{one}").get_json()["listing_state"]
    assert (state["down"], state["confirmed"]["down"]) == (True, True)
    acme.post(f"/claims/{one}/withdraw")
    read = market.get(f"/orders/{order['id']}").get_json()
    back = market.get(f"/orders/{read['reversed_by']}").get_json()
    assert (read["state"], back["act"], back["step"], back["reverses"]) == (
        "reversed", "restore", "withdraw", order["id"],
    )  # fmt: skip
    assert [each["claim_id"] for each in back["grounds"]] == [one]
    # What goes down and comes back before anybody looked is asked all the same: nobody saw it go.
    acme.post(f"/claims/{two}/withdraw")
    assert waiting(market) == [("restore", "requested", "1"), ("restore", "requested", "2")]
    # Its claims and their complaint are read as the sellers do.
    seen = market.get(f"/complaints/{filed['id']}").get_json()
    assert (seen["answers"], seen["declarations"], seen["checks"]) == (None, [], [])
    assert market.get("/complaints").get_json()["items"] == []
    assert market.get(f"/complaints/{filed['id']}/receipt.pdf").status_code == 404


def test_what_is_gone_is_asked_back_of_nobody(caller: Callers) -> None:
    acme, rev, market = caller("filer"), caller("reviewer"), caller("marketplace")
    filed = acme.post("/complaints", complaint(targets=TARGETS[:1])).get_json()
    rev.post(f"/complaints/{filed['id']}/decide", TAKE_DOWN)
    (order,) = market.get("/orders").get_json()["items"]
    market.post(f"/claims/{filed['targets'][0]['claim_id']}/gone", {})
    assert waiting(market) == []
    read = market.get(f"/orders/{order['id']}").get_json()
    assert (read["state"], read["reversed_by"]) == ("reversed", None)


def test_a_platform_says_that_a_listing_is_gone(caller: Callers) -> None:
    acme, _, (one, two) = held_twice(caller)
    gone = {"marketplace": "taobao", "id": "1", "down": True, "gone": True, "at": at(2)}
    mute = caller("enforcer").post("/orders/reports", {"listings": [gone]})
    assert (mute.status_code, mute.get_json()["needed"]) == (403, "speak_for_sellers")
    market = caller("marketplace")
    (line,) = report(market, gone)
    assert (line["result"], line["down"], line["current"]) == ("noted", False, None)
    assert acme.get(f"/claims/{one['id']}").get_json()["state"] == "moot"
    assert market.get(f"/claims/{two['id']}").get_json()["state"] == "moot"
    assert waiting(market) == []
    assert report(market, gone)[0]["result"] == "repeated"


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
    # One listing, one order: who holds it beside or instead asks for nothing new.
    assert waiting(market) == [("take_down", "requested", "1")]
    bond.post(f"/claims/{two['id']}/withdraw")
    assert waiting(market) == [("restore", "requested", "1")]
    lines = acme.get("/complaints.csv").text.splitlines()
    names = lines[0].split(",")
    assert lines[1].split(",")[names.index("down_by_any")] == "False"


def test_a_platform_says_what_it_did(caller: Callers) -> None:
    _, bond, (one, _) = held_twice(caller)
    market, rev = caller("marketplace"), caller("reviewer", "ann")
    item = {"marketplace": "taobao", "id": "1"}
    (order,) = market.get("/orders").get_json()["items"]

    def say(day: int, *, down: bool, **options: Any) -> str:
        (line,) = report(market, {**item, "down": down, "at": at(day)}, **options)
        result: str = line["result"]
        return result

    up = {**item, "down": False, "at": "2026-01-02T00:00:00+08:00"}
    assert report(market, up, {**up, "id": "99"}) == [
        {**item, "result": "noted", "down": True, "current": order["id"]},
        {**item, "id": "99", "result": "unknown", "down": None, "current": None},
    ]
    assert waiting(market) == [("take_down", "requested", "1")]
    confirmed = {"down": False, "at": "2026-01-01T16:00:00Z", "by_hand": False}
    shown = market.get(f"/orders/{order['id']}").get_json()["confirmed"]
    assert {**shown, "at": confirmed["at"]} == confirmed
    assert [say(3, down=True), say(3, down=True), say(2, down=False)] == [
        "noted", "repeated", "late",
    ]  # fmt: skip
    # Whoever took it down, it stands as asked; and once it is up again, it is asked again.
    assert waiting(market) == []
    assert rev.get(f"/claims/{one['id']}").get_json()["listing_state"]["confirmed"]["down"]
    assert say(5, down=False) == "noted"
    assert waiting(market) == [("take_down", "requested", "1")]
    key = {"headers": {"Idempotency-Key": "a-key-of-mine"}}
    assert say(6, down=True, **key) == say(6, down=True, **key) == "noted"
    ahead = {**item, "down": True, "at": "2099-01-01T00:00:00Z"}
    refused = market.post("/orders/reports", {"listings": [ahead]})
    assert pointers(refused) == ["/listings/0/at"]
    assert bond.post("/orders/reports", {"listings": [ahead]}).status_code == 403


def test_an_order_is_taken_once_and_answered_by_whom_it_is_for(caller: Callers) -> None:
    acme, bond, (one, two) = held_twice(caller)
    market, other = caller("marketplace"), caller("both")
    (leased,) = market.post("/orders/lease", {}).get_json()["items"]
    order = leased["id"]
    assert (leased["state"], leased["leased_until"] > leased["requested_at"]) == ("accepted", True)
    # Both run this marketplace: what the one has in hand is not given to the other.
    assert other.post("/orders/lease", {}).get_json()["items"] == []

    def say(who: Caller, did: str, day: int = 2, **more: str) -> str:
        (line,) = report(who, {"order_id": order, "did": did, "at": at(day), **more})
        result: str = line["result"]
        return result

    assert say(other, "accepted") == say(other, "failed", why="No.") == "held"
    assert say(market, "accepted") == "repeated"
    mute = market.post(
        "/orders/reports", {"orders": [{"order_id": order, "did": "failed", "at": at(2)}]}
    )
    assert pointers(mute) == ["/orders/0/why"]
    assert say(market, "failed", why="Locked by an audit.") == "noted"
    assert market.get(f"/orders/{order}").get_json()["why"] == "Locked by an audit."
    assert say(market, "failed", why="Locked.") == "repeated"
    assert say(market, "accepted") == "noted"
    assert [say(market, "done"), say(market, "done"), say(other, "done", 3)] == [
        "noted", "repeated", "repeated",
    ]  # fmt: skip
    assert say(market, "failed", why="No.") == "late"
    for filer, claim in ((acme, one), (bond, two)):
        filer.post(f"/claims/{claim['id']}/withdraw")
    # After it was taken back: what it says of the listing is kept, and what is asked stands beside.
    assert say(market, "accepted") == "reversed"
    (line,) = report(market, {"order_id": order, "did": "done", "at": at(4)})
    (back,) = market.get("/orders").get_json()["items"]
    assert (line["result"], line["down"], line["current"]) == ("reversed", False, back["id"])
    assert (back["act"], back["confirmed"]["down"]) == ("restore", True)


def test_an_order_that_was_taken_by_a_clock_ahead_is_held_no_longer_than_any(
    caller: Callers, context: Context
) -> None:
    held_twice(caller)
    market, other = caller("marketplace"), caller("both")
    market.post("/orders/lease", {})

    def be_held_for(longer: timedelta) -> None:
        with context.database.transaction() as session:
            session.execute(update(Order).values(leased_until=utcnow() + longer))

    be_held_for(timedelta(days=300))
    assert other.post("/orders/lease", {}).get_json()["items"] == []
    with context.database.reading() as session:
        until = session.scalars(select(Order.leased_until)).one()
    assert until is not None
    assert until <= utcnow() + LEASE
    be_held_for(timedelta(0))
    assert len(other.post("/orders/lease", {}).get_json()["items"]) == 1


def test_an_order_of_another_marketplace_is_not_there(caller: Callers, context: Context) -> None:
    held_twice(caller)
    market, other = caller("marketplace"), caller("both")
    (order,) = market.get("/orders").get_json()["items"]
    with context.database.transaction() as session:
        partners.run_marketplaces(working(session), "both", remove=("taobao",))
    assert other.get("/orders").get_json()["items"] == []
    assert other.get(f"/orders/{order['id']}").status_code == 404
    assert other.post("/orders/lease", {}).get_json()["items"] == []
    (line,) = report(other, {"order_id": order["id"], "did": "done", "at": at(2)})
    assert (line["result"], line["down"], line["current"]) == ("unknown", None, None)
    assert waiting(market) == [("take_down", "requested", "1")]


def test_what_was_gone_before_it_was_up_again_ends_nothing(caller: Callers) -> None:
    acme, market = caller("filer"), caller("marketplace")
    filed = acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}])).get_json()
    claim = filed["targets"][0]["claim_id"]

    def report(day: int, **said: bool) -> str:
        line = {"marketplace": "taobao", "id": "1", "at": f"2026-01-0{day}T00:00:00Z", **said}
        answer = market.post("/orders/reports", {"listings": [line]}).get_json()
        return str(answer["listings"][0]["result"])

    assert report(9, down=False) == "noted"
    assert report(2, down=True, gone=True) == "late"
    assert acme.get(f"/claims/{claim}").get_json()["state"] == "received"
    # At the same moment, and later, it is.
    assert report(9, down=True, gone=True) == "noted"
    assert acme.get(f"/claims/{claim}").get_json()["state"] == "moot"


def test_an_order_is_done_by_what_stood_so_before_it_was_asked(caller: Callers) -> None:
    acme, market, rev = caller("filer"), caller("marketplace"), caller("reviewer")
    filed = acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}])).get_json()
    down = {"marketplace": "taobao", "id": "1", "down": True, "at": "2026-01-03T00:00:00Z"}
    market.post("/orders/reports", {"listings": [down]})
    rev.post(f"/complaints/{filed['id']}/decide", {"decision": "take_down", "reason": "shown"})
    (order,) = market.get("/orders").get_json()["items"]
    done = {"order_id": order["id"], "did": "done", "at": "2026-01-02T00:00:00Z"}
    assert (
        market.post("/orders/reports", {"orders": [done]}).get_json()["orders"][0]["result"]
        == "late"
    )
    assert market.get(f"/orders/{order['id']}").get_json()["state"] == "done"


def test_what_is_said_again_of_a_listing_does_an_order_that_came_since(caller: Callers) -> None:
    acme, market, rev = caller("filer"), caller("marketplace"), caller("reviewer")
    filed = acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}])).get_json()
    down = {"marketplace": "taobao", "id": "1", "down": True, "at": "2026-01-03T00:00:00Z"}
    market.post("/orders/reports", {"listings": [down]})
    rev.post(f"/complaints/{filed['id']}/decide", {"decision": "take_down", "reason": "shown"})
    again = market.post("/orders/reports", {"listings": [down]}).get_json()["listings"][0]
    assert again["result"] == "repeated"
    assert market.get("/orders").get_json()["items"] == []


def test_of_two_lines_that_a_listing_is_gone_the_later_counts(caller: Callers) -> None:
    acme, market = caller("filer"), caller("marketplace")
    filed = acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}])).get_json()
    line = {"marketplace": "taobao", "id": "1", "down": False}
    market.post("/orders/reports", {"listings": [{**line, "at": "2026-01-05T00:00:00Z"}]})
    days = ("2026-01-09T00:00:00Z", "2026-01-02T00:00:00Z")
    gone = [{**line, "down": True, "gone": True, "at": day} for day in days]
    assert market.post("/orders/reports", {"listings": gone}).status_code == 200
    claim = filed["targets"][0]["claim_id"]
    assert acme.get(f"/claims/{claim}").get_json()["state"] == "moot"


def test_what_a_platform_takes_down_by_itself_is_asked_back_once(caller: Callers) -> None:
    acme, market, rev = caller("filer"), caller("marketplace"), caller("reviewer")
    filed = acme.post("/complaints", complaint(targets=TARGETS[:1])).get_json()
    rev.post(f"/complaints/{filed['id']}/decide", TAKE_DOWN)
    (down,) = market.get("/orders").get_json()["items"]
    acme.post(f"/claims/{filed['targets'][0]['claim_id']}/withdraw")
    item = {"marketplace": "taobao", "id": "1"}
    report(market, {**item, "down": False, "at": at(2)})
    assert waiting(market) == []
    report(market, {**item, "down": True, "at": at(9)})
    assert waiting(market) == [], "it does so for reasons of its own"
    # What was done late by an order of ours is ours to take back; not what was before it came back.
    for day, expected in ((1, []), (8, []), (10, [("restore", "requested", "1")])):
        report(market, {"order_id": down["id"], "did": "done", "at": at(day)})
        assert waiting(market) == expected


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_speaks_of_the_same_listings_in_another_order_waits(
    caller: Callers, context: Context
) -> None:
    acme, market, rev = caller("filer"), caller("marketplace"), caller("reviewer")
    filed = acme.post("/complaints", complaint(targets=TARGETS)).get_json()
    # The orders stand the other way round than their listings.
    for target in reversed(filed["targets"]):
        rev.post(f"/claims/{target['claim_id']}/decide", TAKE_DOWN)
    second, first = (each["id"] for each in market.get("/orders").get_json()["items"])
    done = [{"order_id": each, "did": "done", "at": at(2)} for each in (first, second)]

    def say(**body: Any) -> int:
        return market.post("/orders/reports", body).status_code

    def withdraw() -> int:
        return acme.post(f"/complaints/{filed['id']}/withdraw", {}).status_code

    order = select(Order.id).where(Order.id == second)
    assert queue_behind(context.database, order, lambda: say(orders=done), withdraw) == [200, 200]
    assert waiting(market) == [("restore", "requested", "1"), ("restore", "requested", "2")]
    filed = acme.post("/complaints", complaint(targets=TARGETS)).get_json()
    rev.post(f"/complaints/{filed['id']}/decide", TAKE_DOWN)
    (first, _second) = (each["id"] for each in market.get("/orders").get_json()["items"])
    both = [{"marketplace": "taobao", "id": n, "down": True, "at": at(3)} for n in "12"]
    gone = {**both[1], "gone": True, "at": at(4)}
    listing = select(Listing.id).where(Listing.reference == "1")
    assert queue_behind(
        context.database, listing, lambda: say(listings=both),
        lambda: say(listings=[gone], orders=[{"order_id": first, "did": "done", "at": at(4)}]),
    ) == [200, 200]  # fmt: skip
    assert waiting(market) == []
