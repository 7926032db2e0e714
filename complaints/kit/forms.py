"""Forms over the API's schemas: a field's name is the schema's pointer with dots.

`read_form` turns a sent form into the document that the API would receive, and loads it. `Sent` is
what a template shows again: the typed values, and the errors beside their fields.

Everything that is wrong is said at once: `read_form` takes what files were refused (`also`) and the
rules that a service holds the form against (`check`), and says these beside the schema's errors. A
schema's field may say what is to be entered where it is empty, in `asks=_("…")`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import marshmallow
from marshmallow import Schema, fields, validate
from werkzeug.datastructures import MultiDict

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid, invalid_fields
from complaints.http import parsing
from complaints.http.languages import say_here
from complaints.words import Message
from complaints.words.forms import (
    CHOOSE_ONE,
    CHOOSE_SOME,
    ENTER_A_DAY,
    FILL_IN,
    at_most,
    on_page,
)

INTEGER = re.compile(r"-?\d{1,15}")
# A row's number is in its name, and missing rows before it are filled in: bound their number.
MOST_ROWS = 300
# Part of every form and of no schema.
OWN_FIELDS = frozenset({"once", "confirmed"})
# Holds what a schema loaded, or the part of it that is right, against the rules of a service.
Check = Callable[[Mapping[str, Any]], Iterable[FieldError]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A sent form: `values` by field name, the errors of each field, and all in `summary`.

    The summary's pairs are (name of the field or None, sentence).
    """

    values: MultiDict[str, str] = field(default_factory=MultiDict)
    errors: Mapping[str, str] = field(default_factory=dict)
    summary: tuple[tuple[str | None, str], ...] = ()


def parts_typed(text: str) -> list[str]:
    """Return the parts of a list that was typed into one field: countries, classes.

    >>> parts_typed("DE, FR；cn")
    ['DE', 'FR', 'cn']
    """
    return [part for part in re.split(r"[\s,;，、；]+", text.strip()) if part]


def read_form(
    schema: type[Schema] | Schema,
    form: MultiDict[str, str],
    *,
    besides: Collection[str] = (),
    also: Collection[FieldError] = (),
    check: Check | None = None,
) -> dict[str, Any]:
    """Return what the schema loads from a form; empty fields count as left out.

    `besides` are fields that the page reads itself, `also` what it saw to be wrong itself: of
    each field what the page says is said; `check` yields what the service would refuse, and is
    asked only where something else is wrong already.
    Refuses with: invalid-request, whose pointers are the names of the fields.
    """
    instance = schema() if isinstance(schema, type) else schema
    sent = MultiDict(
        (name, value)
        for name, value in form.items(multi=True)
        if name not in OWN_FIELDS and name not in besides
    )
    parsing.require_storable_text(sent.to_dict(flat=False))
    wrong: list[FieldError] = []
    try:
        loaded: Any = instance.load(_document(instance, sent, ""), unknown=marshmallow.RAISE)
    except marshmallow.ValidationError as error:
        wrong = [_in_words(instance, each) for each in parsing.errors_of(error, instance)]
        loaded = error.valid_data
    if not wrong and not also:
        right: dict[str, Any] = loaded
        return right
    if not wrong:
        # The form is right but for what the page saw: its rules are asked all the same.
        wrong = parsing.rules_against(instance, loaded)
    known = {each.pointer for each in wrong}
    if check is not None and isinstance(loaded, Mapping):
        wrong += [each for each in check(loaded) if each.pointer not in known]
    named = {each.pointer for each in also}
    raise invalid_fields([*(each for each in wrong if each.pointer not in named), *also])


def _in_words(schema: Schema, error: FieldError) -> FieldError:
    """Return the error of an empty field as a page says it: what is to be entered, or chosen."""
    if error.message != FILL_IN:
        return error
    declared: Any = None
    for part in error.pointer.strip("/").split("/"):
        inside = schema if declared is None else getattr(declared, "schema", None)
        declared = inside.fields.get(part) if inside is not None else None
        if declared is None:
            return error
    return replace(error, message=_asked(declared))


