"""Sessions are the server's: listed, ended, over by themselves."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from complaints.base.clock import utcnow
from complaints.models import Account, AccountSession, Person
from complaints.rules.logins.accounts import FILER_SESSION, STAFF_SESSION
from complaints.storage.context import Context
from tests.scenes.accounts import PASSWORD, code_of, make_account, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_session_is_listed_by_its_browser_and_network_and_ended(app: Flask) -> None:
    here, there = app.test_client(), app.test_client()
    sign_in(here, "filer", "kim")
    email = make_account(app, "filer", "kim")
    agent = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"}
    there.post("/sign-in", data={"email": email, "password": PASSWORD}, headers=agent)
    page = here.get("/account").get_data(as_text=True)
    assert "Firefox, Windows" in page
    assert "127.0.0.0/24" in page
    ends = re.findall(r'action="(/account/sessions/\d+/end)"', page)
    assert len(ends) == 2
    first, this = (path for path in ends)
    assert here.post(first).status_code == 303
    assert there.get("/account").status_code == 302
    assert here.get("/account").status_code == 200
    assert here.post(this).headers["Location"] == "/sign-in"
    assert here.get("/account").status_code == 302


def test_all_others_are_ended_at_once(app: Flask) -> None:
    clients = [app.test_client() for _ in range(3)]
    for client in clients:
        sign_in(client, "filer", "kim")
    clients[0].post("/account/sessions/end-others", data={"confirmed": "true"})
    assert [client.get("/account").status_code for client in clients] == [200, 302, 302]


def test_somebody_else_s_session_is_not_there(app: Flask) -> None:
    mine, theirs = app.test_client(), app.test_client()
    sign_in(mine, "filer", "kim")
    other = sign_in(theirs, "filer", "lee")
    assert mine.post(f"/account/sessions/{other.session_id}/end").status_code == 404
    assert theirs.get("/account").status_code == 200


def test_a_session_is_over_by_itself(app: Flask, context: Context) -> None:
    for role, lasts in (("filer", FILER_SESSION), ("reviewer", STAFF_SESSION)):
        client = app.test_client()
        me = sign_in(client, role)
        with context.database.transaction() as session:
            row = session.get_one(AccountSession, me.session_id)
            assert row.ends_at - row.created_at == lasts
            row.ends_at = utcnow()
        assert client.get("/account").status_code == 302


def test_who_was_closed_out_is_out_at_once(app: Flask, context: Context) -> None:
    filer, staff = app.test_client(), app.test_client()
    email = sign_in(filer, "filer", "kim").email
    sign_in(staff, "reviewer", "ann")
    with context.database.transaction() as session:
        session.execute(update(Account).where(Account.email == email).values(active=False))
        session.execute(update(Person).values(active=False))
    for client in (filer, staff):
        assert client.get("/account").status_code == 302
    again = filer.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert again.status_code == 422


def test_a_session_of_staff_without_a_second_factor_is_none(app: Flask, context: Context) -> None:
    client = app.test_client()
    sign_in(client, "reviewer", "ann")
    with context.database.transaction() as session:
        session.execute(update(AccountSession).values(with_second_factor=False))
    assert client.get("/console").status_code == 302


def test_a_forged_cookie_is_nobody(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "filer", "kim")
    with client.session_transaction() as cookie:
        cookie["token"] = "another"
    assert client.get("/account").status_code == 302


def test_tokens_are_stored_as_hashes(app: Flask, context: Context) -> None:
    client = app.test_client()
    sign_in(client, "filer", "kim")
    with client.session_transaction() as cookie:
        token = cookie["token"]
    with context.database.reading() as session:
        assert token not in session.scalars(select(AccountSession.token_hash)).all()


def test_signing_out_clears_what_the_browser_kept(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "filer", "kim")
    assert client.get("/account").headers["Cache-Control"] == "private, no-cache"
    assert client.post("/sign-out").headers["Clear-Site-Data"] == '"cache"'


def test_a_filer_stays_signed_in_when_the_browser_closes_and_staff_do_not(app: Flask) -> None:
    kept = []
    for role in ("filer", "reviewer"):
        client, email = app.test_client(), make_account(app, role, role)
        client.post("/sign-in", data={"email": email, "password": PASSWORD})
        if role == "reviewer":
            client.post("/sign-in/code", data={"code": code_of(app, email)})
        cookie = client.get_cookie("cleanhands")
        assert cookie is not None
        kept.append(cookie.expires is not None)
    assert kept == [True, False]
