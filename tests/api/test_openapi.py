"""The description is valid OpenAPI 3.1, and the API does what it says: schemathesis, all checks.

Each operation is sent by one role that may: a filer where filers may, else an administrator. Its
fields do not depend on who sends them, and who may not is refused before a field is read; what each
role is answered, and that it is as described, test_permissions asks.
"""

from __future__ import annotations

import ast
import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate

from complaints import api
from complaints.http import components, documented, rate_limits
from complaints.http.meanings import LABELLED
from complaints.models import Filer
from complaints.rules.actors import ActorKind
from complaints.settings.rate_limits import read_quotas
from complaints.storage.context import Context
from tests.api.test_permissions import MAY
from tests.scenes.callers import Caller
from tests.scenes.clock import NOW
from tests.scenes.described import description_of
from tests.scenes.serving import serve
from tests.services.cases.market import Market

SETTINGS = Path(__file__).with_name("schemathesis.toml")
# A value of each operation, or each boundary of each of its fields and more of the values: ten
# times the requests.
SOME = ("--phases", "examples,fuzzing", "--max-examples", "1")
EACH = ("--phases", "examples,coverage,fuzzing", "--max-examples", "4")


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    # Each operation is tried with keys that are none.
    rate_limits.install(app, read_quotas("wrong-keys=9999/1"))
    with serve(app) as address:
        yield address


def populate(context: Context, who: Caller) -> None:
    """Give the case something to speak of: claims in several states, a confirmed flag."""
    with context.database.transaction() as session:
        market = Market(session, NOW)
        reviewer = market.staff("market-reviewer")
        filer = session.get(Filer, who.id) if who.kind is ActorKind.FILER else None
        filer = filer or market.filer("acme")
        market.abusive(filer)
        market.complaint(filer, NOW, state="received")
        market.complaint(filer, NOW, state="countered")
        market.confirmed_flag(filer, reviewer)


def test_every_room_of_the_api_is_read_in_some_order() -> None:
    folders = {each.parent.name for each in Path(api.__file__).parent.glob("*/__init__.py")}
    assert sorted(api.ROOMS) == sorted(folders)


def test_the_description_is_valid_openapi(app: Flask) -> None:
    description = app.test_client().get("/api/v1/openapi.json").get_json()
    assert description["openapi"].startswith("3.1")
    validate(description)


def test_a_client_calls_each_route_by_a_name_of_its_own(app: Flask) -> None:
    """Two words that every generator takes: the group of routes, and what is done there."""
    ids = [
        (operation["tags"], operation["operationId"])
        for operations in description_of(app).document["paths"].values()
        for method, operation in operations.items()
        if method != "parameters"
    ]
    assert len({name for _, name in ids}) == len(ids)
    for tags, name in ids:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*[.][a-z]+(_[a-z]+)*", name), name
        assert tags == [name.partition(".")[0]]


@pytest.mark.parametrize(
    ("group", "view", "name"),
    [
        ("complaints", "file_complaint", "complaints.file"),
        ("complaints", "list_complaints", "complaints.list"),
        ("complaints", "export", "complaints.export"),
        ("claims", "take_up_claim", "claims.take_up"),
        ("batches", "file_batch", "batches.file"),
        ("policies", "read_policy", "policies.read"),
        ("restore_queue", "read_restore_queue", "restore_queue.read"),
        ("restore_queue", "list_restore_queues", "restore_queue.list"),
        ("pending_decisions", "list_pending_decisions", "pending_decisions.list"),
        ("matches", "read_match", "matches.read"),
        ("claims", "claim", "claims.claim"),
    ],
)
def test_a_name_says_its_noun_once(group: str, view: str, name: str) -> None:
    assert documented.operation_id(group, view) == name


def test_a_route_names_what_it_takes(app: Flask) -> None:
    paths = description_of(app).document["paths"]
    listed = paths["/api/v1/boycotts"]["get"]["parameters"]
    decide = paths["/api/v1/claims/{claim_id}/decide"]

    def named(each: dict[str, str]) -> str:
        return each.get("name") or each["$ref"].rpartition("/")[2]

    assert list(map(named, listed)) == ["cursor", "limit", "state", "filer", "delivery"]
    assert list(map(named, decide["post"]["parameters"])) == ["IdempotencyKey", "IfMatch"]
    assert list(map(named, decide["parameters"])) == ["Language", "claim_id"]


def test_a_route_answers_412_exactly_where_it_takes_if_match(app: Flask) -> None:
    paths = description_of(app).document["paths"]
    if_match = {"$ref": "#/components/parameters/IfMatch"}
    for path, operations in paths.items():
        for method, operation in operations.items():
            if method != "parameters":
                takes = if_match in operation.get("parameters", [])
                assert ("412" in operation["responses"]) == takes, (method, path)


def test_a_judgement_declares_that_a_joined_pair_refuses_it(app: Flask) -> None:
    paths = description_of(app).document["paths"]
    assert "409" in paths["/api/v1/judgements"]["post"]["responses"]


