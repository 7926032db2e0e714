"""Appeals against a claim's decision over HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.bodies import complaint, pointers, slug
from tests.callers import Caller

Callers = Callable[..., Caller]


@pytest.fixture
def rejected(caller: Callers) -> tuple[Caller, Caller, str]:
    acme, rev = caller("filer", "acme"), caller("reviewer", "rev")
    filed = acme.post("/complaints", complaint()).get_json()
    path = f"/claims/{filed['targets'][0]['claim_id']}"
    rev.post(f"{path}/decide", {"decision": "reject", "reason": "no-infringement"})
    return acme, rev, path


def test_an_appeal_is_filed_once_and_decided_by_another(
    caller: Callers, rejected: tuple[Caller, Caller, str]
) -> None:
    acme, rev, path = rejected
    ann = caller("supervisor", "ann")
    body = {"side": "filer", "grounds": "You missed a page."}
    answer = acme.post(f"{path}/appeals", body)
    assert answer.status_code == 201, answer.get_json()
    appeal = f"/appeals/{answer.get_json()['id']}"
    assert answer.headers["Location"] == f"/api/v1{appeal}"
    again = acme.post(f"{path}/appeals", body)
    assert (again.status_code, again.get_json()["appeal"]) == (409, answer.get_json()["id"])
    overturn = {"decision": "overturn", "reason": "weighed-wrongly", "merit": "founded"}
    own = rev.post(f"{appeal}/decide", overturn)
    assert (own.status_code, slug(own)) == (403, "second-person-needed")
    assert [one["id"] for one in ann.get("/appeals?state=filed").get_json()["items"]] == [
        answer.get_json()["id"]
    ]
    tag = ann.get(appeal).headers["ETag"]
    done = ann.post(f"{appeal}/decide", overturn, headers={"If-Match": tag})
    assert (done.status_code, done.get_json()["state"]) == (200, "overturned")
    claim = acme.get(path).get_json()
    assert (claim["state"], claim["merit"]) == ("removed", "founded")
    assert claim["appeals"][0]["state"] == "overturned"
    assert ann.post(f"{appeal}/decide", overturn, headers={"If-Match": tag}).status_code == 412


def test_who_may_appeal_what(caller: Callers, rejected: tuple[Caller, Caller, str]) -> None:
    acme, rev, path = rejected
    seller = {"side": "seller", "grounds": "x"}
    assert acme.post(f"{path}/appeals", seller).status_code == 403
    assert rev.post(f"{path}/appeals", seller).status_code == 409
    assert pointers(acme.post(f"{path}/appeals", {"side": "judge"})) == ["/side", "/grounds"]
    other = caller("filer", "other")
    assert other.post(f"{path}/appeals", {"side": "filer", "grounds": "x"}).status_code == 404
    appeal = acme.post(f"{path}/appeals", {"side": "filer", "grounds": "x"}).get_json()
    assert other.get(f"/appeals/{appeal['id']}").status_code == 404
    assert other.get("/appeals").get_json()["items"] == []
