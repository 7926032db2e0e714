"""A session that nobody uses ends; pages that are read are uses, what scripts ask for is not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from complaints.base.clock import utcnow
from complaints.models import AccountSession
from complaints.rules.logins.accounts import FILER_IDLE, SEEN_EVERY, STAFF_IDLE
from complaints.storage.context import Context
from tests.scenes.accounts import sign_in

# Longer than a request takes.
MARGIN = timedelta(seconds=30)


@pytest.fixture
def kim(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "filer", "kim")
    return client


def unused_for(context: Context, how_long: timedelta) -> datetime:
    """Let every session have been used last so long ago."""
    at = utcnow() - how_long
    with context.database.transaction() as session:
        session.execute(update(AccountSession).values(last_seen_at=at))
    return at


def seen(context: Context) -> datetime:
    with context.database.reading() as session:
        return session.scalars(select(AccountSession.last_seen_at)).one()


@pytest.mark.parametrize(("role", "idle"), [("filer", FILER_IDLE), ("reviewer", STAFF_IDLE)])
def test_a_session_ends_that_is_not_used(
    app: Flask, context: Context, role: str, idle: timedelta
) -> None:
    client = app.test_client()
    sign_in(client, role)
    unused_for(context, idle - MARGIN)
    assert client.get("/account").status_code == 200
    unused_for(context, idle)
    assert client.get("/account").status_code == 302
    assert client.post("/account/sessions/end-others").status_code == 401


def test_reading_keeps_a_session(kim: FlaskClient, context: Context) -> None:
    before = unused_for(context, SEEN_EVERY)
    assert kim.get("/account").status_code == 200
    noted = seen(context)
    assert noted > before
    kim.get("/account")
    assert seen(context) == noted, "once in some minutes"


def test_an_idle_session_is_not_listed(app: Flask, context: Context, kim: FlaskClient) -> None:
    unused_for(context, FILER_IDLE)
    other = app.test_client()
    sign_in(other, "filer", "kim")
    page = other.get("/account").get_data(as_text=True)
    assert page.count('/end"') == 1


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Dest": "empty"}, {"Sec-Purpose": "prefetch;prerender"}]
)
def test_what_nobody_asked_for_keeps_no_session(
    kim: FlaskClient, context: Context, headers: dict[str, str]
) -> None:
    before = unused_for(context, SEEN_EVERY)
    assert kim.get("/account", headers=headers).status_code == 200
    assert seen(context) == before


def test_a_form_keeps_a_session_though_it_is_refused(kim: FlaskClient, context: Context) -> None:
    before = unused_for(context, SEEN_EVERY)
    assert kim.post("/account/language", data={"language": "none"}).status_code == 422
    assert seen(context) > before