def test_every_route_takes_the_language_of_its_answer(app: Flask) -> None:
    document = description_of(app).document
    asked = {"$ref": "#/components/parameters/Language"}
    for path, operations in document["paths"].items():
        assert asked in operations["parameters"], path
    assert {"Content-Language", "Vary"} <= document["x-every-answer"]["headers"].keys()


def test_a_refusal_is_described_once(app: Flask) -> None:
    """A component says what many routes answer, and its name which problems it can be."""
    document = description_of(app).document
    shared = document["components"]["responses"]
    answered = [
        (status, answer)
        for operations in document["paths"].values()
        for method, operation in operations.items()
        if method != "parameters"
        for status, answer in operation["responses"].items()
    ]
    refused = [answer["$ref"] for status, answer in answered if status >= "400"]
    refusals = {each.rpartition("/")[2] for each in refused}
    said = {name: each["description"] for name, each in shared.items()}
    assert refusals == {name for name in said if said[name].startswith("Problem: ")}
    assert len(refused) > 20 * len(refusals)
    assert said["BoycottedOrForbidden"] == "Problem: boycotted, forbidden"
    together = "Problem: forbidden, one-let-in-the-other, second-person-needed, two-sides"
    assert said["AnotherNeededOrTwoSides"] == together


def test_what_several_routes_answer_is_described_once(app: Flask) -> None:
    document = description_of(app).document
    answers = [
        answer
        for operation in components.operations(document)
        for status, answer in operation["responses"].items()
        if status < "300"
    ]
    written_out = [json.dumps(answer) for answer in answers if answer.get("description") == "OK"
                   and documented.JSON in answer["content"]]  # fmt: skip
    assert len({*written_out}) == len(written_out)
    assert {"$ref": "#/components/responses/WholeClaimOut"} in answers
    assert {"$ref": "#/components/responses/NoContent"} in answers


def test_a_type_of_problem_takes_over_what_all_have(app: Flask) -> None:
    schemas = description_of(app).document["components"]["schemas"]
    held = schemas["HeldProblem"]
    assert held["allOf"] == [{"$ref": "#/components/schemas/Details"}]
    assert held["properties"].keys() == {"code", "status", "by", "until"}
    every = components.whole(held, schemas)
    assert every["required"] == ["by", "code", "detail", "status", "title", "type", "until"]
    assert list(every["properties"])[:3] == ["type", "title", "detail"]


def test_answers_are_open_to_additions_and_requests_are_closed(app: Flask) -> None:
    document = description_of(app).document
    schemas = document["components"]["schemas"]
    sent, answered = (
        components.schemas_in(part, schemas)
        for part in (
            [each.get("requestBody") for each in components.operations(document)],
            [
                document["components"]["responses"],
                *(each["responses"] for each in components.operations(document)),
            ],
        )
    )
    objects = {name for name, schema in schemas.items() if "properties" in schema}
    assert not sent & answered & objects
    assert all(name.endswith("Problem") for name in objects - sent - answered)
    sent &= objects
    assert len(sent) > 100
    assert [name for name in sent if schemas[name]["additionalProperties"] is not False] == []
    assert [name for name in answered if "additionalProperties" in schemas[name]] == []


def test_an_enumeration_is_described_once_by_its_name(app: Flask) -> None:
    document = description_of(app).document
    members = document["components"]["schemas"]["ClaimOut"]["properties"]
    assert members["state"] == {"$ref": "#/components/schemas/ClaimState"}
    assert members["merit"]["anyOf"] == [{"$ref": "#/components/schemas/Merit"}, {"type": "null"}]
    assert "x-enumeration" not in json.dumps(document)


def test_a_name_means_one_enumeration() -> None:
    named = {each: {"type": "string", "enum": [each], "x-enumeration": "Letter"} for each in "ab"}
    document = {"paths": {}, "components": {"schemas": {}, "parameters": named}}
    with pytest.raises(ValueError, match="Letter names two enumerations"):
        components.finish(document)


def test_what_a_request_may_leave_out_is_optional_and_said(app: Flask) -> None:
    """openapi-typescript takes a member with `default` for one that is always sent."""
    schemas = description_of(app).document["components"]["schemas"]
    assert [place for place, schema in _schemas(schemas) if "default" in schema] == []
    ground = schemas["CounterIn"]["properties"]["ground"]
    assert ground["description"].endswith('left out: "other"')
    assert "ground" not in schemas["CounterIn"]["required"]


