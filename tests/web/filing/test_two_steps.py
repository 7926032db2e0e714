"""What a filer cannot undo happens once the page that asks was answered (the tables of all forms:
tests/kit/test_what_cannot_be_undone.py)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.api.bodies import complaint
from tests.scenes.callers import Caller
from tests.web.filing.desk import ITEM, Owner, texts

Callers = Callable[..., Caller]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_listings_are_withdrawn_once_the_page_that_names_them_is_answered(
    app: Flask, caller: Callers
) -> None:
    acme, rev = Owner(app), caller("reviewer")
    acme.file(text=f"{ITEM}1\n{ITEM}2\n{ITEM}3")
    for claim in (1, 2):
        rev.post(f"/claims/{claim}/decide", {"decision": "take_down", "reason": "shown"})
    nothing = acme.get("/complaints/1/withdraw")
    assert (nothing.status_code, texts(nothing)) == (
        422, ["Select at least one listing to withdraw."],
    )  # fmt: skip
    page = acme.get("/complaints/1/withdraw?claim_ids=1&claim_ids=3").get_data(as_text=True)
    assert f"{ITEM}1" in page
    assert f"{ITEM}2" not in page
    assert "1 of them comes back on sale" in page
    assert "It was not taken down, and stays on sale." in page
    assert "You cannot undo this." in page
    one_click = acme.post("/complaints/1/withdraw", {"claim_ids": ["1", "3"], "reason": "Error."})
    assert (one_click.status_code, "Error." in one_click.get_data(as_text=True)) == (200, True)
    assert "Withdrawn" not in acme.get("/claims/1").get_data(as_text=True)
    sure = {"claim_ids": ["1", "3"], "reason": "Error.", "confirmed": "true"}
    assert acme.post("/complaints/1/withdraw", sure).status_code == 303
    assert "Withdrawn" in acme.get("/claims/1").get_data(as_text=True)
    left = acme.get("/complaints/1/withdraw?all=true").get_data(as_text=True)
    assert "Withdraw 1 listing" in left
    late = acme.post("/complaints/1/withdraw", sure)
    assert late.status_code in (409, 422)
    assert Owner(app, name="other").get("/complaints/1/withdraw?all=true").status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_draft_an_authorization_a_key_and_a_denial_are_asked_about(
    app: Flask, caller: Callers
) -> None:
    acme, agent = Owner(app), Owner(app, "agent", "guards")
    right = acme.register()
    draft = acme.begin(right)
    offer = {"agent.number": str(agent.me.actor.id), "agent.name": agent.me.name,
             "right_id": str(right)}  # fmt: skip
    acme.post("/authorizations/offer", offer)
    acme.post("/account/keys", {"label": "shop", "days": "30", "scopes": ["read"]})
    keys = acme.get("/account/keys").get_data(as_text=True)
    prefix = keys.partition("<code>")[2].partition("</code>")[0]
    other = caller("agent", "others")
    body = complaint(right={"kind": "trademark", "number": "12345678", "jurisdiction": "CN"},
                     rights_holder={"name": "Acme"}, authorization={"reference": "P1"})  # fmt: skip
    assert other.post("/complaints", body).status_code == 201
    done: list[tuple[str, dict[str, str], str, str]] = [
        (f"{draft}/delete", {}, "Delete this draft", draft + "/what"),
        ("/authorizations/1/revoke", {}, "can no longer file", "/authorizations/1/revoke"),
        ("/account/keys/revoke", {"prefix": prefix}, prefix, "/account/keys"),
        (
            "/alarms/1",
            {"answer": "not_authorized", "note": "Never."},
            "not act for you",
            "/alarms/",
        ),
    ]
    for path, typed, names, there in done:
        acme.get("/standing/")  # It shows what was done before; then nothing tells of it.
        before = acme.get(there).get_data(as_text=True)
        asked = acme.post(path, typed)
        assert (asked.status_code, names in asked.get_data(as_text=True)) == (200, True), path
        assert 'name="confirmed" value="true"' in asked.get_data(as_text=True)
        assert _text(acme.get(there).get_data(as_text=True)) == _text(before), path
        assert acme.post(path, {**typed, "confirmed": "true"}).status_code == 303, path
    assert acme.get(draft + "/what").status_code == 404
    assert "Never." in acme.get("/alarms/1").get_data(as_text=True)


def _text(page: str) -> str:
    """Return a page without its forms' keys, which differ each time."""
    return "\n".join(line for line in page.splitlines() if 'name="once"' not in line)
