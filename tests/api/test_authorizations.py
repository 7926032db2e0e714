"""Authorizations over HTTP."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.bodies import HOLDER, MARK, complaint, pointers, slug
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]


def test_an_authorization_is_registered_used_and_revoked(caller: Callers) -> None:
    agent, other = caller("agent"), caller("filer", "other")
    right = agent.post("/rights", {**MARK, "rights_holder": HOLDER}).get_json()
    body = {
        "rights_holder": HOLDER, "reference": "A-1", "valid_from": "2026-01-01",
        "right_id": right["id"], "right_kind": "trademark", "marketplace": "taobao",
    }  # fmt: skip
    answer = agent.post("/authorizations", body)
    assert answer.status_code == 201, answer.get_json()
    given = answer.get_json()
    assert (given["marketplace"], given["revoked_on"]) == ("taobao", None)
    path = f"/authorizations/{given['id']}"
    assert agent.get(path).get_json() == given
    assert other.get(path).status_code == 404
    filing = complaint(right=None, right_id=right["id"], authorization_id=given["id"])
    filed = agent.post("/complaints", filing)
    assert filed.status_code == 201, filed.get_json()
    foreign = other.post("/complaints", complaint(authorization_id=given["id"]))
    assert (foreign.status_code, pointers(foreign)) == (404, ["/authorization_id"])
    assert other.post(f"{path}/revoke").status_code == 404
    assert agent.post(f"{path}/revoke", {"revoked_on": "2999-01-01"}).status_code == 422
    assert agent.post(f"{path}/revoke").get_json()["revoked_on"] is not None
    again = agent.post(f"{path}/revoke")
    assert (again.status_code, slug(again)) == (409, "wrong-state")
    assert pointers(agent.post("/complaints", filing)) == ["/authorization_id"]


def test_what_does_not_hold_is_pointed_at(caller: Callers) -> None:
    agent = caller("agent")
    wrong = agent.post("/authorizations", {"right_id": 0, "marketplace": "Not A Slug"})
    assert sorted(pointers(wrong)) == ["/marketplace", "/right_id", "/rights_holder"]
    late = {"rights_holder": HOLDER, "valid_from": "2026-02-01", "valid_to": "2026-01-01"}
    assert pointers(agent.post("/authorizations", late)) == ["/valid_to"]
    foreign = agent.post("/authorizations", {"rights_holder": HOLDER, "right_id": 99})
    assert (foreign.status_code, pointers(foreign)) == (404, ["/right_id"])


def test_authorizations_are_listed_to_who_may_see_them(caller: Callers) -> None:
    agent, rev = caller("agent"), caller("reviewer")
    agent.post("/authorizations", {"rights_holder": HOLDER})
    assert len(rev.get(f"/authorizations?filer={agent.id}").get_json()["items"]) == 1
    assert caller("filer", "other").get("/authorizations").get_json()["items"] == []
