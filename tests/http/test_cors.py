"""What browsers are told of pages of other sites: by setting, at the API alone, never by cookie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from complaints.http import cors, documented
from complaints.storage.context import Context
from tests.scenes.callers import Caller, app_of

SHOP = "https://shop.example"
ASKS = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
Callers = Callable[..., Caller]


def allowing(context: Context, origins: str) -> FlaskClient:
    config = replace(context.config, cors_origins=origins)
    return app_of(replace(context, config=config)).test_client()


def told(answer: Any) -> dict[str, str]:
    return {name: value for name, value in answer.headers if name.startswith("Access-Control")}


@pytest.fixture
def client(context: Context) -> FlaskClient:
    return allowing(context, f"{SHOP} http://localhost:*")


@pytest.mark.parametrize("origin", [SHOP, "http://localhost:5173", "http://localhost"])
def test_a_named_site_is_told_what_it_may_send(client: FlaskClient, origin: str) -> None:
    answer = client.options("/api/v1/complaints", headers={"Origin": origin, **ASKS})
    assert (answer.status_code, answer.get_data()) == (204, b"")
    assert told(answer) == {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": cors.METHODS,
        "Access-Control-Allow-Headers": cors.SENT,
        "Access-Control-Max-Age": "600",
    }
    assert "Origin" in answer.vary


@pytest.mark.parametrize(
    "origin",
    [
        "https://shop.example.evil.example", "http://shop.example", "https://shop.example:8443",
        "https://other.example", "null", "*", "http://localhost.evil.example",
        "http://localhost:1@evil.example", "",
    ],
)  # fmt: skip
def test_any_other_site_is_told_nothing(client: FlaskClient, origin: str) -> None:
    headers = {"Origin": origin, **ASKS}
    asked = client.options("/api/v1/complaints", headers=headers)
    read = client.get("/api/v1/me", headers=headers)
    assert (told(asked), told(read)) == ({}, {})
    assert "Origin" in read.vary


def test_a_port_of_this_machine_is_let_in_only_where_it_is_named(context: Context) -> None:
    client = allowing(context, "http://localhost:3000")
    origins = [f"http://localhost:{port}" for port in (3000, 3001)]
    answers = [client.get("/api/v1/me", headers={"Origin": origin}) for origin in origins]
    assert [bool(told(answer)) for answer in answers] == [True, False]


def test_a_page_reads_answers_and_refusals_by_key_and_never_by_cookie(
    context: Context, client: FlaskClient, caller: Callers
) -> None:
    acme = caller("filer")
    key = {"Authorization": f"Bearer {acme.secret}", "Origin": SHOP}
    client.set_cookie("session", "anything")
    answers = [client.get("/api/v1/me", headers=headers) for headers in (key, {"Origin": SHOP})]
    assert [answer.status_code for answer in answers] == [200, 401]
    for answer in answers:
        assert told(answer) == {
            "Access-Control-Allow-Origin": SHOP, "Access-Control-Expose-Headers": cors.READ,
        }  # fmt: skip


def test_pages_are_no_part_of_it(client: FlaskClient) -> None:
    for path in ("/", "/sign-in", "/healthz", "/api/v1"):
        for answer in (
            client.get(path, headers={"Origin": SHOP}),
            client.options(path, headers={"Origin": SHOP, **ASKS}),
        ):
            assert (told(answer), "Origin" in answer.vary) == ({}, False)


def test_no_site_is_let_in_where_none_is_named(context: Context) -> None:
    answer = allowing(context, "").get("/api/v1/me", headers={"Origin": SHOP})
    assert (told(answer), "Origin" in answer.vary) == ({}, False)


def test_what_the_api_describes_can_be_sent_and_read() -> None:
    """But for what browsers let pages read anyway, or answer by themselves."""
    sent = {parameter["name"] for parameter in documented.PARAMETERS.values()}
    assert sent <= set(cors.SENT.split(", "))
    known = {"BodyETag", "Cache-Control", "Content-Language", "Vary", "Content-Encoding",
             "WWW-Authenticate", "Allow"}  # fmt: skip
    assert set(documented.HEADERS) - known == set(cors.READ.split(", "))
