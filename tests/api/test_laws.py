"""Which law a complaint is under, from the texts to sign to the answer: stories by the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from complaints.commands.marketplaces import marketplace_group
from complaints.models import LedgerEntry
from complaints.queries.sellers import counter_notices
from complaints.storage.context import Context
from tests.api.bodies import complaint, pointers
from tests.scenes.callers import Caller
from tests.scenes.working import working

Callers = Callable[..., Caller]
SONG = {"kind": "copyright", "title": "The Song", "first_published_on": "2019-01-01"}
MARK = {"kind": "trademark", "number": "1234567", "title": "ACME", "status": "registered"}
MAILBOX = {"email": "ip@acme.example"}
SHOP = "/marketplaces/shop.example/stores/s1/country"
AMAZON = "https://www.amazon.com/dp/B000000001"
GERMAN = "https://www.amazon.de/dp/B000000001"
TAOBAO = "https://item.taobao.com/item.htm?id=1"
ETSY = "https://www.etsy.com/listing/123456789/ring"


@pytest.mark.parametrize(
    ("basis", "right", "url", "law", "signed", "answered"),
    [
        # A British work on amazon.com: notice and answer are both the DMCA's.
        ("copyright", {**SONG, "jurisdiction": "GB"}, AMAZON, ["dmca"], ["dmca-512c3", "truth"],
         ["true", "perjury", "jurisdiction"]),
        # An American work on Taobao: no seller there consents to a court in America.
        ("copyright", {**SONG, "jurisdiction": "US"}, TAOBAO, ["ecl"], ["ecl-42", "truth"],
         ["true", "art43"]),
        # A Chinese mark on amazon.de: the law of China says nothing of it.
        ("trademark", {**MARK, "jurisdiction": "CN"}, GERMAN, ["dsa"], ["dsa-16", "truth"],
         ["true"]),
    ],
)  # fmt: skip
def test_notice_and_answer_go_by_one_law(
    caller: Callers,
    context: Context,
    basis: str,
    right: dict[str, Any],
    url: str,
    law: list[str],
    signed: list[str],
    answered: list[str],
) -> None:
    acme = caller("filer")
    body = complaint(basis=basis, right=right, targets=[{"url": url}], contact=MAILBOX)
    sent = acme.post("/complaints", body)
    assert sent.status_code == 201, sent.get_json()
    stored = acme.get(f"/complaints/{sent.get_json()['id']}").get_json()
    (claim,) = stored["claims"]
    assert ([claim["regime"], *claim["adding"]], stored["regimes"]) == (law, law)
    assert sorted(each["code"] for each in stored["declarations"]) == signed
    with context.database.reading() as session:
        asked = counter_notices.requirements_of(working(session), stored["id"], [claim["id"]])
    assert [text.code for text in asked.texts] == answered


def test_a_work_against_a_seller_in_the_union_is_under_both_laws(
    caller: Callers, context: Context
) -> None:
    acme, ann = caller("filer"), caller("reviewer", "ann")
    target = {"url": "https://shop.example/1", "marketplace": "shop.example",
              "listing_id": "1", "store_id": "s1"}  # fmt: skip
    assert ann.put("/marketplaces/shop.example/country", {"country": "US"}).status_code == 404
    body = complaint(basis="copyright", right=SONG, targets=[target])
    first = acme.post("/complaints", body).get_json()
    assert law_of(acme, first) == ["house"], "nobody has said where it sells"
    told = ann.put("/marketplaces/shop.example/country", {"country": "us"})
    assert (told.status_code, told.get_json()["known"]) == (200, ["US"])
    assert ann.put(SHOP, {"country": "DE"}).status_code == 200
    query = "basis=copyright&marketplaces=amazon.com&seller_country=de"
    told = acme.get(f"/declarations?{query}").get_json()
    assert [each["code"] for each in told["items"]] == ["truth", "dsa-16", "dmca-512c3"]
    assert told["laws"] == [
        {"marketplace": "amazon.com", "regime": "dmca", "adding": ["dsa"],
         "asks": ["contact", "email", "explanation", "signature", "work"]}
    ]  # fmt: skip
    wrong = acme.get(f"/declarations?{query[:-2]}EL")
    assert (pointers(wrong), "GR" in wrong.get_json()["detail"]) == (["/seller_country"], True)
    # A second complaint is under both; its filer needs a mailbox now.
    target = {**target, "listing_id": "2", "url": "https://shop.example/2"}
    body = complaint(basis="copyright", right=SONG, targets=[target])
    assert pointers(acme.post("/complaints", body)) == ["/contact/email"]
    second = acme.post("/complaints", {**body, "contact": MAILBOX}).get_json()
    assert law_of(acme, second) == ["dmca", "dsa"]
    # What was filed keeps its form, and gets the duties towards such a seller.
    assert law_of(acme, first) == ["house", "dsa"]
    assert ann.put(SHOP, {"country": None}).status_code == 200
    assert law_of(acme, first) == ["house", "dsa"], "none leaves it"
    with context.database.reading() as session:
        entries = session.scalars(
            select(LedgerEntry).where(LedgerEntry.verb == "stated_country").order_by(LedgerEntry.id)
        ).all()
        said = [(each.subject, each.facts["country"], each.facts["claims"]) for each in entries]
    assert said == [("marketplace", "US", 0), ("store", "DE", 1), ("store", None, 0)]


def test_a_law_that_joins_in_mid_case_gives_its_term_to_appeal(
    caller: Callers, context: Context
) -> None:
    acme, ann = caller("filer"), caller("reviewer", "ann")
    right = {**MARK, "jurisdiction": "US"}
    target = {"url": AMAZON, "store_id": "s1"}
    filed = acme.post("/complaints", complaint(right=right, targets=[target])).get_json()
    path = f"/claims/{filed['targets'][0]['claim_id']}"
    decided = ann.post(f"{path}/decide", {"decision": "take_down", "reason": "shown"}).get_json()
    (ours,) = (each for each in decided["clocks"] if each["kind"] == "appeal_seller")
    for country in ("DE", None):
        told = ann.put("/marketplaces/amazon.com/stores/s1/country", {"country": country})
        assert told.status_code == 200
    (theirs,) = (
        each
        for each in ann.get(path).get_json()["clocks"]
        if (each["kind"], each["state"]) == ("appeal_seller", "running")
    )
    assert (ours["article"], theirs["article"]) == ("our rules", "DSA Art. 20(1)")
    assert theirs["starts_at"] == ours["starts_at"]
    assert theirs["ends_at"] > ours["ends_at"]


def law_of(who: Caller, filed: dict[str, Any]) -> list[str]:
    (claim,) = who.get(f"/complaints/{filed['id']}").get_json()["claims"]
    return [claim["regime"], *claim["adding"]]


def test_a_key_without_signature_contact_or_evidence_is_refused(caller: Callers) -> None:
    acme, portal = caller("filer"), caller("partner")
    nothing: dict[str, Any] = {"declaration": None, "answers": None}
    bare = complaint(**nothing)
    assert pointers(acme.post("/complaints", bare)) == ["/declaration", "/documents"]
    sam = {"reference": "s-1", "name": "Sam", "kind": "agent"}
    body = {**bare, "filer": sam}
    assert pointers(portal.post("/complaints", body)) == [
        "/declaration", "/filer", "/rights_holder", "/documents",
    ]  # fmt: skip
    both = {**complaint(filer=sam), "contact": MAILBOX, "rights_holder": {"name": "Acme"}}
    assert "/contact" in pointers(portal.post("/complaints", both))
    # A work without a name, to who served it; no word why, under the law of the Union.
    silent = {"contact": MAILBOX, "answers": None, "basis": "copyright"}
    nameless = {"kind": "copyright", "jurisdiction": "GB"}
    body = complaint(**silent, right=nameless, targets=[{"url": AMAZON}, {"url": GERMAN}])
    assert pointers(acme.post("/complaints", body)) == ["/right/title", "/statement"]
    said = {**body, "right": SONG, "statement": "The song of our film is on this disc."}
    assert acme.post("/complaints", said).status_code == 201


def test_only_who_runs_a_marketplace_says_where_it_sells(caller: Callers) -> None:
    market, portal = caller("marketplace"), caller("partner", "portal")
    acme = caller("filer")
    assert acme.post("/complaints", complaint()).status_code == 201
    path = "/marketplaces/taobao/country"
    assert portal.put(path, {"country": "CN"}).status_code == 403
    assert market.put("/marketplaces/ebay/country", {"country": "US"}).status_code == 404
    assert market.put(path, {"country": "SG"}).get_json()["known"] == ["SG"]
    wrong = market.put(path, {"country": "UK"})
    assert (pointers(wrong), "GB" in wrong.get_json()["detail"]) == (["/country"], True)
    seen = {
        each["slug"]: each["country"] for each in market.get("/marketplaces").get_json()["items"]
    }
    assert seen["taobao"] == "SG"
    # It counts from now on.
    later = complaint(targets=[{"url": f"{TAOBAO}9"}])
    filed = acme.post("/complaints", later).get_json()
    assert law_of(acme, filed) == ["house"]


@pytest.mark.both_databases
def test_the_operator_says_where_a_marketplace_sells(caller: Callers, context: Context) -> None:
    acme = caller("filer")
    target = {"url": "https://shop.example/1", "marketplace": "shop.example", "listing_id": "1"}
    assert acme.post("/complaints", complaint(targets=[target])).status_code == 201
    run = CliRunner()
    said = run.invoke(marketplace_group, ["list"], obj=context).output
    assert "shop.example\tunknown: our own rules lead\tnot stated" in said
    stated = run.invoke(
        marketplace_group, ["state", "shop.example", "--country", "MX"], obj=context
    )
    assert stated.exit_code == 0, stated.output
    assert "shop.example\tMX\tstated" in run.invoke(marketplace_group, ["list"], obj=context).output
