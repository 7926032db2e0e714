"""What a store shows of its trader, as its marketplace says: whole, by version, of its operator."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import LedgerEntry, Store
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint, slug
from tests.api.test_feeds import SHOP, Callers, market, results, row
from tests.policies import put_policy
from tests.scenes.callers import Caller

__all__ = ["market"]
TRADER = {
    "name": "Wang Ltd", "address": "1 Main Street, Berlin", "email": "wang@shop.example",
    "phone": "+49 30 123456", "register": "Handelsregister Berlin", "register_number": "HRB 4711",
    "certified_on": "2026-01-02",
}  # fmt: skip


def shown(ann: Caller) -> dict[str, Any]:
    answer: dict[str, Any] = ann.get(SHOP).get_json()["trader"]
    return answer


@pytest.mark.both_databases
def test_a_store_shows_its_trader_and_staff_read_what_lacks(
    market: Caller, caller: Callers, context: Context
) -> None:
    ann = caller("reviewer", "ann")
    assert results(market, "/stores", row("s1", 1, name="W")) == ["stored"]
    assert shown(ann) == {"must_show": False, "shown": None, "missing": [], "wrong": []}
    assert results(market, "/stores", row("s1", 2, trader=TRADER)) == ["stored"]
    seen = shown(ann)
    assert seen["shown"].items() >= TRADER.items()
    assert (seen["missing"], seen["wrong"]) == ([], [])
    # As a whole: what is left out is not shown. An older version, or none of it, changes nothing.
    part = {"name": "Wang Ltd", "phone": "n/a", "register": "HRB"}
    assert results(
        market, "/stores",
        row("s1", 3, trader=part), row("s1", 2, trader=TRADER), row("s1", 4, name="Wang's"),
    ) == ["stored", "older", "stored"]  # fmt: skip
    seen = shown(ann)
    assert (seen["shown"]["email"], seen["shown"]["phone"]) == (None, "n/a")
    assert (seen["missing"], seen["wrong"]) == (
        ["address", "email", "register_number", "certified_on"], ["phone"],
    )  # fmt: skip
    assert results(market, "/stores", row("s1", 5, trader={})) == ["stored"]
    assert {*shown(ann)["shown"].values()} - {shown(ann)["shown"]["stated_at"]} == {None}
    with context.database.reading() as session:
        stated = select(LedgerEntry).where(LedgerEntry.verb == "stated_trader")
        entries = session.scalars(stated.order_by(LedgerEntry.id)).all()
        lacking = ["address", "certified_on", "email", "phone", "register_number"]
        assert [each.facts["lacks"] for each in entries[:2]] == [[], lacking]
        assert "Wang" not in str([each.facts for each in entries])


@pytest.mark.both_databases
def test_who_ran_a_store_before_is_not_kept_beside_who_runs_it_now(
    market: Caller, caller: Callers, context: Context
) -> None:
    ann = caller("reviewer", "ann")
    results(market, "/operators", row("o1", 1, name="Wang"), row("o2", 1, name="Li"))
    named = row("s1", 1, trader=TRADER)
    assert results(market, "/stores", named, row("s1", 2, operator_id="o1")) == ["stored"] * 2
    assert shown(ann)["shown"] is None
    results(market, "/stores", row("s1", 3, trader=TRADER))
    # A complaint that names somebody else, the same operator, and its new name change nothing.
    said = [{"url": f"{ITEM}1", "store_id": "s1", "operator": "Li"}]
    assert caller("filer", "acme").post("/complaints", complaint(targets=said)).status_code == 201
    results(market, "/stores", row("s1", 4, operator_id="o1", name="W"))
    results(market, "/operators", row("o1", 2, name="Wang Holdings"))
    results(market, "/stores", row("s1", 5, operator_id="o1"))
    assert shown(ann)["shown"]["name"] == "Wang Ltd"
    assert results(market, "/stores", row("s1", 6, operator_id="o2")) == ["stored"]
    assert shown(ann)["shown"] is None
    with context.database.reading() as session:
        gone = select(LedgerEntry).where(LedgerEntry.verb == "dropped_trader")
        assert [each.facts["side"] for each in session.scalars(gone)] == ["seller"]
    both = row("s1", 7, operator_id="o1", trader={"name": "Wang Again"})
    assert results(market, "/stores", both) == ["stored"]
    assert shown(ann)["shown"]["name"] == "Wang Again"
    # What was sent before the operator was known is the first operator's, and goes with it.
    results(market, "/stores", row("s2", 1, trader=TRADER))
    results(market, "/stores", row("s2", 2, operator_id="o1"))
    shop = "/marketplaces/taobao/stores/s2"
    assert ann.get(shop).get_json()["trader"]["shown"]["name"] == "Wang Ltd"
    results(market, "/stores", row("s2", 3, operator_id="o2"))
    assert ann.get(shop).get_json()["trader"]["shown"] is None


def test_a_trader_that_cannot_be_is_refused_with_its_row(
    market: Caller, caller: Callers, context: Context
) -> None:
    to_come = (utcnow() + timedelta(days=3)).date().isoformat()
    bad = [
        {"email": "wang@"}, {"certified_on": to_come}, {"certified_on": "2026-02-30"},
        {"name": "w" * 301}, {"passport": "X1"}, "Wang",
    ]  # fmt: skip
    rows = [row("s1", 1, trader=each) for each in bad]
    rows.append(row("s1", 1, trader=TRADER, country="XX"))
    items = market.put("/stores", {"items": rows}).get_json()["items"]
    assert [[error["pointer"] for error in each["errors"]] for each in items] == [
        ["/trader/email"], ["/trader/certified_on"], ["/trader/certified_on"], ["/trader/name"],
        ["/trader/passport"], ["/trader"], ["/country"],
    ]  # fmt: skip
    with context.database.reading() as session:
        assert session.scalars(select(Store)).all() == []
    # Who runs another marketplace, and who only files, say nothing of it.
    assert slug(caller("filer", "acme").put("/stores", {"items": [row("s1", 1)]})) == "forbidden"


@pytest.mark.parametrize(("country", "delivers_to", "must"), [
    ("CN", None, False), ("CN", ["FR", "CN"], True), ("CN", ["GB"], False), ("EU", None, True),
    ("DE", None, True), ("worldwide", None, True),
])  # fmt: skip
def test_it_must_be_shown_to_buyers_in_the_union(
    market: Caller, caller: Callers, country: str, delivers_to: list[str] | None, must: bool
) -> None:
    ann = caller("reviewer", "ann")
    offered = {"delivers_to": delivers_to} if delivers_to else {}
    results(market, "/stores", row("s1", 1))
    results(market, "/listings", row("1", 1, store_id="s1", **offered), row("2", 1, store_id="s1"))
    results(market, "/listings", row("3", 1, store_id="s2", delivers_to=["DE"]))
    assert market.put("/marketplaces/taobao/country", {"country": country}).status_code == 200
    assert shown(ann)["must_show"] is must


def test_of_a_small_firm_no_law_asks_it(market: Caller, caller: Callers, context: Context) -> None:
    ann = caller("reviewer", "ann")
    results(market, "/stores", row("s1", 1))
    market.put("/marketplaces/taobao/country", {"country": "EU"})
    assert shown(ann)["must_show"] is True
    with context.database.transaction() as session:
        put_policy(session, "[law]\nsmall_firm = 1\n")
    assert shown(ann)["must_show"] is False
