"""Filing, reading and withdrawing complaints over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from unittest.mock import ANY

import pytest
from sqlalchemy import func, select

from complaints.base.clock import utcnow
from complaints.models import Claim, Complaint, FilerIdentity
from complaints.storage.context import Context
from complaints.storage.links import mask
from tests.api.bodies import HOLDER, ITEM, MARK, SAM, complaint, pointers, slug
from tests.scenes.callers import PROBLEM, Caller
from tests.services.decisions.desk import Desk

Callers = Callable[..., Caller]


def stored(context: Context) -> int:
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Complaint)) or 0


def test_a_filing_is_answered_target_by_target(caller: Callers) -> None:
    acme = caller("filer")
    targets = [
        {"url": f"{ITEM}1&spm=a1", "store_id": "s9", "store_name": "Shop", "price": 12.5},
        {"url": "https://www.amazon.de/dp/B000000001?ref=x"},
    ]
    body = complaint(targets=targets, reference="R-1", contact={"email": "ip@acme.example"})
    answer = acme.post("/complaints", body)
    assert answer.status_code == 201, answer.get_json()
    filed = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/complaints/{filed['id']}"
    assert (filed["reference"], filed["state"]) == ("R-1", "open")
    one, two = filed["targets"]
    assert one["listing"] == {
        "marketplace": "taobao",
        "id": "1",
        "url": f"{ITEM}1",
        "kind": "listing",
        "our_id": ANY,
        "store": {"marketplace": "taobao", "id": "s9", "name": "Shop", "our_id": ANY},
    }
    assert (two["state"], two["duplicate"], two["listing"]["store"]) == ("received", False, None)


@pytest.mark.parametrize(
    ("price", "kept"),
    [(19.9, "19.9"), ("19.90", "19.9"), ("0", "0"), (0, "0"), (999_999_999_999, "999999999999"),
     ("999999999999.9999", "999999999999.9999"), (999_999_999_999.9999, "999999999999.9999"),
     ("999999999999.9999999999", "999999999999.9999"),
     ("0.00005", "0"), ("0.1", "0.1"), (0.1, "0.1")],
)  # fmt: skip
def test_a_price_comes_as_number_or_text(
    caller: Callers, context: Context, price: Any, kept: str
) -> None:
    body = complaint(targets=[{"url": f"{ITEM}1", "price": price, "currency": "CNY"}])
    assert caller("filer").post("/complaints", body).status_code == 201
    with context.database.reading() as session:
        assert session.scalar(select(Claim.price)) == Decimal(kept)


@pytest.mark.parametrize(
    "price",
    ["19,90", "1e3", "-1", -0.01, 1e12, "9999999999999", "nan", "", True, [1]],
)
def test_what_is_no_price_is_refused(caller: Callers, price: Any) -> None:
    body = complaint(targets=[{"url": f"{ITEM}1", "price": price}])
    refused = caller("filer").post("/complaints", body)
    assert (refused.status_code, pointers(refused)) == (422, ["/targets/0/price"])


def test_the_same_again_is_answered_with_the_existing_claims(
    caller: Callers, context: Context
) -> None:
    acme = caller("filer")
    first = acme.post("/complaints", complaint()).get_json()
    again = acme.post("/complaints", complaint(reference="R-2"))
    assert again.status_code == 200
    assert [again.get_json()[name] for name in ("id", "reference")] == [
        first["id"], "R-2",
    ]  # fmt: skip
    (target,) = again.get_json()["targets"]
    assert target["duplicate"] is True
    assert target["claim_id"] == first["targets"][0]["claim_id"]
    assert target["complaint_id"] == first["id"]
    assert stored(context) == 1
    more = acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}, {"url": f"{ITEM}2"}]))
    assert more.status_code == 201
    assert [target["duplicate"] for target in more.get_json()["targets"]] == [True, False]


def test_a_used_reference_names_the_complaint_that_has_it(caller: Callers) -> None:
    acme = caller("filer")
    first = acme.post("/complaints", complaint(reference="R-1")).get_json()
    again = acme.post("/complaints", complaint(reference="R-1"))
    assert (again.status_code, slug(again), pointers(again)) == (409, "taken", ["/reference"])
    assert again.get_json()["complaint_id"] == first["id"]


def test_an_idempotency_key_files_once(caller: Callers, context: Context) -> None:
    acme, once = caller("filer"), {"Idempotency-Key": "abc"}
    first = acme.post("/complaints", complaint(), headers=once)
    again = acme.post("/complaints", complaint(), headers=once)
    assert first.status_code == again.status_code == 201
    assert first.get_json() == again.get_json()
    assert again.headers["Location"] == first.headers["Location"]
    assert stored(context) == 1


BAD: list[tuple[dict[str, Any], list[str]]] = [
    ({"targets": [{"url": f"{ITEM}{n}"} for n in range(1, 302)]}, ["/targets"]),
    ({"targets": []}, ["/targets"]),
    ({"targets": None}, ["/targets"]),
    ({"right": None}, ["/right"]),
    ({"right_id": 1}, ["/right_id"]),
    ({"basis": "theft"}, ["/basis"]),
    ({"filed_at": "2026-01-01T00:00:00Z"}, ["/filed_at"]),
    ({"source": "x"}, ["/source"]),
    ({"events": []}, ["/events"]),
    ({"filer": SAM}, ["/filer"]),
    ({"statement": 5}, ["/statement"]),
    ({"statement": "a\0b"}, ["/statement"]),
    ({"right": {**MARK, "title": "half \ud83d"}}, ["/right/title"]),
    ({"right": {**MARK, "registered_on": "2026-02-30"}}, ["/right/registered_on"]),
    ({"right": {**MARK, "registered_on": "2999-01-01"}}, ["/right/registered_on"]),
    ({"right": {**MARK, "applied_on": "2020-01-01"}}, ["/right/registered_on"]),
    ({"right": {**MARK, "status": "expired"}}, ["/right/status"]),
    ({"right": {**MARK, "classes": [9, 46]}}, ["/right/classes/1"]),
    ({"right": {**MARK, "kind": "design"}, "basis": "copyright"}, ["/basis"]),
    ({"right": {**MARK, "colour": "red"}}, ["/right/colour"]),
    ({"documents": [{"kind": "evidence", "sha256": "A" * 64}]}, ["/documents/0/sha256"]),
    ({"authorization": {}, "authorization_id": 1}, ["/authorization_id"]),
    (
        {"authorization": {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}},
        ["/authorization/valid_to", "/authorization"],
    ),
    (
        {
            "basis": "theft",
            "targets": [{"url": f"{ITEM}1"}, {"url": f"{ITEM}2", "price": -1, "stor": "x"}, {}],
        },
        ["/basis", "/targets/1/price", "/targets/1/stor", "/targets/2/url"],
    ),
]


@pytest.mark.parametrize(("given", "where"), BAD)
def test_what_does_not_hold_is_pointed_at_and_nothing_is_stored(
    caller: Callers, context: Context, given: dict[str, Any], where: list[str]
) -> None:
    answer = caller("filer").post("/complaints", complaint(**given))
    assert answer.status_code == 422
    assert answer.mimetype == PROBLEM
    assert sorted(pointers(answer)) == sorted(where)
    assert stored(context) == 0


@pytest.mark.parametrize(
    "url",
    ["not a url", "javascript:alert(1)", "data:text/html,x", "https://www.taobao.com/", "https://"],
)
def test_a_bad_address_is_pointed_at(caller: Callers, context: Context, url: str) -> None:
    targets = [{"url": f"{ITEM}{n}"} for n in range(1, 8)] + [{"url": url}]
    answer = caller("filer").post("/complaints", complaint(targets=targets))
    assert (answer.status_code, pointers(answer)) == (422, ["/targets/7/url"])
    assert stored(context) == 0


def test_a_foreign_right_is_not_there(caller: Callers, context: Context) -> None:
    acme, other = caller("filer", "acme"), caller("filer", "other")
    right = acme.post("/rights", MARK).get_json()
    given = complaint(right=None, right_id=right["id"])
    answer = other.post("/complaints", given)
    assert (answer.status_code, slug(answer)) == (404, "not-found")
    assert pointers(answer) == ["/right_id"]
    assert stored(context) == 0
    assert acme.post("/complaints", given).status_code == 201


def test_a_partner_files_on_behalf(caller: Callers) -> None:
    portal, other = caller("partner", "portal"), caller("partner", "other")
    assert pointers(portal.post("/complaints", complaint())) == ["/filer"]
    filed = portal.post("/complaints", complaint(filer=SAM))
    assert filed.status_code == 201
    path = f"/complaints/{filed.get_json()['id']}"
    assert portal.get(path).get_json()["filer"]["reference"] == "s-1"
    assert other.get(path).status_code == 404
    assert caller("filer").get(path).status_code == 404
    assert "sam@example.org" not in portal.get(path).get_data(as_text=True)


def test_a_key_without_the_scope_files_nothing(caller: Callers, context: Context) -> None:
    answer = caller("reviewer").post("/complaints", complaint())
    assert (answer.status_code, slug(answer)) == (403, "forbidden")
    assert stored(context) == 0


def test_an_agent_is_told_to_show_its_permission(caller: Callers) -> None:
    agent = caller("agent")
    answer = agent.post("/complaints", complaint(rights_holder=HOLDER))
    assert pointers(answer) == ["/authorization"]
    assert "on the page “Authorizations”" in answer.get_json()["detail"]
    assert agent.post("/authorizations", {"rights_holder": HOLDER}).status_code == 201
    assert agent.post("/complaints", complaint(rights_holder=HOLDER)).status_code == 201


def test_a_boycott_keeps_what_is_filed(caller: Callers, context: Context) -> None:
    acme, rev = caller("filer"), caller("reviewer")
    boycott = Desk(context.database, utcnow()).boycott(acme.id)
    answer = acme.post("/complaints", complaint(), headers={"Idempotency-Key": "k"})
    assert (answer.status_code, slug(answer), answer.mimetype) == (403, "boycotted", PROBLEM)
    told = answer.get_json()
    assert told["boycott_id"] == boycott
    assert told["appeal_url"].startswith("http")
    assert told["ends_at"] > told["filed_at"]
    open_till = rev.get(f"/boycotts/{boycott}").get_json()["appeal_until"]
    assert told["appeal_until"] == open_till > told["ends_at"]
    kept = rev.get(f"/complaints/{told['complaint_id']}").get_json()
    assert (kept["state"], kept["boycott_id"]) == ("not_processed", boycott)
    again = acme.post("/complaints", complaint(), headers={"Idempotency-Key": "k"})
    # What is stored to be repeated holds no secret, a signed link's neither.
    assert again.get_json() == json.loads(mask(answer.get_data(as_text=True)))
    assert stored(context) == 1


def test_a_list_is_paged_and_filtered(caller: Callers) -> None:
    acme, rev = caller("filer", "acme"), caller("reviewer")
    for number in range(1, 6):
        body = complaint(targets=[{"url": f"{ITEM}{number}", "store_id": f"s{number % 2}"}])
        assert acme.post("/complaints", {**body, "reference": f"R-{number}"}).status_code == 201
    elsewhere = complaint(basis="trademark", targets=[{"url": f"{ITEM}9"}])
    caller("filer", "other").post("/complaints", elsewhere)

    def listed(who: Caller, **query: Any) -> list[str]:
        found: list[str] = []
        cursor: str | None = None
        while True:
            page = {**query, "limit": 2, **({"cursor": cursor} if cursor else {})}
            answer = who.get("/complaints", query_string=page)
            assert answer.status_code == 200, answer.get_json()
            found += [item["reference"] for item in answer.get_json()["items"]]
            cursor = answer.get_json()["next"]
            if cursor is None:
                return found

    assert listed(acme) == ["R-5", "R-4", "R-3", "R-2", "R-1"]
    assert len(listed(rev)) == 6
    assert listed(rev, store="s1") == ["R-5", "R-3", "R-1"]
    assert listed(rev, reference="R-2") == ["R-2"]
    assert len(listed(rev, filer=acme.id)) == 5
    assert len(listed(rev, basis="trademark")) == 1
    assert len(listed(rev, marketplace="taobao")) == 6
    assert listed(rev, marketplace="ebay") == []
    assert len(listed(rev, right_kind="trademark")) == 6
    assert listed(rev, right_kind="patent") == []
    assert listed(rev, filed_to="2020-01-01T00:00:00Z") == []
    assert len(listed(rev, filed_from="2020-01-01T00:00:00+14:00")) == 6
    assert len(listed(rev, state="open")) == 6
    assert listed(rev, state="closed") == []
    first = rev.get("/complaints", query_string={"reference": "R-1"}).get_json()["items"][0]
    acme.post(f"/complaints/{first['id']}/withdraw")
    assert listed(rev, state="closed") == ["R-1"]
    assert len(listed(rev, source=first["source"])) == 5


@pytest.mark.parametrize(
    "query",
    ["cursor=zzz", "limit=0", "limit=9999", "state=new", "filed_from=2026-01-01", "colour=red",
     "filed_from=0001-01-01T00:00:00%2B14:00", "cursor=WyJ4IiwxXQ", "filer=99999999999"],
)  # fmt: skip
def test_a_bad_question_is_pointed_at(caller: Callers, query: str) -> None:
    answer = caller("reviewer").get(f"/complaints?{query}")
    assert (answer.status_code, pointers(answer)) == (422, ["/" + query.partition("=")[0]])


def test_one_is_read_whole(caller: Callers) -> None:
    acme, rev = caller("filer"), caller("reviewer")
    paper = {"kind": "registration", "sha256": "a" * 64, "filename": "r.pdf"}
    filed = acme.post("/complaints", complaint(documents=[paper], statement="A copy.")).get_json()
    claim = filed["targets"][0]["claim_id"]
    rev.post(f"/claims/{claim}/decide", {"decision": "take_down", "reason": "shown"})
    whole = acme.get(f"/complaints/{filed['id']}").get_json()
    assert whole["state"] == "closed"
    assert whole["claim_counts"] == {"removed": 1}
    assert whole["documents"] == [
        {**paper, "added_at": None, "claim_ids": [], "document_id": None, "passed_on": False}
    ]
    assert whole["right"]["number"] == MARK["number"]
    assert whole["statement"] == "A copy."
    assert [claim["state"] for claim in whole["claims"]] == ["removed"]
    (event,) = whole["events"]
    assert (event["kind"], event["by"], event["claim_ids"]) == ("takedown", "staff", [claim])


def test_withdrawing_names_claims_or_takes_all(caller: Callers) -> None:
    acme = caller("filer")
    targets = [{"url": f"{ITEM}{number}"} for number in (1, 2)]
    filed = acme.post("/complaints", complaint(targets=targets)).get_json()
    one, two = (target["claim_id"] for target in filed["targets"])
    path = f"/complaints/{filed['id']}/withdraw"
    wrong = acme.post(path, {"claim_ids": [one, 99]})
    assert (wrong.status_code, pointers(wrong)) == (422, ["/claim_ids/1"])
    assert acme.post(path, {"claim_ids": [one]}).get_json() == {"withdrawn": [one]}
    assert acme.post(path, {"reason": "Our error."}).get_json() == {"withdrawn": [two]}
    assert acme.post(path).status_code == 409
    assert caller("filer", "other").post(path).status_code == 404


@pytest.mark.parametrize("path", ["/complaints/99", "/complaints/0", "/complaints/99999999999"])
def test_what_is_not_there_is_404(caller: Callers, path: str) -> None:
    answer = caller("reviewer").get(path)
    assert (answer.status_code, answer.mimetype) == (404, PROBLEM)


def test_search_finds_by_reference_listing_and_store_and_the_table_holds_the_same(
    caller: Callers,
) -> None:
    acme, other = caller("filer", "acme"), caller("filer", "other")
    target = {"url": f"{ITEM}77", "store_id": "s9", "store_name": "=Jacket World"}
    acme.post("/complaints", complaint(reference="case-1", targets=[target]))
    acme.post("/complaints", complaint(reference="case-2"))
    for words in ("case-1", "77", f"{ITEM}77&spm=x", "s9", "jacket"):
        found = acme.get("/complaints", query_string={"search": words}).get_json()["items"]
        assert [row["reference"] for row in found] == ["case-1"], words
    assert other.get("/complaints?search=case-1").get_json()["items"] == []
    table = acme.get("/complaints.csv?search=case-1")
    assert table.mimetype == "text/csv"
    header, line = table.get_data(as_text=True).removeprefix("\ufeff").splitlines()
    assert header.startswith("complaint,filed_at,basis")
    assert line.startswith("case-1,")
    assert "'=Jacket World" in line
    assert len(acme.get("/complaints.csv").get_data(as_text=True).splitlines()) == 3


def test_a_platform_says_how_it_knows_its_accounts(
    caller: Callable[..., Caller], context: Context
) -> None:
    filer = {**SAM, "phone": "+442079460018", "device": "d", "payment": "p"}
    said = {"phone": "confirmed", "payment": "confirmed", "device": "typed"}
    body = complaint(filer={**filer, "origins": said})

    def known() -> dict[str, str]:
        with context.database.reading() as session:
            return {row.kind: row.origin for row in session.scalars(select(FilerIdentity))}

    # It runs nothing, it runs something else, it runs one of two.
    assert pointers(caller("partner").post("/complaints", body)) == ["/filer/origins"]
    platform = caller("both", "platform")
    both = [{"url": f"{ITEM}1"}, {"url": "https://www.ebay.com/itm/123456789012"}]
    for targets in (both[1:], both):
        answer = platform.post("/complaints", {**body, "targets": targets})
        assert (answer.status_code, pointers(answer)) == (422, ["/filer/origins"])
    # Nor does an account speak of itself, nor any other route of it.
    own = {"email": "a@b.example", "origins": {"phone": "confirmed"}}
    refused = caller("filer").post("/complaints", complaint(contact=own))
    assert pointers(refused) == ["/contact/origins"]
    stated = platform.post("/rights", {**MARK, "filer": body["filer"]})
    assert pointers(stated) == ["/filer/origins"]
    assert set(known().values()) == {"typed"}
    assert platform.post("/complaints", {**body, "targets": both[:1]}).status_code == 201
    assert known() | said == known()
    assert known()["email"] == "typed"
