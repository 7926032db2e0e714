"""Reads bodies and queries into schemas; says what is wrong with a JSON pointer to each field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

import marshmallow
from flask import Request
from webargs.flaskparser import FlaskParser

from complaints.errors import FieldError, Refusal, invalid

MAX_ERRORS = 50


class Parser(FlaskParser):
    """Webargs' parser with our errors: unknown members are refused everywhere."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": marshmallow.RAISE, "query": marshmallow.RAISE}

    def load_json(self, req: Request, schema: Any) -> Any:
        if req.mimetype != "application/json":
            raise Refusal(
                "unsupported-media-type", "Send the body with “Content-Type: application/json”."
            )
        document = parse_json(req.get_data())
        refuse_bad_text(document)
        return document

    def load_querystring(self, req: Request, schema: Any) -> Any:
        refuse_bad_text(req.args.to_dict(flat=False))
        _refuse_fields(
            FieldError(f"/{_escape(name)}", "Send this parameter once.")
            for name, values in req.args.lists()
            if len(values) > 1
        )
        return super().load_querystring(req, schema)

    def handle_error(self, error, req, schema, **_):  # type: ignore[no-untyped-def]
        refuse(error)


def parse_json(data: bytes) -> Any:
    """Return the JSON value. Refuses with: malformed."""
    try:
        return json.loads(data, parse_constant=_refuse_constant)
    except RecursionError:
        reason = "it is nested too deeply"
    except UnicodeDecodeError:
        reason = "it is not UTF-8"
    except json.JSONDecodeError as error:
        reason = f"{error.msg.lower()} (line {error.lineno}, column {error.colno})"
    except ValueError as error:
        reason = str(error).lower()
    raise Refusal("malformed", f"The body is not JSON: {reason}.")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number in JSON")


def refuse(error: marshmallow.ValidationError) -> NoReturn:
    """Raise the refusal that points at each field that does not hold."""
    messages = error.messages
    if isinstance(messages, dict) and set(messages) <= {"json", "query"}:
        (messages,) = messages.values()
    fields = list(_pointers(messages, ""))[:MAX_ERRORS]
    what = fields[0].detail if len(fields) == 1 else f"{len(fields)} things do not hold."
    raise Refusal("invalid-request", what, fields=fields)


def _pointers(messages: Any, at: str) -> Iterator[FieldError]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            deeper = at if name == "_schema" else f"{at}/{_escape(str(name))}"
            yield from _pointers(inner, deeper)
    elif isinstance(messages, list):
        for message in messages:
            yield from _pointers(message, at)
    else:
        yield FieldError(at, str(messages))


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def refuse_bad_text(document: Any) -> None:
    """Refuse text that no database keeps: NUL characters and lone surrogates.

    Refuses with: invalid-request, with a pointer to each.
    """
    _refuse_fields(_bad_text(document, ""))


def refuse_unasked(request: Request, *, body: bool, query: bool) -> None:
    """Refuse a body or parameters where the route takes none, so that nothing sent is lost.

    An empty object is no body. Refuses with: invalid-request.
    """
    if not query:
        sentence = "This parameter is not known here; this address takes none."
        _refuse_fields(FieldError(f"/{_escape(name)}", sentence) for name in request.args)
    if not body and request.get_data().strip() not in (b"", b"{}"):
        raise invalid("", "This step takes no body; leave it out.")


def _refuse_fields(found: Iterable[FieldError]) -> None:
    fields = list(found)[:MAX_ERRORS]
    if fields:
        raise Refusal("invalid-request", fields[0].detail, fields=fields)


def _bad_text(value: Any, at: str) -> Iterator[FieldError]:
    if isinstance(value, str):
        if "\0" in value:
            yield FieldError(at, "The text holds a NUL character; take it out.")
        elif any("\ud800" <= character <= "\udfff" for character in value):
            yield FieldError(at, "The text holds half a character (a lone surrogate).")
    elif isinstance(value, dict):
        for name, inner in value.items():
            readable = name.encode("utf-8", "replace").decode()
            yield from _bad_text(name, f"{at}/{_escape(readable)}")
            yield from _bad_text(inner, f"{at}/{_escape(readable)}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _bad_text(inner, f"{at}/{index}")
