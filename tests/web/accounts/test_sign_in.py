"""Signing in and out, as each role, and what an ended session is worth."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from flask import Flask

from complaints.queries.logins import accounts
from complaints.storage.context import Context
from tests.scenes.accounts import PASSWORD, code_of, make_account, sign_in


@pytest.mark.parametrize("role", ["filer", "reviewer", "administrator"])
def test_who_is_signed_in_reaches_their_account(app: Flask, role: str) -> None:
    client = app.test_client()
    assert client.get("/account/password").status_code == 302
    me = sign_in(client, role, "somebody")
    assert me.role == role
    assert client.get("/account/password").status_code == 200
    assert client.post("/sign-out").status_code == 302
    assert client.get("/account/password").status_code == 302


def test_a_copied_cookie_is_worth_nothing_after_sign_out(app: Flask) -> None:
    client, thief = app.test_client(), app.test_client()
    sign_in(client, "filer")
    stolen = client.get_cookie("cleanhands")
    assert stolen is not None
    thief.set_cookie("cleanhands", stolen.value)
    assert thief.get("/account/password").status_code == 200
    client.post("/sign-out")
    assert thief.get("/account/password").status_code == 302


def test_staff_sign_in_with_password_and_code(app: Flask) -> None:
    client = app.test_client()
    email = make_account(app, "reviewer", "ann")
    answer = client.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert answer.headers["Location"].startswith("/sign-in/code")
    assert client.get("/account/password").status_code == 302, "a password alone is not enough"
    assert client.post("/sign-in/code", data={"code": "000000"}).status_code == 422
    assert client.get("/account/password").status_code == 302
    answer = client.post("/sign-in/code", data={"code": code_of(app, email)})
    assert answer.status_code == 302
    assert client.get("/account/password").status_code == 200


def test_a_password_from_before_the_rules_still_signs_in(app: Flask, context: Context) -> None:
    email, old = make_account(app, "reviewer", "ann"), "woaini1314"
    with context.database.transaction() as session:
        accounts.get_account(session, email).password_hash = PasswordHasher(1, 8, 1).hash(old)
    answer = app.test_client().post("/sign-in", data={"email": email, "password": old})
    assert answer.headers["Location"].startswith("/sign-in/code")
