"""The API's description (OpenAPI 3.1) and the page to try it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import flask_swagger_ui
from flask import Blueprint, Flask, Response, render_template, request, send_from_directory
from flask_smorest import Api
from marshmallow.fields import Field

from complaints import api as door
from complaints.http import components, conditional, documented, problems
from complaints.http.endpoint import Blueprint as SmorestBlueprint
from complaints.schemas.problems import Problem

PREFIX = "/api/v1"
# What was sent and answered, by schema: `make api-examples` asks for it.
EXAMPLES = Path(__file__).with_name("examples.json")
ASSETS = Path(flask_swagger_ui.__file__).parent / "dist"
SHOWN = frozenset({"swagger-ui.css", "swagger-ui-bundle.js"})

pages = Blueprint("openapi", __name__)
# The blueprints are the process's, however many applications it makes.
_describing = Lock()


class Description(Api):
    """flask-smorest's Api, without the error responses that ours replace.

    It is made when somebody first asks for it: that takes a fifth of the processor time of a
    start, and no other answer needs it. It stays as it was made.
    """

    DEFAULT_ERROR_RESPONSE_NAME = None  # type: ignore[assignment]

    def __init__(self, app: Flask, blueprints: Sequence[SmorestBlueprint]) -> None:
        self.blueprints = blueprints
        self._made: conditional.Kept | None = None
        super().__init__(app)

    def _openapi_json(self) -> Response:
        with _describing:
            if self._made is None:
                self._made = conditional.Kept(_document(self))
        return self._made.answer(request)


def describe(app: Flask, *, test: bool = False) -> None:
    """Register the API's blueprints on `app`, with those of a `test` instance where it is one, and
    the route that serves its description."""
    app.config.update(
        API_TITLE="Clean Hands",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {
                "description": "Files intellectual-property complaints, decides them, and "
                "finds and stops the filers who abuse them.",
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "security": [{"key": []}],
            "servers": [{"url": "/", "description": "this service"}],
        },
    )
    blueprints = door.blueprints(test=test)
    Description(app, blueprints)
    for blueprint in blueprints:
        app.register_blueprint(blueprint, url_prefix=PREFIX)
    app.register_blueprint(pages, url_prefix=PREFIX)


def _document(api: Description) -> bytes:
    _describe_routes(api)
    document = api.spec.to_dict()
    components.finish(document)
    schemas = document["components"]["schemas"]
    for name, value in json.loads(EXAMPLES.read_text("utf-8")).items():
        schemas[name]["examples"] = [value]
    headers = {
        name: {"$ref": f"#/components/headers/{said}"}
        for name, said in documented.OF_EVERY_ANSWER.items()
    }
    document["security"] = [{"key": []}]
    document["x-every-answer"] = {"headers": headers}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _describe_routes(api: Description) -> None:
    assert api.ma_plugin.converter is not None
    api.ma_plugin.converter.add_attribute_function(_constant)
    api.spec.components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    api.spec.components.schema("Problem", schema=Problem)
    for slug in problems.PROBLEMS:
        api.spec.components.schema(problems.schema_name(slug), schema=problems.schema_of(slug))
    for name, parameter in documented.PARAMETERS.items():
        api.spec.components.parameter(name, "header", parameter)
    for name, header in documented.HEADERS.items():
        api.spec.components.header(name, header)
    for blueprint in api.blueprints:
        blueprint.describe_routes()
        blueprint.register_views_in_doc(
            api, api._app, api.spec, name=blueprint.name, parameters=None
        )
        api.spec.tag({"name": blueprint.name, "description": blueprint.description})
    for unused in ("Error", "PaginationMetadata"):
        del api.spec.components.schemas[unused]


def _constant(_converter: Any, field: Field[Any], **_made: Any) -> dict[str, Any]:
    """Say of a field that its value is always the same; apispec leaves that out."""
    return {"const": field.metadata["const"]} if "const" in field.metadata else {}


@pages.get("/docs")
def try_it() -> str:
    """Show the page to try the API; every byte of it is served from here."""
    return render_template("try_it.html")


@pages.get("/docs/assets/<name>")
def asset(name: str) -> Response:
    """Serve a file of Swagger UI."""
    return send_from_directory(ASSETS, name if name in SHOWN else "missing")
