"""What is tried too often is refused for a while, by account and by network."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.app import create_app
from complaints.models import Attempt
from complaints.rules.logins.accounts import LIMITS
from complaints.storage.context import Context
from tests.scenes.accounts import PASSWORD, make_account

WRONG = {"password": "wrong password"}


pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_passwords_of_one_account_cannot_be_guessed_on_and_on(app: Flask, context: Context) -> None:
    email, other = make_account(app, "filer", "kim"), make_account(app, "filer", "lee")
    client = app.test_client()
    most = LIMITS["sign-in"][0].most
    for _time in range(most):
        assert client.post("/sign-in", data={"email": email, **WRONG}).status_code == 422
    for spelt in (email, email.upper(), email.replace("e", "\uff45")):
        page = client.post("/sign-in", data={"email": spelt, "password": PASSWORD},
                           headers={"Accept": "text/html"})  # fmt: skip
        assert page.status_code == 429
        assert 0 < int(page.headers["Retry-After"]) <= 900
        assert page.mimetype == "text/html"
    assert client.post("/sign-in", data={"email": other, "password": PASSWORD}).status_code == 302
    with context.database.reading() as session:
        kept = session.scalars(select(Attempt.key)).all()
    assert not any("kim" in key or "127.0" in key for key in kept)


def test_codes_cannot_be_guessed(app: Flask) -> None:
    email = make_account(app, "reviewer", "ann")
    client = app.test_client()
    client.post("/sign-in", data={"email": email, "password": PASSWORD})
    for _time in range(LIMITS["second-factor"][0].most):
        assert client.post("/sign-in/code", data={"code": "000000"}).status_code == 422
    assert client.post("/sign-in/code", data={"code": "000000"}).status_code == 429


@pytest.mark.parametrize("path", ["/sign-in/code", "/sign-in/recovery-code"])
def test_codes_count_for_their_account_whatever_address_the_form_names(
    app: Flask, path: str
) -> None:
    email = make_account(app, "reviewer", "ann")
    client = app.test_client()
    client.post("/sign-in", data={"email": email, "password": PASSWORD})
    for number in range(LIMITS["second-factor"][0].most):
        client.post(path, data={"code": "000000", "email": f"{number}@example.com"})
    assert client.post(path, data={"code": "000000", "email": "x@example.com"}).status_code == 429


def test_a_mailbox_is_not_flooded(app: Flask) -> None:
    email = make_account(app, "filer", "kim")
    client = app.test_client()
    statuses = [client.post("/recover", data={"email": email}).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


@pytest.mark.parametrize("believed", [0, 1])
def test_an_address_is_believed_of_a_trusted_proxy_only(context: Context, believed: int) -> None:
    config = replace(context.config, trusted_proxies=believed)
    app = create_app(replace(context, config=config))
    client = app.test_client()
    statuses = []
    for number in range(LIMITS["sign-up"][1].most + 1):
        headers = {"X-Forwarded-For": f"203.0.{number}.7"}
        sent = {"email": "kim@example.com"}
        statuses.append(client.post("/sign-up", data=sent, headers=headers).status_code)
    assert statuses[-1] == (303 if believed else 429)
