"""Complaints in a table: a column for each member of `POST /complaints`, named with dots.

A row states one target; rows that follow each other with the same reference are one complaint,
whose other members the first one states. What a table cannot say (papers) is left to JSON Lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from marshmallow import Schema

from complaints.base.cells import unquote
from complaints.schemas import fields
from complaints.schemas.common import Money
from complaints.schemas.filing.complaints import ComplaintIn

TARGET: Final = "targets."
URL: Final = "targets.url"
# Of `POST /complaints`: what belongs to the request, and what no cell can say.
LEFT_OUT: Final = frozenset({"documents", "dry_run", "wrong_targets", "targets.seen"})
# A file of what was refused has these before its own columns: it is sent again as it is.
OF_REFUSED: Final = ("line", "problem")
# What most complaints need, in the order in which a person fills it in.
USUAL: Final = (
    "reference", "basis", "right.kind", "right.number", "right.jurisdiction", "right.title",
    "right.status", "right.registered_on", "rights_holder.name", "statement",
    URL, "targets.store_name", "targets.price", "targets.currency",
    "declaration.signed_by", "declaration.language", "declaration.agreed",
    "metadata.case",
)  # fmt: skip
_PARTS = re.compile(r"[^\s,;|，、；]+")
_WHOLE = re.compile(r"-?\d{1,15}")


@cache
def columns_known() -> Mapping[str, Any]:
    """Return the columns that a table may have, each with its field; one that ends with a dot
    takes any name of the sender's."""
    return dict(_columns(ComplaintIn(), ""))


def _columns(schema: Schema, at: str) -> Iterator[tuple[str, Any]]:
    for name, field in schema.fields.items():
        path = f"{at}{name}"
        if path in LEFT_OUT:
            continue
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from _columns(inner.schema, f"{path}.")
        elif isinstance(field, fields.Dict):
            yield f"{path}.", fields.String()
        else:
            yield path, field


def unknown_columns(names: Sequence[str]) -> list[str]:
    """Return the names of a heading that are no column."""
    return [name for name in names if name and name not in OF_REFUSED and _field(name) is None]


def _field(name: str) -> Any:
    known = columns_known()
    head, _dot, rest = name.partition(".")
    return known.get(name) or (known.get(f"{head}.") if rest else None)


def complaints_in(
    columns: Sequence[str], rows: Iterable[tuple[int, Sequence[str] | None]]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the complaints of a table, each with the number of its first row.

    A row that cannot be read has no members, and is refused as such when it is filed; one whose
    first cell begins with # is a remark.
    """
    number, complaint = 0, None
    for place, cells in rows:
        if cells and cells[0].startswith("#"):
            continue
        members = _members(columns, cells or ())
        reference = members.get("reference")
        if complaint and reference and reference == complaint.get("reference"):
            complaint.setdefault("targets", []).extend(members.get("targets", ()))
            continue
        if complaint is not None:
            yield number, complaint
        number, complaint = place, members
    if complaint is not None:
        yield number, complaint


def _members(columns: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    """Return the complaint that a row states, as the API takes it; empty cells say nothing."""
    complaint: dict[str, Any] = {}
    target: dict[str, Any] = {}
    for name, cell in zip(columns, cells, strict=False):
        text = unquote(cell).strip()
        if not text or name in OF_REFUSED:
            continue
        value = _value(_field(name), text)
        if name.startswith(TARGET):
            _put(target, name.removeprefix(TARGET).split("."), value)
        else:
            head, _dot, rest = name.partition(".")
            parts = [head, rest] if f"{head}." in columns_known() else name.split(".")
            _put(complaint, parts, value)
    if target:
        complaint["targets"] = [target]
    return complaint


def _put(into: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for part in path[:-1]:
        into = into.setdefault(part, {})
    into[path[-1]] = value


def _value(field: Any, text: str) -> Any:
    if isinstance(field, fields.List):
        return [_value(field.inner, part) for part in _PARTS.findall(text)]
    if isinstance(field, fields.Boolean):
        return {"true": True, "false": False}.get(text.casefold(), text)
    if isinstance(field, Money):
        return text.replace(",", "")
    bare = text.replace(",", "")
    return int(bare) if isinstance(field, fields.Integer) and _WHOLE.fullmatch(bare) else text


def table_rows_of(complaint: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the rows that state a complaint, the other way round."""
    own = dict(_cells({n: v for n, v in complaint.items() if n != "targets"}, ""))
    stated = complaint.get("targets")
    targets = (
        [each for each in stated if isinstance(each, dict)] if isinstance(stated, list) else []
    )
    return [{**own, **dict(_cells(target, TARGET))} for target in targets] or [own]


def _cells(members: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
    for name, value in members.items():
        if isinstance(value, dict):
            yield from _cells(value, f"{at}{name}.")
        elif isinstance(value, list):
            yield f"{at}{name}", " ".join(str(each) for each in value)
        else:
            yield f"{at}{name}", str(value).lower() if isinstance(value, bool) else str(value)
