"""Holds every answer of the API that a test sees to the API's own description.

`DescribedClient` is the client of every application under test (see conftest). An answer must have
a status, a content type and headers that openapi.json declares for its route, and a body that fits
the declared schema, with no member that is not declared: clients take more, so that we may add.
"""

from __future__ import annotations

import functools
import gzip
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from werkzeug.test import TestResponse

from complaints.api.openapi import PREFIX
from complaints.app import HEADERS, ONLY_ENCRYPTED
from complaints.base.codes import FACTS, Code
from complaints.http import components, cors, documented, problems
from complaints.words import LANGUAGES

ROOT = "urn:openapi"
# Every answer of every page has these; they speak to browsers, proxies and HTTP itself. The API's
# guide says that they are not declared.
EVERYWHERE = frozenset(
    name.lower()
    for name in (
        *HEADERS,
        ONLY_ENCRYPTED[0],
        "Content-Type",
        "Content-Length",
        "Connection",
        "Date",
        *cors.HEADERS,
    )
)
# Served beside the API, and not described by it.
PAGES = re.compile(rf"{PREFIX}/(openapi\.json|docs(/.*)?)")

formats = FormatChecker(["date", "email"])


@formats.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@formats.checks("uri", raises=ValueError)
def _is_address(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme)


class Description:
    """openapi.json, with a compiled validator for each answer that it declares."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        resource = DRAFT202012.create_resource(_closed(document))
        self._registry = Registry().with_resource(ROOT, resource)
        self._routes = [
            (re.compile(re.sub(r"\\{.*?\\}", "[^/]+", re.escape(path))), path)
            for path in sorted(document["paths"], key=lambda path: ("{" in path, path))
        ]

    def wrong_in(self, method: str, path: str, answer: TestResponse) -> Iterator[str]:
        """Return what the description does not say of an answer, or says otherwise."""
        operation = self.operation(method, path)
        if operation is None:
            yield from self._wrong_problem(answer)
            return
        status = str(answer.status_code)
        if status not in operation["responses"] and answer.status_code >= 400:
            status = documented.OURS if answer.status_code >= 500 else documented.OTHER
        if status not in operation["responses"]:
            yield f"the status {answer.status_code} is not declared"
            return
        declared = components.resolved(operation["responses"][status], self.document)
        said = {**self._of_every_answer(operation), **declared.get("headers", {})}
        headers = {
            name.lower(): components.resolved(each, self.document) for name, each in said.items()
        }
        sent = {name.lower() for name, _ in answer.headers} - EVERYWHERE
        yield from (f"the header {name} is not declared" for name in sorted(sent - headers.keys()))
        needed = {name for name, each in headers.items() if each.get("required")}
        yield from (f"the header {name} is missing" for name in sorted(needed - sent))
        yield from self._wrong_type(declared, answer)
        yield from self._wrong_content(operation, status, declared.get("content", {}), answer)

    def _of_every_answer(self, operation: Mapping[str, Any]) -> dict[str, Any]:
        """Return the headers that any answer of an operation can carry: the digest where it can
        answer 304, the mark of a repeat where it takes an Idempotency-Key."""
        said = dict(self.document["x-every-answer"]["headers"])
        if "304" not in operation["responses"]:
            del said["ETag"]
        once = {"$ref": "#/components/parameters/IdempotencyKey"}
        if once not in operation.get("parameters", ()):
            del said["Idempotency-Replayed"]
        return said

    def _wrong_type(self, declared: dict[str, Any], answer: TestResponse) -> Iterator[str]:
        """A problem's type is one of those that its status is declared for."""
        if answer.mimetype == problems.MEDIA_TYPE:
            slug = answer.get_json()["type"].rsplit("/", 1)[1]
            named = declared["description"].removeprefix("Problem: ").split(", ")
            if slug not in named:
                yield f"the problem {slug} is not declared"

    def operation(self, method: str, path: str) -> Mapping[str, Any] | None:
        """Return what is said of a route, None where there is no such one."""
        for pattern, template in self._routes:
            operations = self.document["paths"][template]
            if method.lower() in operations and pattern.fullmatch(path):
                return {"path": template, "method": method.lower(), **operations[method.lower()]}
        return None

    def _wrong_content(
        self, operation: Mapping[str, Any], status: str, declared: Any, answer: TestResponse
    ) -> Iterator[str]:
        if not declared:
            if answer.get_data():
                yield "a body is not declared"
        elif answer.mimetype not in declared:
            yield f"the content type {answer.mimetype} is not declared"
        elif answer.mimetype.endswith("json"):
            said = ("paths", operation["path"], operation["method"], "responses", status)
            at = operation["responses"][status].get("$ref", f"#/{_pointer(*said)}")[2:]
            yield from self._wrong_document(
                f"{at}/{_pointer('content', str(answer.mimetype), 'schema')}", answer
            )

    def _wrong_problem(self, answer: TestResponse) -> Iterator[str]:
        """What is no route can still be asked for, and is answered with a problem."""
        if answer.status_code not in (301, 308):
            yield from self._wrong_document("components/schemas/Problem", answer)

    def _wrong_document(self, pointer: str, answer: TestResponse) -> Iterator[str]:
        yield from self.wrong_in_document(pointer, _body(answer))
        if answer.mimetype == problems.MEDIA_TYPE:
            yield from self._wrong_facts(answer.get_json())

    def wrong_in_document(self, pointer: str, document: Any) -> Iterator[str]:
        """Return what does not fit the schema at `pointer`."""
        for error in self._validator(pointer).iter_errors(document):
            yield f"{error.json_path}: {error.message[:300]}"

    def _wrong_facts(self, said: dict[str, Any]) -> Iterator[str]:
        """A problem has the facts of its type, and its errors those of their codes, and no others,
        though the description lets more of them come one day."""
        name = problems.schema_name(said["code"])
        schemas = self.document["components"]["schemas"]
        declared = components.whole(schemas[name], schemas)["properties"]
        yield from (f"the fact {fact} is not declared" for fact in sorted(said.keys() - declared))
        if not said["type"].endswith(f"/problems/{said['code']}"):
            yield f"the type {said['type']} is not that of {said['code']}"
        pointer = f"components/schemas/{name}"
        for error in self._validator(pointer).iter_errors(said):
            yield f"{name} {error.json_path}: {error.message[:300]}"
        for each in said.get("errors", ()):
            facts = each.keys() - {"pointer", "code", "detail"}
            yield from (
                f"the fact {fact} is not of {each['code']}"
                for fact in sorted(facts - FACTS.get(Code(each["code"]), frozenset()))
            )

    @functools.cache  # noqa: B019 - there is one description a process
    def _validator(self, pointer: str) -> Draft202012Validator:
        return Draft202012Validator(
            {"$ref": f"{ROOT}#/{pointer}"}, registry=self._registry, format_checker=formats
        )