def test_the_description_is_small_and_is_fetched_once(app: Flask) -> None:
    client = app.test_client()
    whole = client.get("/api/v1/openapi.json")
    assert len(whole.data) < 700 * 1024
    asked = {"If-None-Match": whole.headers["ETag"]}
    again = client.get("/api/v1/openapi.json", headers=asked)
    assert (again.status_code, again.data) == (304, b"")
    less = client.get("/api/v1/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert less.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(less.data) == whole.data
    assert less.headers["ETag"] == whole.headers["ETag"]
    assert {"Accept-Encoding", "Accept-Language"} <= set(less.vary)


def test_what_is_text_is_described_as_such_and_other_files_as_bytes(app: Flask) -> None:
    formats: dict[str, set[str | None]] = {}
    for operation in components.operations(description_of(app).document):
        for media, said in operation["responses"].get("200", {}).get("content", {}).items():
            if media != documented.JSON:
                formats.setdefault(media, set()).add(said["schema"].get("format"))
    assert {"text/csv", "application/pdf"} <= formats.keys()
    for media, those in formats.items():
        is_text = media in ("text/csv", "application/jsonl")
        assert those == {None if is_text else "binary"}, media


def test_an_enumeration_says_what_its_values_mean(app: Flask) -> None:
    schemas = description_of(app).document["components"]["schemas"]
    assert schemas["RightKind"]["description"].startswith("- `trademark`: Trade mark\n")
    for name in (*LABELLED, "DecisionReason"):
        said = schemas[name]["description"].splitlines()
        assert [line.split("`")[1] for line in said] == schemas[name]["enum"], name
    about = schemas["ComplaintIn"]["properties"]["basis"]["description"]
    assert "copyright copyright; circumvention copyright; patent design, patent;" in about


def test_every_whole_number_has_bounds(app: Flask) -> None:
    document = description_of(app).document
    unbounded = [
        place
        for place, schema in _schemas(document)
        if "integer" in _types(schema)
        and not {"minimum", "maximum"} <= schema.keys()
        and "const" not in schema
    ]
    assert unbounded == []


def test_a_pattern_means_the_same_to_every_program(app: Flask) -> None:
    """Patterns are ECMA-262, where \\Z is an error, and \\d and \\w are ASCII's as nowhere here."""
    text = json.dumps(description_of(app).document)
    patterns = [
        json.loads(each) for each in re.findall(r'"pattern": ("(?:[^"\\\\]|\\\\.)*")', text)
    ]
    assert len(patterns) > 10
    assert [each for each in patterns if re.search(r"\\[A-Za-z]", each)] == []


def test_what_has_few_values_lists_them(app: Flask) -> None:
    """A state, a kind or a status is an enumeration, whatever it is a member of."""
    document = description_of(app).document
    one = "state|kind|status|level|merit|role|verdict|language|side|basis|unit|detector"
    named = re.compile(rf"((^|.*_)({one})|(families|possible|signs|ways|second_factors)/items)$")
    open_ended = [
        place
        for place, schema in _schemas(document)
        if named.match(place.rpartition("/properties/")[2])
        and "string" in _types(schema)
        and "enum" not in schema
    ]
    assert open_ended == []


def test_if_match_is_declared_where_it_is_heeded() -> None:
    """A view that reads `call.expected`, itself or by `_at`, says `matches=True`, and no other."""
    for module in sorted(Path(api.__file__).parent.rglob("*.py")):
        for view in ast.parse(module.read_text("utf-8")).body:
            if isinstance(view, ast.FunctionDef) and "@endpoint" in _decorators(view):
                body = "".join(ast.unparse(line) for line in view.body)
                heeds = "call.expected" in body or "_at(call)" in body
                assert heeds == ("matches=True" in _decorators(view)), (module.name, view.name)


def _decorators(view: ast.FunctionDef) -> str:
    return " ".join(f"@{ast.unparse(each)}" for each in view.decorator_list)


def _schemas(node: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each part of the document that says a type, with where it is."""
    if isinstance(node, dict):
        if _types(node):
            yield place, node
        for name, inner in node.items():
            yield from _schemas(inner, f"{place}/{name}")
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            yield from _schemas(inner, f"{place}/{index}")


def _types(schema: dict[str, Any]) -> list[str]:
    said = schema.get("type")
    if isinstance(said, str):
        return [said]
    return said if isinstance(said, list) else []


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ["filer", "administrator"])
@pytest.mark.parametrize(
    "depth", [SOME, pytest.param(EACH, marks=pytest.mark.thorough)], ids=["some", "each"]
)
def test_the_api_does_what_its_description_says(
    address: str,
    caller: Callable[..., Caller],
    depth: tuple[str, ...],
    role: str,
    tmp_path: Path,
    context: Context,
) -> None:
    who: Caller = caller(role)
    populate(context, who)
    settings = tmp_path / "schemathesis.toml"
    settings.write_text(SETTINGS.read_text() + _of_others(role))
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "--config-file", str(settings),
        "run", f"{address}/api/v1/openapi.json",
        "--header", f"Authorization: Bearer {who.secret}",
        *depth,
        "--continue-on-failure",
        "--seed", "7",
        "--no-color",
    ]  # fmt: skip
    environment = {**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path)}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2_000:]


def _of_others(role: str) -> str:
    """Return the settings that leave operations to the role that sends them."""
    left = [route for route, may in MAY.items() if role != _sender(may)]
    return "".join(
        f'\n[[operations]]\ninclude-name = "{route.replace(" ", " /api/v1")}"\nenabled = false\n'
        for route in left
    )


def _sender(may: str) -> str:
    return "filer" if "F" in may else "administrator"
