"""Loads bodies and queries by schemas; each error has the JSON pointer of its field."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sized
from typing import Any, NoReturn

import marshmallow
from flask import Request
from marshmallow.fields import List
from webargs.flaskparser import FlaskParser

from complaints.base.clock import utcnow
from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid, invalid_fields
from complaints.schemas.common import Body
from complaints.schemas.pointers import errors_in, escape
from complaints.words import message as _

MAX_ERRORS = 50
# A schema takes up to 60 microseconds for each. A complaint with 300 targets has 8,000 at most;
# those in texts are counted too. A body whose items are read one by one says itself how many it
# may have (`most_marks`), and each item is held to these.
MOST_MARKS, MARKS = 20_000, (b",", b"[", b"{")
MOST_DEEP = 50
# Fields of a form, or parameters of an address. A form with 300 rows has 3,000.
MOST_FIELDS = 5_000
TOO_DEEP = _("it is nested too deeply")
_HALF = re.compile("[\ud800-\udfff]")


class Parser(FlaskParser):
    """Webargs' parser with our errors: unknown members are refused everywhere."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": marshmallow.RAISE, "query": marshmallow.RAISE}

    def load_json(self, req: Request, schema: Any) -> Any:
        if req.mimetype != "application/json":
            raise Refusal(
                "unsupported-media-type", _("Send the body with “Content-Type: application/json”.")
            )
        most = getattr(schema, "most_marks", MOST_MARKS)
        data = req.get_data()
        document = parse_json(data, most=most)
        if most == MOST_MARKS and _may_be_bad(data):
            require_storable_text(document)
        return document

    def load_querystring(self, req: Request, schema: Any) -> Any:
        _refuse_fields(
            FieldError(f"/{escape(name)}", Code.DUPLICATE, _("Send this parameter once."))
            for name, values in req.args.lists()
            if len(values) > 1 and not isinstance(schema.fields.get(name), List)
        )
        return super().load_querystring(req, schema)

    def handle_error(self, error, req, schema, **_):  # type: ignore[no-untyped-def]
        refuse_fields(error, schema)


def parse_json(data: bytes, *, most: int = MOST_MARKS) -> Any:
    """Return the JSON value. Refuses with: malformed; too-large, where it has too many values.

    JSON between systems is UTF-8. Read as bytes it may be UTF-16 too, and hold half characters that
    no escape brought in.
    """
    if sum(map(data.count, MARKS)) > most:
        raise Refusal(
            "too-large",
            _(
                "The body has more than %(most)s values and commas. Send less at once.",
                most=most,
            ),
        )
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except RecursionError:
        reason = TOO_DEEP
    except UnicodeDecodeError:
        reason = _("it is not UTF-8")
    except json.JSONDecodeError as error:
        reason = _(
            "it goes wrong at line %(line)s, column %(column)s",
            line=error.lineno,
            column=error.colno,
        )
    except ConstantError as error:
        reason = _("%(name)s is not a number in JSON", name=error.name)
    except ValueError:
        reason = _("a number in it is too long")
    raise Refusal("malformed", _("The body is not JSON: %(reason)s.", reason=reason))


class ConstantError(ValueError):
    """A constant as NaN, which Python and JavaScript read as a number and JSON does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _refuse_constant(name: str) -> NoReturn:
    raise ConstantError(name)


def refuse_fields(error: marshmallow.ValidationError, schema: object) -> NoReturn:
    """Raise the refusal that points at each wrong field. Refuses with: invalid-request."""
    raise invalid_fields(errors_of(error, schema))


def errors_of(error: marshmallow.ValidationError, schema: object) -> list[FieldError]:
    """Return what a schema and its rules have against a body, field by field; 50 errors at most."""
    messages = error.messages
    if isinstance(messages, dict) and set(messages) <= {"json", "query"}:
        (messages,) = messages.values()
    wrong = list(itertools.islice(errors_in(messages), MAX_ERRORS))
    named = {each.pointer for each in wrong}
    also = rules_against(schema, error.valid_data)
    return [*wrong, *(each for each in also if each.pointer not in named)][:MAX_ERRORS]


def rules_against(schema: object, valid: object) -> list[FieldError]:
    """Return what the rules of a body have against `valid`, the part of it whose form is right."""
    if not isinstance(schema, Body) or not isinstance(valid, Mapping):
        return []
    return list(schema.also_wrong(valid, utcnow()))


def require_storable_text(document: Any) -> None:
    """Refuse text that a database cannot store: NUL characters and lone surrogates.

    Refuses with: invalid-request, with a pointer to each; malformed, where it is nested too deeply.
    """
    _refuse_fields(_bad_text(document, "", 0))


def require_few_fields(sent: Sized) -> None:
    """Refuses with: too-large, where a form or an address names more than anybody needs."""
    if len(sent) > MOST_FIELDS:
        raise Refusal(
            "too-large",
            _("This form has more than %(most)s fields. Send less at once.", most=MOST_FIELDS),
        )


def require_nothing_unexpected(request: Request, *, body: bool, query: bool) -> None:
    """Refuse a body or parameters where the route takes none, so that nothing sent is lost.

    An empty object is no body. Refuses with: invalid-request.
    """
    if not query:
        sentence = _("This parameter is not known here; this address takes none.")
        _refuse_fields(
            FieldError(f"/{escape(name)}", Code.UNKNOWN_MEMBER, sentence) for name in request.args
        )
    if not body and request.get_data().strip() not in (b"", b"{}"):
        raise invalid("", Code.NOT_ALLOWED, _("This step takes no body; leave it out."))


def _may_be_bad(data: bytes) -> bool:
    """Say whether JSON may hold text that no database stores, which only an escape can bring in, or
    be nested too deeply: most requests are not looked through for that."""
    return b"\\u" in data or data.count(b"[") + data.count(b"{") > MOST_DEEP


def _refuse_fields(errors: Iterable[FieldError]) -> None:
    fields = list(itertools.islice(errors, MAX_ERRORS))
    if fields:
        raise invalid_fields(fields)


def _bad_text(value: Any, at: str, deep: int) -> Iterator[FieldError]:
    if deep > MOST_DEEP:
        raise Refusal("malformed", _("The body is not JSON: %(reason)s.", reason=TOO_DEEP))
    if isinstance(value, str):
        if "\0" in value:
            yield FieldError(
                at, Code.BAD_CHARACTER, _("The text holds a NUL character; take it out.")
            )
        elif _HALF.search(value):
            yield FieldError(
                at, Code.BAD_CHARACTER, _("The text holds half a character (a lone surrogate).")
            )
    elif isinstance(value, dict):
        for name, inner in value.items():
            readable = name.encode("utf-8", "replace").decode()
            yield from _bad_text(name, f"{at}/{escape(readable)}", deep + 1)
            yield from _bad_text(inner, f"{at}/{escape(readable)}", deep + 1)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _bad_text(inner, f"{at}/{index}", deep + 1)
