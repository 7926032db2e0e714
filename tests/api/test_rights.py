"""Rights over HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.bodies import HOLDER, MARK, SAM, complaint, pointers
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]
BACKWARDS = {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}


@pytest.mark.both_databases
def test_a_right_is_registered_and_read(caller: Callers) -> None:
    acme = caller("filer")
    answer = acme.post("/rights", {**MARK, "classes": [9, 25], "rights_holder": HOLDER})
    assert answer.status_code == 201, answer.get_json()
    right = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/rights/{right['id']}"
    assert (right["classes"], right["registered_on"]) == ([9, 25], "2015-03-01")
    assert right["rights_holder"]["name"] == "Acme Inc"
    assert acme.get(f"/rights/{right['id']}").get_json() == right
    again = acme.post("/rights", {**MARK, "classes": [9, 25], "rights_holder": HOLDER})
    assert again.get_json()["id"] == right["id"]


def test_rights_are_listed_to_who_may_see_them(caller: Callers) -> None:
    acme, other, rev = caller("filer", "acme"), caller("filer", "other"), caller("reviewer")
    ids = [acme.post("/rights", {**MARK, "number": str(n)}).get_json()["id"] for n in range(3)]
    page = acme.get("/rights?limit=2").get_json()
    rest = acme.get(f"/rights?limit=2&cursor={page['next']}").get_json()
    assert [right["id"] for right in page["items"] + rest["items"]] == ids
    assert other.get("/rights").get_json()["items"] == []
    assert other.get(f"/rights/{ids[0]}").status_code == 404
    assert len(rev.get(f"/rights?kind=trademark&filer={acme.id}").get_json()["items"]) == 3
    assert rev.get("/rights?kind=patent").get_json()["items"] == []


def test_what_does_not_hold_is_pointed_at(caller: Callers) -> None:
    acme = caller("filer")
    wrong = acme.post("/rights", {"kind": "brand", "jurisdiction": "Germany", "classes": ["9"]})
    assert sorted(pointers(wrong)) == ["/classes/0", "/jurisdiction", "/kind"]
    future = acme.post("/rights", {**MARK, "applied_on": "2999-01-01"})
    assert set(pointers(future)) == {"/applied_on", "/registered_on"}
    assert pointers(acme.post("/rights", {**MARK, "filer": SAM})) == ["/filer"]
    assert pointers(caller("partner").post("/rights", MARK)) == ["/filer"]
    assert caller("reviewer").post("/rights", MARK).status_code == 403


def test_a_wrong_form_hides_no_wrong_date(caller: Callers) -> None:
    acme = caller("filer")
    dates = {"applied_on": "2999-01-01", "classes": [99]}
    assert set(pointers(acme.post("/rights", {**MARK, **dates}))) == {
        "/classes/0", "/applied_on", "/registered_on",
    }  # fmt: skip
    ended = acme.post("/rights", {**MARK, "classes": [99], "status": "expired"})
    assert set(pointers(ended)) == {"/classes/0", "/status"}
    wrong = complaint(right={**MARK, **dates}, authorization=BACKWARDS, basis="none")
    assert {"/basis", "/right/classes/0", "/right/applied_on", "/authorization/valid_to"} <= set(
        pointers(acme.post("/complaints", wrong))
    )
    given = {"rights_holder": HOLDER, **BACKWARDS, "right_kind": "none"}
    assert set(pointers(acme.post("/authorizations", given))) == {"/right_kind", "/valid_to"}
    offered = {"agent": {"number": "x", "name": "Li"}, **BACKWARDS}
    assert set(pointers(acme.post("/authorizations/offers", offered))) == {
        "/agent/number", "/valid_to",
    }  # fmt: skip


@pytest.mark.both_databases
def test_papers_and_warnings_of_a_right(caller: Callers) -> None:
    acme = caller("filer")
    paper = {"kind": "registration", "sha256": "a" * 64, "filename": "extract.pdf"}
    made = acme.post("/rights", {**MARK, "documents": [paper]}).get_json()
    assert made["documents"] == [paper]
    assert any("Nice" in sentence for sentence in made["warnings"])
    more = {**paper, "sha256": "b" * 64}
    again = acme.post("/rights", {**MARK, "documents": [paper, more]}).get_json()
    assert (again["id"], len(again["documents"])) == (made["id"], 2)
    serial = {**MARK, "number": "88123456", "jurisdiction": "US"}
    assert "serial" in acme.post("/rights", serial).get_json()["warnings"][0]
