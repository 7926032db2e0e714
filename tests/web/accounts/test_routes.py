"""Every route of accounts, as each role: what it answers, and how often it commits.

Flask-Security commits by itself; here it must not. A GET commits nothing, a POST at most once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from complaints.storage.context import Context
from tests.scenes.accounts import PASSWORD, make_account, sign_in

# V: a visitor, F: a filer, R: a reviewer. What a GET answers: 200 a page, 302 led elsewhere
# (visitors to sign in, who is signed in away from pages for visitors).
GETS = {
    "/sign-in": {"V": 200, "F": 302, "R": 302},
    "/sign-in/code": {"V": 302, "F": 302, "R": 302},
    "/sign-in/choose": {"V": 302, "F": 302, "R": 302},
    "/sign-in/help": {"V": 302, "F": 302, "R": 302},
    "/sign-in/recovery-code": {"V": 302, "F": 302, "R": 302},
    "/sign-in/passkey": {"V": 200, "F": 302, "R": 302},
    "/recover": {"V": 200, "F": 200, "R": 200},
    "/recover/nonsense": {"V": 302, "F": 302, "R": 302},
    "/account/password": {"V": 302, "F": 200, "R": 200},
    "/account/verify": {"V": 302, "F": 200, "R": 200},
    "/account/verify/passkey": {"V": 302, "F": 303, "R": 303},
    "/account/second-factor": {"V": 302, "F": 200, "R": 200},
    "/account/recovery-codes": {"V": 302, "F": 200, "R": 200},
    "/account/passkeys": {"V": 302, "F": 200, "R": 200},
    "/account/passkeys/delete": {"V": 302, "F": 302, "R": 302},
}
NEW = {"password": PASSWORD, "new_password": PASSWORD * 2, "new_password_confirm": PASSWORD * 2}
# What a POST sends, and whether it is answered by leading on (302) or by its form again.
POSTS: dict[str, dict[str, str]] = {
    "/sign-in": {"email": "ann@example.com", "password": PASSWORD},
    "/sign-in/code": {"code": "000000"},
    "/sign-in/choose": {"which": "authenticator"},
    "/sign-in/help": {"help_setup": "help"},
    "/sign-in/recovery-code": {"code": "0000-0000-0000"},
    "/sign-in/passkey": {},
    "/sign-in/passkey/nonsense": {"credential": "{}"},
    "/recover": {"email": "kim@example.com"},
    "/recover/nonsense": {"password": PASSWORD, "password_confirm": PASSWORD},
    "/account/verify": {"password": PASSWORD},
    "/account/verify/passkey": {},
    "/account/verify/passkey/nonsense": {"credential": "{}"},
    "/account/second-factor": {"setup": "authenticator"},
    "/account/second-factor/nonsense": {"code": "000000"},
    "/account/recovery-codes": {},
    "/account/passkeys": {"name": "mine", "usage": "secondary"},
    "/account/passkeys/nonsense": {"credential": "{}"},
    "/account/passkeys/delete": {"name": "mine"},
    "/account/password": NEW,
    "/sign-out": {},
}  # fmt: skip
ROLES = {"V": None, "F": ("filer", "kim"), "R": ("reviewer", "ann")}


@contextmanager
def commits(context: Context) -> Iterator[list[int]]:
    """Count the commits that the database is asked for."""
    counted: list[int] = []

    def count(_connection: object) -> None:
        counted.append(1)

    event.listen(context.database.engine, "commit", count)
    yield counted
    event.remove(context.database.engine, "commit", count)


def test_every_route_is_in_the_tables(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("security."):
            continue
        path = rule.rule.replace("<token>", "nonsense")
        for method, table in (("GET", GETS), ("POST", POSTS)):
            assert (path in table) == (method in (rule.methods or ())), (method, path)


@pytest.mark.parametrize("letter", ROLES)
def test_each_role_on_each_route(app: Flask, context: Context, letter: str) -> None:
    role = ROLES[letter]
    for name in ("kim", "ann"):
        make_account(app, "filer" if name == "kim" else "reviewer", name)
    wrong = []
    client = app.test_client()
    if role:
        sign_in(client, *role)
    for path, answers in GETS.items():
        with commits(context) as counted:
            status = client.get(path).status_code
        if (status, len(counted)) != (answers[letter], 0):
            wrong.append(("GET", path, status, len(counted)))
    for path, sent in POSTS.items():
        client = app.test_client()
        if role:
            sign_in(client, *role)
        with commits(context) as counted:
            status = client.post(path, data=sent).status_code
        if status not in (200, 302, 303, 422) or len(counted) > 1:
            wrong.append(("POST", path, status, len(counted)))
    assert wrong == []


@pytest.mark.both_databases
def test_a_post_that_stores_something_commits_once(app: Flask, context: Context) -> None:
    email = make_account(app, "filer", "kim")
    for path in ("/recover", "/sign-in"):
        with commits(context) as counted:
            app.test_client().post(path, data={"email": email, "password": PASSWORD})
        assert counted == [1], path


def test_another_site_s_form_is_refused(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "filer", "kim")
    for path in ("/sign-out", "/account/password", "/sign-in"):
        headers = {"Sec-Fetch-Site": "cross-site"}
        assert client.post(path, headers=headers, data=NEW).status_code == 403
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("where", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_to_no_other_site(app: Flask, where: str) -> None:
    email = make_account(app, "filer", "kim")
    sent = {"email": email, "password": PASSWORD, "next": where}
    location = app.test_client().post("/sign-in", data=sent).location or "/"
    assert location.startswith("/")
    assert location[1:2] not in ("/", "\\")


def test_cookies_are_guarded(app: Flask) -> None:
    answer = app.test_client().get("/sign-in")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "no-store" in answer.headers["Cache-Control"]
