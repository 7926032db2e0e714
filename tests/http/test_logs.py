"""What the log tells of a request, and what it keeps to itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NoReturn

import pytest
from flask import Flask
from sqlalchemy import insert
from structlog.testing import capture_logs

from complaints.app import create_app
from complaints.context import Context
from complaints.models import Filer, Party
from tests.callers import Caller
from tests.clock import NOW
from tests.described import description_of

pytestmark = pytest.mark.both_databases


def test_a_failure_is_told_by_its_place_and_not_by_the_row_it_quotes(context: Context) -> None:
    app = create_app(context)
    name = "Sam Secret"
    row = {"source": "local", "reference": "r", "name": name, "folded_name": name, "party_id": 1}
    row["created_at"] = NOW

    def fail() -> NoReturn:
        with context.database.transaction() as session:
            session.add(Party(id=1, made_at=NOW))
            session.flush()
            for _twice in range(2):
                session.execute(insert(Filer).values(row))
        raise AssertionError

    app.add_url_rule("/fail", view_func=fail)
    with capture_logs() as lines:
        answer = app.test_client().get("/fail")
    assert answer.status_code == 500
    (failure,) = [line for line in lines if line["event"] == "failure"]
    assert failure["id"] == answer.get_json()["request_id"]
    assert failure["chain"][0]["error"] == "sqlalchemy.exc.IntegrityError"
    assert any(" fail" in frame for frame in failure["chain"][0]["at"])
    assert "Sam Secret" not in json.dumps(lines, default=str) + answer.get_data(as_text=True)


def test_a_request_is_one_line_without_its_key_and_its_address(
    app: Flask, caller: Callable[..., Caller]
) -> None:
    filer = caller("filer")
    # Else the first answer of a run asks for it, in a line of its own.
    description_of(app)
    with capture_logs() as lines:
        filer.get("/filers?name=Sam+Secret")
        app.test_client().get("/answer/a-token")
    assert [line["route"] for line in lines] == ["/api/v1/filers", "/answer/<token>"]
    told = json.dumps(lines)
    for kept in (filer.secret, "Secret", "a-token"):
        assert kept not in told


def test_the_secret_of_a_link_is_in_no_line(app: Flask, context: Context) -> None:
    links = [context.links.at(door, f"{door}-token") for door in ("reply", "answer")]
    tokens = [link.rsplit("/", 1)[1] for link in links]
    paths = [link.removeprefix(context.config.base_url) for link in links]
    client = app.test_client()
    with capture_logs() as lines:
        for path in paths:
            for address in (path, f"{path}x", f"{path}/counter", f"{path}/no/such/page"):
                client.get(address, headers={"Accept": "text/html"})
                client.post(address, data={"statement": "x"})
    assert len(lines) == 16
    for token in tokens:
        assert token not in json.dumps(lines, default=str)
