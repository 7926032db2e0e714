"""Appeals against a claim's decision over HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.bodies import complaint, pointers, slug
from tests.scenes.callers import Caller

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
    assert (again.status_code, again.get_json()["appeal_id"]) == (409, answer.get_json()["id"])
    overturn = {"decision": "overturn", "reason": "weighed-wrongly", "merit": "founded"}
    own = rev.post(f"{appeal}/decide", overturn)
    assert (own.status_code, slug(own)) == (403, "second-person-needed")
    assert [one["id"] for one in ann.get("/appeals?state=filed").get_json()["items"]] == [
        answer.get_json()["id"]
    ]
    tag = ann.get(appeal).headers["ETag"]
    letters = ann.post(f"{appeal}/decide/preview", overturn).get_json()["letters"]
    assert [each["to_filer"] for each in letters] == [True, False]
    assert ann.get(appeal).headers["ETag"] == tag
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


def test_the_letters_of_a_decision_are_read_before_it(caller: Callers) -> None:
    acme, rev = caller("filer", "acme"), caller("reviewer", "rev")
    filed = acme.post("/complaints", complaint()).get_json()
    path = f"/claims/{filed['targets'][0]['claim_id']}"
    body = {"decision": "take_down", "reason": "shown", "note": "Look at the seam."}
    before = (rev.get(path).headers["ETag"], rev.get("/letters").get_json())
    shown = rev.post(f"{path}/decide/preview", body).get_json()["letters"]
    of_all = rev.post(f"/complaints/{filed['id']}/decide/preview", body).get_json()["letters"]
    assert [(each["to_filer"], each["kind"]) for each in of_all] == [
        (each["to_filer"], each["kind"]) for each in shown
    ]
    assert {each["to_filer"] for each in shown} == {True, False}
    assert all("Look at the seam." in each["body"] for each in shown)
    assert not any("/reply/" in each["body"] and "/reply/…" not in each["body"] for each in shown)
    assert (rev.get(path).headers["ETag"], rev.get("/letters").get_json()) == before
    misfit = rev.post(f"{path}/decide/preview", {**body, "reason": "no-infringement"})
    assert pointers(misfit) == ["/reason"]
    stale = rev.post(f"{path}/decide/preview", body, headers={"If-Match": '"99"'})
    assert stale.status_code == 412
    assert rev.post(f"{path}/decide", body).status_code == 200
    sent = {each["body"].split("http")[0] for each in rev.get("/letters").get_json()["items"]}
    assert {each["body"].split("http")[0] for each in shown} <= sent
    assert acme.post(f"{path}/decide/preview", body).status_code == 403
