"""What every page keeps to: who may, one action a form, nothing typed is lost, whose form it is."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from complaints.models import Right
from complaints.storage.context import Context
from complaints.words import LANGUAGES
from tests.scenes.accounts import sign_in, sign_out

HERE = {"Origin": "http://localhost"}
MARK = {"kind": "trademark", "title": "ACME", "number": "123", "jurisdiction": "CN"}


def rights(context: Context) -> int:
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Right)) or 0


@pytest.fixture
def client(app: Flask):
    client = app.test_client()
    sign_in(client, "filer", "acme")
    return client


def once(client) -> str:
    page = client.get("/rights/new?kind=trademark").get_data(as_text=True)
    return re.search(r'name="once" value="(\w+)"', page).group(1)


def test_a_form_sent_twice_acts_once_and_a_changed_one_again(client, context: Context) -> None:
    form = {**MARK, "once": once(client)}
    first = client.post("/rights/new", data=form, headers=HERE)
    second = client.post("/rights/new", data=form, headers=HERE)
    assert (first.status_code, second.status_code, rights(context)) == (303, 303, 1)
    assert first.location == second.location
    other = client.post("/rights/new", data={**form, "number": "124"}, headers=HERE)
    assert (other.status_code, rights(context)) == (303, 2)


def test_a_form_of_another_account_is_another_form(client, app: Flask, context: Context) -> None:
    form = {**MARK, "once": once(client)}
    first = client.post("/rights/new", data=form, headers=HERE)
    sign_in(client, "filer", "other")
    second = client.post("/rights/new", data=form, headers=HERE)
    assert (second.status_code, rights(context)) == (303, 2)
    assert first.location != second.location


def test_a_refused_form_shows_what_was_typed_and_may_be_sent_again(
    client, context: Context
) -> None:
    form = {**MARK, "jurisdiction": "china", "once": once(client)}
    for _time in range(2):
        page = client.post("/rights/new", data=form, headers=HERE)
        text = page.get_data(as_text=True)
        assert page.status_code == 422
        assert f'value="{MARK["title"]}"' in text
        assert 'href="#jurisdiction"' in text
        assert 'id="jurisdiction-error"' in text
    assert rights(context) == 0


def test_what_was_typed_survives_a_session_that_ended(client, context: Context) -> None:
    key = once(client)
    sign_out(client)
    sent = {**MARK, "holder": "Acme Toys Ltd", "files": (BytesIO(b"%PDF-"), "mine.pdf")}
    page = client.post("/rights/new", data={**sent, "once": key}, headers=HERE)
    text = page.get_data(as_text=True)
    assert page.status_code == 401
    assert '<input type="hidden" name="number" value="123">' in text
    # Words are shown, but neither codes nor the names that only the form knows.
    assert ">Acme Toys Ltd</p>" in text
    assert ">123<" not in text
    assert ">number<" not in text
    assert "The files that you chose were not sent" in text
    sign_in(client, "filer", "acme")
    assert client.post("/rights/new", data=MARK, headers=HERE).status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_visitor_is_led_to_sign_in_and_back(app: Flask) -> None:
    led = app.test_client().get("/rights/new?kind=patent")
    assert led.status_code == 302
    assert led.location == "/sign-in?next=/rights/new?kind%3Dpatent"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_wrong_role_sees_nothing(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "reviewer", "ann")
    assert client.get("/rights/new").status_code == 404
    assert client.post("/rights/new", data=MARK, headers=HERE).status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_another_sites_form_is_refused(client, context: Context, headers) -> None:
    assert client.post("/rights/new", data=MARK, headers=headers).status_code == 403
    assert rights(context) == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_pages_are_kept_by_the_browser_alone(client) -> None:
    assert client.get("/rights/").headers["Cache-Control"] == "private, no-cache"
    secret = client.get("/account/password").headers["Cache-Control"]
    assert sorted(secret.split(", ")) == ["no-store", "private"]
    out = client.post("/sign-out", headers=HERE)
    assert out.headers["Clear-Site-Data"] == '"cache"'


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/%5Cevil.example/x", "/%09/evil.example/x", "/x//evil.example"])
def test_no_link_of_an_unknown_address_leads_to_another_site(app: Flask, path: str) -> None:
    page = app.test_client().get(path, headers={"Accept": "text/html"})
    links = re.findall(r'href="([^"]*evil[^"]*)"', page.get_data(as_text=True))
    assert (page.status_code, len(links)) == (404, len(LANGUAGES) - 1)
    assert all(re.match(r"/[\w%]", link) for link in links)