# By whether it is a test instance's, and by the languages that are offered: tests of a made-up one
# must not describe the API for others.
_descriptions: dict[tuple[object, ...], Description] = {}


def description_of(app: Flask) -> Description:
    """Return the API's description: it is the same whatever the application is configured to, but
    for the languages, and for the routes of a test instance."""
    offered = (app.extensions["cleanhands"].config.test, *LANGUAGES)
    if offered not in _descriptions:
        # A public service answers by its own name alone.
        address = app.extensions["cleanhands"].config.base_url
        answer = FlaskClient(app).get(f"{PREFIX}/openapi.json", base_url=address)
        _descriptions[offered] = Description(answer.get_json())
    return _descriptions[offered]


def _closed(document: dict[str, Any]) -> dict[str, Any]:
    """Return the description with its answers closed, but for problems: see `_wrong_facts`."""
    said = document["components"]
    schemas = {
        name: schema
        if "Problem" in name or name == components.DETAILS
        else {"additionalProperties": False, **schema}
        for name, schema in said["schemas"].items()
    }
    return {**document, "components": {**said, "schemas": schemas}}


def _pointer(*steps: str) -> str:
    return "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps)


def _body(answer: TestResponse) -> Any:
    if answer.headers.get("Content-Encoding") == "gzip":
        return json.loads(gzip.decompress(answer.get_data()))
    return answer.get_json()


class DescribedClient(FlaskClient):
    """A client that fails the test where an answer is not as the API's description says.

    As a browser does, it says which site a form comes from.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.environ_base = {**self.environ_base, "HTTP_ORIGIN": "http://localhost"}

    def open(self, *args: Any, **options: Any) -> TestResponse:
        answer = super().open(*args, **options)
        path, method = answer.request.path, answer.request.method
        if path.startswith(f"{PREFIX}/") and not PAGES.fullmatch(path) and method != "OPTIONS":
            wrong = list(description_of(self.application).wrong_in(method, path, answer))
            assert not wrong, f"{method} {path} answers {answer.status_code}: {wrong}"
        return answer
