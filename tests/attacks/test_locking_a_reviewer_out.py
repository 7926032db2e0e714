"""A stranger types wrong passwords again and again, so that a reviewer cannot sign in."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from complaints.models import Account
from complaints.rules.logins.accounts import LIMITS
from complaints.storage.context import Context
from tests.scenes.accounts import PASSWORD, code_of, make_account, sign_in
from tests.web.accounts.mailbox import link_to

MOST, OF_NETWORK = (limit.most for limit in LIMITS["sign-in"])
NEW = "seven purple walruses dancing"


@pytest.fixture
def email(app: Flask) -> str:
    return make_account(app, "reviewer", "ann")


def test_wrong_passwords_from_elsewhere_do_not_lock_a_known_browser(app: Flask, email: str) -> None:
    known = app.test_client()
    enter(known, app, email)
    known.post("/sign-out")
    stranger = app.test_client()
    tried = [attempt(stranger, email, "203.0.113.7", "wrong password") for _ in range(MOST)]
    assert set(tried) <= {422, 429}
    assert attempt(stranger, email, "203.0.113.7") == 429, "the limit is there"
    assert attempt(app.test_client(), email, "198.51.100.7") == 429, "from everywhere"
    assert attempt(known, email) == 302


def test_nor_do_those_of_its_own_network(app: Flask, email: str) -> None:
    known = app.test_client()
    enter(known, app, email)
    known.post("/sign-out")
    for number in range(OF_NETWORK // MOST + 1):
        attack(app, f"nobody-{number}@example.com", "127.0.0.9", MOST)
    assert attempt(app.test_client(), "other@example.com", "127.0.0.9") == 429
    assert attempt(known, email) == 302


def test_a_known_browser_has_a_limit_of_its_own(app: Flask, email: str) -> None:
    known, other = app.test_client(), app.test_client()
    for client in (known, other):
        enter(client, app, email)
        client.post("/sign-out")
    for _time in range(MOST):
        attempt(known, email, password="")
    assert attempt(known, email) == 429
    assert attempt(other, email) == 302, "each browser has its own"


def test_who_knows_the_password_locks_nobody_out_by_wrong_codes(app: Flask, email: str) -> None:
    known, thief = app.test_client(), app.test_client()
    enter(known, app, email)
    known.post("/sign-out")
    attempt(thief, email)
    # The owner's own code counted: the browser was not known then.
    for _time in range(LIMITS["second-factor"][0].most - 1):
        assert thief.post("/sign-in/code", data={"code": "000000"}).status_code == 422
    assert thief.post("/sign-in/code", data={"code": "000000"}).status_code == 429
    attempt(known, email)
    assert known.post("/sign-in/code", data={"code": "000000"}).status_code == 422


def test_the_owner_gets_in_from_a_new_browser_by_letter(app: Flask, email: str) -> None:
    attack(app, email, "203.0.113.7", MOST)
    stranger, owner = app.test_client(), app.test_client()
    statuses = [
        stranger.post("/recover", data={"email": email}).status_code
        for _time in range(LIMITS["letter"][0].most + 1)
    ]
    assert statuses[-1] == 429, "and the stranger uses up the letters"
    refused = owner.post("/recover", data={"email": email}, headers={"Accept": "text/html"})
    assert "open the newest" in refused.get_data(as_text=True)
    both = {"password": NEW, "password_confirm": NEW}
    assert owner.post(link_to(app, email), data=both).headers["Location"] == "/sign-in"
    assert attempt(owner, email, password=NEW) == 302


@pytest.mark.parametrize("how", ["password", "others", "one"])
def test_a_browser_is_known_until_its_owner_ends_that(app: Flask, email: str, how: str) -> None:
    lost, here = app.test_client(), app.test_client()
    for client in (lost, here):
        enter(client, app, email)
    lost.post("/sign-out")
    password = PASSWORD
    if how == "password":
        password = NEW
        changed = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
        assert here.post("/account/password", data=changed).status_code == 302
    elif how == "others":
        here.post("/account/sessions/end-others", data={"confirmed": "true"})
    else:
        other = sign_in(app.test_client(), "reviewer", "ann")
        assert here.post(f"/account/sessions/{other.session_id}/end").status_code == 303
    here.post("/sign-out")
    attack(app, email, "203.0.113.7", MOST)
    assert attempt(lost, email, password=password) == 429
    assert attempt(here, email, password=password) == 302


def test_a_forged_cookie_is_worth_nothing(app: Flask, email: str) -> None:
    client = app.test_client()
    attack(app, email, "203.0.113.7", MOST)
    for forged in ("", "x", "WyJhIixbXV0.abc", "[]"):
        client.set_cookie("cleanhands_browser", forged)
        assert attempt(client, email) == 429


def test_a_browser_is_known_for_its_own_account_alone(app: Flask, email: str) -> None:
    client = app.test_client()
    own = make_account(app, "filer", "mallory")
    assert attempt(client, own) == 302
    client.post("/sign-out")
    attack(app, email, "203.0.113.7", MOST)
    assert attempt(client, email) == 429
    assert attempt(client, own) == 302


def test_the_cookie_is_for_the_server_alone(app: Flask, email: str) -> None:
    client = app.test_client()
    answer = client.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert client.get_cookie("cleanhands_browser") is None, "a password alone is not enough"
    assert answer.status_code == 302
    client.post("/sign-in/code", data={"code": code_of(app, email)})
    cookie = client.get_cookie("cleanhands_browser")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.max_age == 180 * 24 * 3600
    assert email not in cookie.value


def enter(client: FlaskClient, app: Flask, email: str) -> None:
    """Sign in as its owner does, with password and code."""
    context: Context = app.extensions["cleanhands"]
    with context.database.transaction() as session:
        # A code is good once: this half minute's may have been used in another browser.
        session.execute(update(Account).values(totp_counter=None))
    assert attempt(client, email) == 302
    done = client.post("/sign-in/code", data={"code": code_of(app, email)})
    assert done.status_code == 302


def attempt(
    client: FlaskClient, email: str, network: str = "127.0.0.1", password: str = PASSWORD
) -> int:
    typed = {"email": email, "password": password}
    return client.post("/sign-in", data=typed, environ_base={"REMOTE_ADDR": network}).status_code


def attack(app: Flask, email: str, network: str, times: int) -> None:
    """Try so often. No password counts as a wrong one does, and takes less time."""
    client = app.test_client()
    for _time in range(times):
        attempt(client, email, network, "")
