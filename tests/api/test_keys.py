"""Keys: who they belong to, what they may do, and that a secret is shown once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from complaints.storage.context import Context
from tests.keys import let_renew
from tests.scenes.callers import PROBLEM, Caller

Callers = Callable[..., Caller]


@pytest.mark.parametrize(
    ("role", "kind", "scopes"),
    [
        ("filer", "filer", ["file", "read"]),
        ("agent", "filer", ["file", "read"]),
        ("partner", "partner", ["file_on_behalf", "read"]),
        ("reviewer", "person", ["decide", "judge_appeals", "read", "review"]),
        ("supervisor", "person", ["decide", "judge_appeals", "read", "review"]),
    ],
)
def test_a_key_says_whose_it_is(caller: Callers, role: str, kind: str, scopes: list[str]) -> None:
    me = caller(role).get("/me").get_json()
    assert me["kind"] == kind
    assert (me["scopes"], me["only_filers"]) == (scopes, [])


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer chk_0_1", "Basic YTpi", "Bearer \u00e9"])
def test_no_valid_key_is_401(caller: Callers, header: str) -> None:
    answer = caller("filer").get("/me", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.mimetype == PROBLEM
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_a_good_key_comes_as_a_bearer_s_alone(caller: Callers, scheme: str) -> None:
    filer = caller("filer")
    answer = filer.get("/me", headers={"Authorization": f"{scheme} {filer.secret}"})
    assert answer.status_code == 401
    assert "Authorization: Bearer" in answer.get_json()["detail"]


def test_a_secret_is_shown_once_and_not_replayed(caller: Callers, context: Context) -> None:
    filer = caller("filer")
    let_renew(context, filer)
    once = {"Idempotency-Key": "one"}
    first = filer.post("/keys", {"label": "laptop"}, headers=once)
    again = filer.post("/keys", {"label": "laptop"}, headers=once)
    assert first.status_code == again.status_code == 201
    assert first.get_json()["prefix"] == again.get_json()["prefix"]
    assert "secret" in first.get_json()
    assert "secret" not in again.get_json()
    assert again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.both_databases
def test_the_same_idempotency_key_with_another_body_is_refused(
    caller: Callers, context: Context
) -> None:
    filer = caller("filer")
    let_renew(context, filer)
    once = {"Idempotency-Key": "one"}
    filer.post("/keys", {"label": "laptop"}, headers=once)
    other = filer.post("/keys", {"label": "desk"}, headers=once)
    assert other.status_code == 422
    assert other.get_json()["type"].endswith("/problems/idempotency-mismatch")
    assert other.get_json()["header"] == "Idempotency-Key"


def test_a_refusal_is_not_remembered(caller: Callers, context: Context) -> None:
    filer = caller("filer")
    let_renew(context, filer)
    once = {"Idempotency-Key": "one"}
    assert filer.post("/keys", {"label": ""}, headers=once).status_code == 422
    assert filer.post("/keys", {"label": "mended"}, headers=once).status_code == 201


def test_keys_of_two_owners_do_not_meet(caller: Callers, context: Context) -> None:
    once = {"Idempotency-Key": "one"}
    made = []
    for name in ("a", "b"):
        filer = caller("filer", name)
        let_renew(context, filer)
        made.append(filer.post("/keys", {"label": "x"}, headers=once).get_json()["prefix"])
    assert len(set(made)) == 2


def test_a_revoked_key_is_dead_and_only_the_owner_revokes(
    caller: Callers, context: Context
) -> None:
    filer, stranger = caller("filer", "a"), caller("filer", "b")
    let_renew(context, filer)
    prefix = filer.post("/keys", {"label": "x"}).get_json()["prefix"]
    assert stranger.post("/keys/revoke", {"prefix": prefix}).status_code == 404
    assert filer.post("/keys/revoke", {"prefix": prefix}).status_code == 200
    own = filer.secret.rpartition("_")[0]
    assert filer.post("/keys/revoke", {"prefix": own}).status_code == 200
    assert filer.get("/me").status_code == 401


def test_a_key_hands_on_no_more_than_it_has(caller: Callers) -> None:
    answer = caller("filer").post("/keys", {"label": "x", "scopes": ["decide"]})
    assert answer.status_code == 422
    assert answer.get_json()["type"].endswith("/problems/scope-not-yours")


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"label": NaN}', "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 100_000, "application/json", 413),
        (b'{"label": "x"}', "text/plain", 415),
        (b'{"label": 5}', "application/json", 422),
        (b'{"label": "x", "other": 1}', "application/json", 422),
        (b'{"label": "\\u0000"}', "application/json", 422),
        (b'{"label": "\\ud800"}', "application/json", 422),
        # Half a character, and a NUL, that come without an escape in ASCII.
        (b'{"label": "\xed\xa0\x80"}', "application/json", 400),
        ('{"label": "\\u0000"}'.encode("utf-16"), "application/json", 400),
        ('{"label": 5}'.encode("utf-8-sig"), "application/json", 422),
        (b"[]", "application/json", 422),
        (b'{"label": "' + b"x" * 10_000_000 + b'"}', "application/json", 413),
    ],
)
def test_bad_bodies_get_a_problem(
    caller: Callers, data: bytes, content_type: str, status: int
) -> None:
    answer = caller("filer").post("/keys", data=data, content_type=content_type)
    assert answer.status_code == status
    assert answer.mimetype == PROBLEM
    assert set(answer.get_json()) >= {"type", "title", "status", "detail"}


def test_a_key_revokes_no_key_that_may_more(caller: Callers, context: Context) -> None:
    filer = caller("filer")
    let_renew(context, filer)
    lost = filer.post("/keys", {"label": "report", "scopes": ["read"]}).get_json()
    as_lost = {"headers": {"Authorization": f"Bearer {lost['secret']}"}}
    own = filer.secret.rpartition("_")[0]
    answer = filer.post("/keys/revoke", {"prefix": own}, **as_lost)
    assert (answer.status_code, answer.get_json()["type"].rpartition("/")[2]) == (
        422,
        "scope-not-yours",
    )
    assert filer.post("/keys/revoke", {"prefix": lost["prefix"]}, **as_lost).status_code == 200
