"""Which hosts are ours, which requests come from our own pages, and what browsers keep of that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaints.storage.context import Context
from tests.scenes.accounts import PASSWORD, make_account, sign_in
from tests.scenes.callers import app_of

PAGE = {"Accept": "text/html"}
EVIL = "http://evil.example"
PATHS = ["/", "/docs/", "/sign-in", "/api/v1/docs", "/api/v1/openapi.json", "/nowhere",
         "/docs", "/problems", "/console/flags", "/static/cleanhands.css"]  # fmt: skip


pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def public(context: Context) -> Flask:
    config = replace(context.config, base_url="https://hands.example")
    return app_of(replace(context, config=config))


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_repeats_a_foreign_host(app: Flask, public: Flask, path: str) -> None:
    for each in (app, public):
        answer = FlaskClient(each).get(path, base_url=EVIL, headers=PAGE)
        assert answer.status_code == 400
        assert "evil" not in answer.get_data(as_text=True) + str(answer.headers)
        assert each.config["BASE_URL"].encode() in answer.data


@pytest.mark.parametrize("path", ["/docs", "/problems", "/sign-in", "/api/v1/openapi.json"])
def test_where_an_answer_leads_names_no_host(public: Flask, path: str) -> None:
    answer = FlaskClient(public).get(path, base_url="https://hands.example")
    assert not (answer.location or "/").startswith("//")
    if answer.location:
        assert answer.location.startswith(("/", "https://hands.example/"))


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("hands.example", 200),
        ("HANDS.example", 200),
        ("hands.example:443", 200),
        ("hands.example:8443", 400),
        ("hands.example.evil.example", 400),
        ("evil-hands.example", 400),
        ("127.0.0.1", 400),
        ("localhost", 400),
        ("[::1", 400),
        ("hands.example:x", 400),
    ],
)
def test_a_public_service_has_one_host(public: Flask, host: str, status: int) -> None:
    answer = public.test_client().get("/sign-in", headers={"Host": host})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("127.0.0.1:8111", 200), ("[::1]:8000", 200), ("127.9.9.9", 200),
     ("0.0.0.0", 400), ("10.0.0.1", 400), ("localhost.evil.example", 400)],
)  # fmt: skip
def test_one_of_this_machine_has_its_names(app: Flask, host: str, status: int) -> None:
    assert app.test_client().get("/sign-in", headers={"Host": host}).status_code == status


def test_health_is_asked_by_any_name(public: Flask) -> None:
    for path in ("/healthz", "/readyz"):
        assert public.test_client().get(path, base_url="http://10.0.0.1").status_code == 200


def test_a_proxy_says_which_host_was_asked(context: Context) -> None:
    config = replace(context.config, base_url="https://hands.example", trusted_proxies=1)
    client = app_of(replace(context, config=config)).test_client()
    passed = {"X-Forwarded-Host": "hands.example", "X-Forwarded-Proto": "https"}
    assert client.get("/sign-in", headers=passed).status_code == 200
    passed["X-Forwarded-Host"] = "evil.example"
    assert client.get("/sign-in", headers=passed).status_code == 400


def test_only_an_encrypted_service_asks_browsers_to_stay_so(app: Flask, public: Flask) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/sign-in").headers
    for path in ("/sign-in", "/nowhere", "/api/v1/flags"):
        answer = public.test_client().get(path, base_url="https://hands.example")
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "null"}, 403),
        ({"Origin": EVIL}, 403),
        ({"Origin": "https://localhost"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
    ],
)
def test_a_form_with_the_sessions_cookie_says_where_it_comes_from(
    app: Flask, headers: dict[str, str], status: int
) -> None:
    client = app.test_client()
    sign_in(client, "filer", "kim")
    client.environ_base.pop("HTTP_ORIGIN")
    sent = {"confirmed": "true"}
    answer = client.post("/account/sessions/end-others", data=sent, headers={**PAGE, **headers})
    assert answer.status_code == status


def test_without_a_session_there_is_nothing_to_act_for(app: Flask) -> None:
    email = make_account(app, "filer", "kim")
    client = FlaskClient(app)
    typed = {"email": email, "password": PASSWORD}
    assert client.post("/sign-in", data=typed).status_code == 302
    assert client.post("/sign-out").status_code == 403, "from now on there is"


def test_keys_are_not_concerned(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "filer", "kim")
    client.environ_base.pop("HTTP_ORIGIN")
    assert client.post("/api/v1/complaints", json={}).status_code == 401
