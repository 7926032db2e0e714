"""The suite's own eye on answers: that `DescribedClient` sees what it is there to see."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.scenes.callers import PROBLEM
from tests.scenes.described import Description, description_of

ME = {
    "kind": "filer",
    "id": 1,
    "role": "filer",
    "scopes": ["read"],
    "only_filers": [],
    "test": False,
}
PAGE = {"X-Request-Id": "1"}


@pytest.fixture
def description(app: Flask) -> Description:
    return description_of(app)


def wrong(description: Description, status: int = 200, body: Any = None, **options: Any) -> str:
    """Return what is wrong with an answer to `GET /me`, all in one text."""
    answer = TestResponse(
        [json.dumps(ME if body is None else body).encode()],
        str(status),
        options.pop("headers", PAGE),
        request=None,  # type: ignore[arg-type]
        mimetype=options.pop("mimetype", "application/json"),
    )
    return "; ".join(description.wrong_in("GET", options.pop("path", "/api/v1/me"), answer))


def test_an_answer_as_described_passes(description: Description) -> None:
    assert wrong(description) == ""


@pytest.mark.parametrize(
    ("said", "options"),
    [
        ("the status 218 is not declared", {"status": 218}),
        ("the content type text/plain is not declared", {"mimetype": "text/plain"}),
        ("the header x-odd is not declared", {"headers": {**PAGE, "X-Odd": "1"}}),
        ("the header x-request-id is missing", {"headers": {}}),
    ],
)
def test_what_is_not_described_is_seen(
    description: Description, said: str, options: dict[str, Any]
) -> None:
    assert wrong(description, **options) == said


@pytest.mark.parametrize(
    ("member", "value"), [("kind", "robot"), ("id", 0), ("id", 2_147_483_648), ("scopes", None)]
)
def test_a_value_that_does_not_fit_is_seen(
    description: Description, member: str, value: object
) -> None:
    assert wrong(description, body={**ME, member: value}).startswith(f"$.{member}")


def test_a_missing_member_is_seen(description: Description) -> None:
    body = {name: value for name, value in ME.items() if name != "scopes"}
    assert wrong(description, body=body) == "$: 'scopes' is a required property"


def problem(slug: str, status: int, **facts: Any) -> dict[str, Any]:
    return {"type": f"http://x/problems/{slug}", "code": slug, "title": "", "status": status,
            "detail": "", **facts}  # fmt: skip


def test_a_problem_of_another_kind_is_seen(description: Description) -> None:
    held = problem("held", 403, by="ann", until="2026-11-25T09:00:00Z")
    said = wrong(description, 403, held, mimetype=PROBLEM)
    assert said.startswith("the problem held is not declared")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"needed": "read"}, ""),
        ({"needed": 1}, "$.needed: 1 is not of type 'string'"),
        ({"boycott_id": 1}, "the fact boycott_id is not declared"),
    ],
)
def test_a_fact_of_a_problem_that_is_not_as_declared_is_seen(
    description: Description, facts: dict[str, Any], said: str
) -> None:
    refused = wrong(description, 403, problem("forbidden", 403, **facts), mimetype=PROBLEM)
    assert said in refused
    assert bool(said) is bool(refused)


def test_a_type_that_is_not_that_of_the_code_is_seen(description: Description) -> None:
    other = {**problem("forbidden", 403), "type": "http://x/problems/boycotted"}
    refused = wrong(description, 403, other, mimetype=PROBLEM)
    assert "the type http://x/problems/boycotted is not that of forbidden" in refused


def test_a_fact_that_its_code_does_not_have_is_seen(description: Description) -> None:
    error = {"pointer": "", "code": "required", "detail": "", "max": 1}
    sent = problem("invalid-request", 422, errors=[error])
    assert "the fact max is not of required" in wrong(
        description, 422, sent, mimetype=PROBLEM, path="/api/v1/none"
    )


@pytest.mark.parametrize("moment", ["2026-11-25T09:00:00", "yesterday"])
def test_a_moment_without_its_offset_is_seen(description: Description, moment: str) -> None:
    item = {"id": 1, "as_of": moment}
    said = wrong(description, body={"items": [item], "next": None}, path="/api/v1/scans")
    assert f"'{moment}' is not a 'date-time'" in said