def _asked(declared: fields.Field[Any]) -> Message:
    asks = declared.metadata.get("asks")
    if isinstance(asks, Message):
        return asks
    if isinstance(declared, fields.List):
        return CHOOSE_SOME
    if isinstance(declared, fields.Date):
        return ENTER_A_DAY
    is_choice = any(isinstance(each, validate.OneOf) for each in declared.validators)
    return CHOOSE_ONE if is_choice else FILL_IN


def again(refusal: Refusal, form: MultiDict[str, str]) -> Sent:
    """Return the values and errors that a form shows after a refusal."""
    errors: dict[str, str] = {}
    summary: list[tuple[str | None, str]] = []
    for error in refusal.fields:
        name = field_of_error(error)
        sentence = say_here(on_page(error.message))
        if (name, sentence) in summary:
            continue
        summary.append((name, sentence))
        if name:
            errors[name] = f"{errors[name]} {sentence}" if name in errors else sentence
    return Sent(form, errors, tuple(summary) or ((None, say_here(refusal.message)),))


def field_of_error(error: FieldError) -> str | None:
    """Return the name of the field that an error's pointer stands for.

    Boxes of one question, and lines of one field, share its name: their numbers name no field.
    """
    parts = error.pointer.strip("/").split("/")
    unescaped = [part.replace("~1", "/").replace("~0", "~") for part in parts]
    while len(unescaped) > 1 and unescaped[-1].isdecimal():
        unescaped.pop()
    return ".".join(unescaped) or None


def _document(schema: Schema, sent: MultiDict[str, str], at: str) -> dict[str, Any]:
    """Return the part of a form below the name `at` as the document that `schema` loads."""
    document: dict[str, Any] = {}
    for head in _heads(sent, at):
        name = f"{at}{head}"
        declared = schema.fields.get(head)
        value = _value(declared, sent, name)
        if value is not None:
            document[head] = value
    for name, declared in schema.fields.items():
        # Of what is asked for and left empty, each field says so itself.
        if isinstance(declared, fields.Nested) and declared.required:
            document.setdefault(name, {})
    return document


def _heads(sent: MultiDict[str, str], at: str) -> Iterator[str]:
    """Yield the first parts of the names below `at`, each once, in the form's order."""
    heads = (name[len(at) :].partition(".")[0] for name in sent if name.startswith(at))
    yield from dict.fromkeys(heads)


def _value(declared: fields.Field[Any] | None, sent: MultiDict[str, str], name: str) -> Any:
    if isinstance(declared, fields.Nested):
        return _document(declared.schema, sent, f"{name}.") or None
    if isinstance(declared, fields.List):
        return _list(declared.inner, sent, name)
    return _scalar(declared, sent.get(name))


def _list(inner: fields.Field[Any], sent: MultiDict[str, str], name: str) -> list[Any] | None:
    if isinstance(inner, fields.Nested):
        places = {int(head) for head in _heads(sent, f"{name}.") if INTEGER.fullmatch(head)}
        if max(places, default=0) >= MOST_ROWS:
            pointer = f"/{name.replace('.', '/')}"
            raise invalid(pointer, Code.TOO_MANY, at_most(MOST_ROWS), max=MOST_ROWS)
        # A row that was left empty stays: the pointers of the others must not move.
        rows = [
            _document(inner.schema, sent, f"{name}.{place}.") if place in places else {}
            for place in range(max(places, default=-1) + 1)
        ]
        while rows and not rows[-1]:
            rows.pop()
        return rows or None
    values = [_scalar(inner, text) for text in sent.getlist(name)]
    return [value for value in values if value is not None] or None


def _scalar(declared: fields.Field[Any] | None, text: str | None) -> Any:
    cleaned = (text or "").replace("\r\n", "\n").strip()
    # Signs that nobody sees, as a paste brings them, say nothing.
    if not any(sign.isprintable() and not sign.isspace() for sign in cleaned):
        return None
    if isinstance(declared, fields.Boolean):
        return {"true": True, "false": False}.get(cleaned, cleaned)
    if isinstance(declared, fields.Integer) and INTEGER.fullmatch(cleaned):
        return int(cleaned)
    return cleaned
