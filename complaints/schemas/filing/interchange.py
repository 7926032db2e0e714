"""Checks interchange lines against the contract, fast enough for tens of thousands of them.

The contract (complaint.schema.json) is the one source: it is compiled once into plain functions.
Only the keywords that it uses are known, an unknown one stops the start. Nothing is converted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from complaints.base.codes import Code
from complaints.base.errors import FieldError, fault
from complaints.words import Listed, Message
from complaints.words import message as _

Schema = Mapping[str, Any]
# What is wrong with a value, with pointers below it. A good value gives None: no list is made for
# it.
Wrong = list[FieldError]
Check = Callable[[Any], Wrong | None]

_SAYS_NOTHING = frozenset({"$schema", "$id", "$defs", "title", "description"})
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# Shown as links later: what a browser would run is no address.
_NO_ADDRESS = re.compile(r"\s*(?:javascript|data|vbscript|file|blob):|.*[\s\x00-\x1f]", re.I | re.S)


def check_line(line: object) -> list[FieldError]:
    """Return the errors of a line; none where it keeps the contract."""
    return _contract()(line) or []


def contract() -> dict[str, Any]:
    """Return the JSON Schema of a line."""
    text = files("complaints.schemas").joinpath("complaint.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@lru_cache(maxsize=1)
def _contract() -> Check:
    schema = contract()
    return _compile(schema, schema)


def _compile(schema: Schema, root: Schema) -> Check:
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    unknown = schema.keys() - _SAYS_NOTHING - _KEYWORDS
    if unknown:
        raise NotImplementedError(f"the contract uses {sorted(unknown)}")
    if "enum" in schema:
        return _enum(schema["enum"])
    kind = schema["type"]
    make = {"object": _object, "array": _array, "string": _string}.get(kind, _number)
    return make(schema, root)


_KEYWORDS = frozenset(
    {
        "$ref", "additionalProperties", "enum", "format", "items", "maxItems", "maxLength",
        "maximum", "minItems", "minLength", "minimum", "pattern", "properties", "required", "type",
    }
)  # fmt: skip


def _wrong(code: Code, message: Message, **facts: object) -> Wrong:
    return [fault(code, message, **facts)]


def _enum(values: list[str]) -> Check:
    allowed, message = (
        frozenset(values),
        _("must be one of: %(values)s", values=Listed(values, "or")),
    )

    def check_enum(value: Any) -> Wrong | None:
        return (
            None
            if isinstance(value, str) and value in allowed
            else _wrong(Code.NOT_ONE_OF, message, allowed=values)
        )

    return check_enum


def _object(schema: Schema, root: Schema) -> Check:
    checks = {name: _compile(part, root) for name, part in schema.get("properties", {}).items()}
    required = tuple(schema.get("required", ()))

    def check_object(value: Any) -> Wrong | None:
        if not isinstance(value, dict):
            return _wrong(Code.WRONG_TYPE, _("must be an object"), type="object")
        problems: Wrong = [
            FieldError(f"/{name}", Code.REQUIRED, _("is missing"))
            for name in required
            if name not in value
        ]
        for name, part in value.items():
            if name not in checks:
                unknown = _("is not a field of the contract")
                problems.append(FieldError(f"/{_escaped(name)}", Code.UNKNOWN_MEMBER, unknown))
            elif wrong := checks[name](part):
                problems += [each.below(f"/{name}") for each in wrong]
        return problems or None

    return check_object


def _array(schema: Schema, root: Schema) -> Check:
    item = _compile(schema["items"], root)
    least, most = schema.get("minItems", 0), schema.get("maxItems")

    def check_array(value: Any) -> Wrong | None:
        if not isinstance(value, list):
            return _wrong(Code.WRONG_TYPE, _("must be a list"), type="array")
        if len(value) < least:
            return _wrong(Code.TOO_FEW, _("must have at least %(least)s", least=least), min=least)
        if most is not None and len(value) > most:
            return _wrong(Code.TOO_MANY, _("must have at most %(most)s", most=most), max=most)
        problems: Wrong = []
        for index, part in enumerate(value):
            if wrong := item(part):
                problems += [each.below(f"/{index}") for each in wrong]
        return problems or None

    return check_array


def _string(schema: Schema, root: Schema) -> Check:
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    pattern = re.compile(schema["pattern"]) if "pattern" in schema else None
    is_format, expected = _FORMATS.get(schema.get("format", ""), (None, None))

    def check_string(value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return _wrong(Code.WRONG_TYPE, _("must be a text"), type="string")
        if len(value) < least:
            return _wrong(Code.REQUIRED, _("must not be empty"))
        if most is not None and len(value) > most:
            return _wrong(
                Code.TOO_LONG, _("must have at most %(most)s characters", most=most), max=most
            )
        # Python's $ also matches before a line break at the end.
        if pattern and (not pattern.search(value) or value.endswith("\n")):
            return _wrong(
                Code.WRONG_FORMAT,
                _("must match %(pattern)s", pattern=pattern.pattern),
                pattern=pattern.pattern,
            )
        if is_format is None or expected is None or is_format(value):
            return None
        return _wrong(Code.WRONG_FORMAT, expected, format=schema["format"])

    return check_string


def _number(schema: Schema, root: Schema) -> Check:
    is_integer = schema["type"] == "integer"
    least, most = schema.get("minimum"), schema.get("maximum")

    def check_number(value: Any) -> Wrong | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            what = _("must be a whole number") if is_integer else _("must be a number")
            return _wrong(Code.WRONG_TYPE, what, type=schema["type"])
        if value - value != 0:
            return _wrong(Code.WRONG_TYPE, _("must be a finite number"), type=schema["type"])
        if is_integer and value != int(value):
            return _wrong(Code.WRONG_TYPE, _("must be a whole number"), type="integer")
        if least is not None and value < least:
            return _wrong(
                Code.OUT_OF_RANGE, _("must be at least %(least)s", least=least), min=least
            )
        return (
            _wrong(Code.OUT_OF_RANGE, _("must be at most %(most)s", most=most), max=most)
            if most is not None and value > most
            else None
        )

    return check_number


@lru_cache(maxsize=50_000)
def _is_moment(text: str) -> bool:
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text.upper())
    except ValueError:
        return False
    return True


@lru_cache(maxsize=50_000)
def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_address(text: str) -> bool:
    return bool(text) and _NO_ADDRESS.match(text) is None


_FORMATS: dict[str, tuple[Callable[[str], bool], Message]] = {
    "date": (_is_day, _("must be a day that exists, as 2026-02-28")),
    "date-time": (_is_moment, _("must be a time that exists, with its offset, as "
                                "2026-02-28T09:00:00Z")),
    "uri": (_is_address, _("must be an address, as https://shop.example/item/1")),
}  # fmt: skip


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
