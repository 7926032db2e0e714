"""A platform feeds its own listings, stores and operators: each row by itself, by its version."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import Claim, LedgerEntry, Listing, Operator, SellerInbox, Store
from complaints.storage.context import Context
from tests.api.bodies import ITEM, MARK, SAM, complaint, pointers, slug
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]
MAILBOX = {"kind": "mailbox", "address": "wang@shop.example"}
OTHER = {"kind": "mailbox", "address": "li@shop.example"}
SHOP = "/marketplaces/taobao/stores/s1"


def row(id_: str, version: int, **said: Any) -> dict[str, Any]:
    return {"marketplace": "taobao", "id": id_, "version": version, **said}


def results(who: Caller, path: str, *items: Any) -> list[str]:
    answer = who.put(path, {"items": list(items)})
    assert answer.status_code == 200, answer.get_json()
    return [each["result"] for each in answer.get_json()["items"]]


@pytest.fixture
def market(caller: Callers) -> Caller:
    return caller("marketplace")


@pytest.mark.both_databases
def test_a_catalogue_comes_in_and_reaches_claims(
    market: Caller, caller: Callers, context: Context
) -> None:
    acme, ann = caller("filer", "acme"), caller("reviewer", "ann")
    filed = acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}])).get_json()
    claim = filed["targets"][0]["claim_id"]
    assert results(market, "/operators", row("o1", 1, name="Wang Ltd", inbox=MAILBOX)) == ["stored"]
    assert results(
        market, "/stores", row("s1", 1, name="Wang's", operator_id="o1", country="DE")
    ) == ["stored"]
    hashes = ["0" * 16, "ab" * 32]
    assert results(
        market, "/listings",
        row("1", 5, store_id="s1", title="Bag", price="9.50", currency="CNY", text="A bag.",
            delivers_to=["DE"], pictures=hashes),
    ) == ["stored"]  # fmt: skip
    with context.database.reading() as session:
        listing = session.scalars(select(Listing)).one()
        assert (listing.title, listing.pictures, listing.source_version) == ("Bag", hashes, 5)
        assert listing.catalogued_at is not None
        linked = session.get_one(Claim, claim)
        assert (linked.store_id, linked.operator_id is not None) == (listing.store_id, True)
        verbs = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "imported")).all()
        assert [(one.subject, one.facts["side"]) for one in verbs] == [
            ("operators", "seller"), ("stores", "seller"), ("listings", "seller"),
        ]  # fmt: skip
    seen = ann.get(SHOP).get_json()
    assert (seen["name"], seen["operator"]) == ("Wang's", "Wang Ltd")
    assert seen["inbox"]["domain"] == "shop.example"
    assert ann.get(f"/claims/{claim}").get_json()["listing"]["store"]["id"] == "s1"


def test_the_version_decides(market: Caller, context: Context) -> None:
    def put(version: int, title: str) -> str:
        (result,) = results(market, "/listings", row("1", version, title=title))
        return result

    assert [put(5, "five"), put(5, "again"), put(4, "four"), put(6, "six")] == [
        "stored", "repeated", "older", "stored",
    ]  # fmt: skip
    # Backwards within one call too, and the last one that was taken counts.
    backwards = [row("2", version, title=str(version)) for version in (3, 2, 7, 6)]
    assert results(market, "/listings", *backwards) == ["stored", "older", "stored", "older"]
    answer = market.put("/listings", {"items": [row("2", 1)]}).get_json()["items"]
    assert [(each["result"], each["version"]) for each in answer] == [("older", 7)]
    for path, said in (("/stores", {}), ("/operators", {"name": "Wang"})):
        given = [results(market, path, row("x", version, **said)) for version in (2, 1, 2, 3)]
        assert given == [["stored"], ["older"], ["repeated"], ["stored"]]
    with context.database.reading() as session:
        titles = select(Listing.reference, Listing.title).order_by(Listing.reference)
        assert session.execute(titles).tuples().all() == [("1", "six"), ("2", "7")]


def test_each_row_is_answered_by_itself(market: Caller, context: Context) -> None:
    ebay = {**row("1", 1, title="No"), "marketplace": "ebay"}
    items: list[Any] = [
        row("1", 1, title="Good"), ebay, row("2", -1), row("3", 1, price="a lot"), "no row",
        row(" ", 1), row("4", 1, title="half \ud800"), row("5", 1, colour="red"),
        {**row("6", 1), "marketplace": "etsy", "url": "no address"}, row("7", 1),
    ]  # fmt: skip
    answer = market.put("/listings", {"items": items}).get_json()["items"]
    assert [each["result"] for each in answer] == ["stored", *["refused"] * 8, "stored"]
    wrong = [[error["pointer"] for error in each["errors"]] for each in answer]
    assert wrong == [
        [], ["/marketplace"], ["/version"], ["/price"], [""], ["/id"], ["/title"], ["/colour"],
        ["/url"], [],
    ]  # fmt: skip
    unknown = market.put("/stores", {"items": [row("s", 1, operator_id="nobody")]}).get_json()
    assert unknown["items"][0]["errors"][0]["pointer"] == "/operator_id"
    with context.database.reading() as session:
        assert session.scalars(select(Listing.reference)).all() == ["1", "7"]


def test_a_thousand_rows_and_no_more(market: Caller, context: Context) -> None:
    items = [row(str(number), 1, title=f"Bag {number}", store_id="s") for number in range(1_001)]
    answer = market.put("/listings", {"items": items})
    assert (answer.status_code, pointers(answer)) == (422, ["/items"])
    assert set(results(market, "/listings", *items[1:])) == {"stored"}
    assert set(results(market, "/listings", *items[1:])) == {"repeated"}
    assert pointers(market.put("/listings", {"items": []})) == ["/items"]


def test_what_others_said_of_an_inbox_stays(
    market: Caller, caller: Callers, context: Context
) -> None:
    ann = caller("reviewer", "ann")
    results(market, "/stores", row("s1", 1))
    assert ann.put(f"{SHOP}/inbox", OTHER).status_code == 200
    (kept,) = market.put("/stores", {"items": [row("s1", 2, name="W", inbox=MAILBOX)]}).get_json()[
        "items"
    ]
    assert (kept["result"], kept["keeps_inbox"]) == ("stored", True)
    assert ann.get(SHOP).get_json()["inbox"]["source"] == "api"
    (own,) = market.put("/stores", {"items": [row("s2", 1, inbox=MAILBOX)]}).get_json()["items"]
    assert (own["result"], own["keeps_inbox"]) == ("stored", False)
    # A key that delivers nothing says nothing of inboxes.
    alone = caller("enforcer")
    (refused,) = alone.put("/stores", {"items": [row("s3", 1, inbox=MAILBOX)]}).get_json()["items"]
    assert refused["errors"][0]["pointer"] == "/inbox"


def test_operators_of_one_name_stay_two_and_keep_their_inbox(
    market: Caller, caller: Callers, context: Context
) -> None:
    ann = caller("reviewer", "ann")
    assert results(
        market, "/operators",
        row("o1", 1, name="Li Jie", inbox=MAILBOX), row("o2", 1, name="Li Jie", inbox=OTHER),
    ) == ["stored", "stored"]  # fmt: skip
    results(market, "/stores", row("s1", 1, operator_id="o1"), row("s2", 1, operator_id="o2"))
    with context.database.reading() as session:
        names = session.scalars(select(Operator.name).order_by(Operator.name)).all()
        assert names == ["Li Jie", "Li Jie (taobao o2)"]
        assert len(session.scalars(select(SellerInbox)).all()) == 2
    why = {"query_string": {"why": "A check."}}
    reached = [
        ann.get(f"/marketplaces/taobao/stores/{store}/inbox", **why).get_json()["address"]
        for store in ("s1", "s2")
    ]
    assert reached == ["wang@shop.example", "li@shop.example"]
    # Under another name it keeps its stores and its inbox.
    assert results(market, "/operators", row("o1", 2, name="Li Holdings")) == ["stored"]
    assert ann.get(SHOP).get_json()["operator"] == "Li Holdings"
    assert ann.get(f"{SHOP}/inbox", **why).get_json()["address"] == "wang@shop.example"


def test_a_partners_word_of_an_operator_reaches_no_other_marketplace(
    market: Caller, caller: Callers, app: Any, context: Context
) -> None:
    """Two marketplaces name one operator; where its letters go at one is not said by the other."""
    ann = caller("reviewer", "ann")
    results(market, "/operators", row("o1", 1, name="Wang Ltd", inbox=MAILBOX))
    with context.database.transaction() as session:
        operator = session.scalars(select(Operator)).one()
        listing = {"url": "https://www.ebay.com/itm/123456789012", "store_id": "e1"}
        operator_id = operator.id
    right = {**MARK, "jurisdiction": "US"}
    filed = caller("filer", "acme").post("/complaints", complaint(right=right, targets=[listing]))
    assert filed.status_code == 201, filed.get_json()
    with context.database.transaction() as session:
        far = session.scalars(select(Store).where(Store.reference == "e1")).one()
        far.operator_id, far.operator_catalogued_at = operator_id, far.reported_at
    assert ann.get("/marketplaces/ebay/stores/e1").get_json()["inbox"] is None
    decision = {"decision": "take_down", "reason": "shown"}
    assert ann.post(f"/complaints/{filed.get_json()['id']}/decide", decision).status_code == 200
    letters = ann.get("/letters").get_json()["items"]
    assert {each["reaches"] for each in letters if each["store"]} == {"by_hand"}


def test_a_partner_says_nothing_of_who_is_accused_by_its_own_accounts(
    caller: Callers, context: Context
) -> None:
    both = caller("both")
    filed = both.post("/complaints", complaint(filer=SAM, targets=[{"url": f"{ITEM}1"}]))
    assert results(both, "/listings", row("1", 1, store_id="s1")) == ["stored"]
    with context.database.reading() as session:
        claim = session.get_one(Claim, filed.get_json()["targets"][0]["claim_id"])
        assert claim.store_id is None


def test_who_runs_no_marketplace_feeds_nothing(caller: Callers) -> None:
    assert slug(caller("partner").put("/listings", {"items": [row("1", 1)]})) == "forbidden"


@pytest.mark.both_databases
def test_of_two_calls_at_once_the_later_version_holds(
    market: Caller, context: Context, database_url: str
) -> None:
    """The second call waits for the first, and compares with what that stored."""
    assert results(market, "/listings", row("1", 1, title="one")) == ["stored"]
    versions = list(range(2, 12))
    with ThreadPoolExecutor(len(versions)) as pool:
        calls = [
            pool.submit(results, market, "/listings", row("1", each, title=str(each)))
            for each in versions
        ]
        came = {version: call.result() for version, call in zip(versions, calls, strict=True)}
    assert came[11] == ["stored"]
    with context.database.reading() as session:
        listing = session.scalars(select(Listing)).one()
        assert (listing.title, listing.source_version) == ("11", 11)
