"""What a store shows of its trader, as its marketplace says: whole, by version, of its operator."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Claim, LedgerEntry, OutwardEvent, Store, Trader
from complaints.storage.context import Context
from tests.api.bodies import ITEM, SAM, complaint, pointers, slug
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


GERMAN = {"url": "https://www.amazon.de/dp/B08N5WRWNW", "store_id": "s9"}
MAIL = {"contact": {"email": "law@acme.example"}}


def of_claim(who: Caller, claim_id: int) -> Any:
    return who.get(f"/claims/{claim_id}").get_json()["trader"]


def says(who: Caller, claim_id: int, what: str | None) -> int:
    return int(who.put(f"/claims/{claim_id}/trader", {"says": what}).status_code)


@pytest.fixture
def acme(caller: Callers) -> Caller:
    return caller("filer", "acme")


@pytest.fixture
def claim(acme: Caller) -> int:
    filed = acme.post("/complaints", complaint(targets=[GERMAN], **MAIL))
    claim_id: int = filed.get_json()["targets"][0]["claim_id"]
    return claim_id


def test_a_filer_says_that_a_store_shows_no_trader(
    claim: int, acme: Caller, caller: Callers, context: Context
) -> None:
    other, ann = caller("filer", "other"), caller("reviewer", "ann")
    unknown = {"known": False, "missing": [], "wrong": [], "says": None}
    assert of_claim(acme, claim) == unknown
    assert says(acme, claim, "missing") == 200
    assert says(acme, claim, "missing") == 200
    assert [of_claim(who, claim)["says"] for who in (acme, ann)] == ["missing"] * 2
    assert (says(acme, claim, "wrong"), of_claim(ann, claim)["says"]) == (200, "wrong")
    # Another filer does not see the claim; staff say nothing for the filer.
    assert [says(other, claim, "wrong"), says(ann, claim, "wrong")] == [404, 403]
    assert (says(acme, claim, None), of_claim(ann, claim)["says"]) == (200, None)
    assert pointers(acme.put(f"/claims/{claim}/trader", {"says": "false"})) == ["/says"]
    with context.database.reading() as session:
        told = select(LedgerEntry).where(LedgerEntry.verb == "report_trader")
        entries = session.scalars(told.order_by(LedgerEntry.id)).all()
        assert [each.facts["says"] for each in entries] == ["missing", "wrong", "nothing"]
        event = select(OutwardEvent.type).where(OutwardEvent.type == "claim.trader_reported")
        assert len(session.scalars(event).all()) == 3


def test_a_filer_reads_what_is_missing_and_not_what_is_shown(
    claim: int, acme: Caller, caller: Callers, context: Context
) -> None:
    with context.database.transaction() as session:
        store_id = session.get_one(Claim, claim).store_id
        part = {"name": "Wang Ltd", "phone": "n/a", "email": "wang@shop.example"}
        session.add(Trader(store_id=store_id, stated_at=utcnow(), **part))
    lacking = {"known": True, "missing": ["address", "certified_on"], "wrong": ["phone"]}
    for who in (acme, caller("reviewer", "ann")):
        assert of_claim(who, claim) == {**lacking, "says": None}
        assert "Wang" not in who.get(f"/claims/{claim}").text


def test_what_is_closed_or_under_no_such_law_takes_no_word_of_the_trader(
    claim: int, acme: Caller, caller: Callers, context: Context
) -> None:
    ann = caller("reviewer", "ann")
    filed = acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}])).get_json()
    chinese = filed["targets"][0]["claim_id"]
    assert of_claim(acme, chinese) is None
    refused = acme.put(f"/claims/{chinese}/trader", {"says": "missing"})
    assert (slug(refused), pointers(refused)) == ("invalid-request", ["/says"])
    with context.database.transaction() as session:
        put_policy(session, "[law]\nsmall_firm = 1\n")
    assert (of_claim(acme, claim), says(acme, claim, "missing")) == (None, 422)
    with context.database.transaction() as session:
        put_policy(session, "[law]\nsmall_firm = 0\n")
    assert says(acme, claim, "missing") == 200
    decided = {"decision": "reject", "reason": "no-evidence"}
    assert ann.post(f"/claims/{claim}/decide", decided).status_code == 200
    assert says(acme, claim, None) == 409
    assert of_claim(ann, claim)["says"] == "missing"


def test_a_seller_in_the_union_that_sells_elsewhere_need_not_show_it(
    market: Caller, acme: Caller
) -> None:
    """The Act binds towards the seller by where it is; its trader is shown to buyers there."""
    results(market, "/stores", row("s1", 1, country="DE"))
    aimed = [{"url": f"{ITEM}1", "store_id": "s1"}, {"url": f"{ITEM}2", "store_id": "s1",
             "delivers_to": ["FR"]}]  # fmt: skip
    sent = complaint(targets=aimed, **MAIL)
    ids = [each["claim_id"] for each in acme.post("/complaints", sent).get_json()["targets"]]
    read = [acme.get(f"/claims/{each}").get_json() for each in ids]
    assert [each["adding"] for each in read] == [["dsa"]] * 2
    assert [each["trader"] is None for each in read] == [True, False]


def test_a_partners_word_does_not_count_against_whom_its_own_accounts_accuse(
    acme: Caller, caller: Callers
) -> None:
    both = caller("both")
    both.put("/marketplaces/taobao/country", {"country": "EU"})
    results(both, "/stores", row("s1", 1, trader={"name": "Wang"}))
    aimed = {"targets": [{"url": f"{ITEM}1", "store_id": "s1"}], **MAIL}
    own = both.post(
        "/complaints", complaint(filer={**SAM, **MAIL["contact"]}, targets=aimed["targets"])
    )
    others = acme.post("/complaints", complaint(**aimed))
    known = [
        of_claim(who, answer.get_json()["targets"][0]["claim_id"])["known"]
        for who, answer in ((both, own), (acme, others))
    ]
    assert known == [False, True]
