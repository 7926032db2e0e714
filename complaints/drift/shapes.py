"""The shape of a schema, in one form for models and for both databases.

A shape maps each thing (a table, a column, an index, a key, a check, a trigger) to what is compared
of it. Keys have no names here, since SQLite keeps none; a check is compared by its name and the
words in it, since PostgreSQL writes every condition in a way of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import CheckConstraint, Constraint, ForeignKeyConstraint, Index, Table, types
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey
from sqlalchemy import UniqueConstraint as Unique

from complaints.models import Base


class Kind(StrEnum):
    """What a thing of a schema is, in the order in which things are named."""

    TABLE = "1 table"
    COLUMN = "2 column"
    KEY = "3 key"
    INDEX = "4 index"
    CHECK = "5 check"
    TRIGGER = "6 trigger"


class Thing(NamedTuple):
    """One thing of a schema. A table has no name of its own beside `table`."""

    kind: Kind
    table: str
    name: str = ""


Shape = dict[Thing, tuple[str, ...]]

OPTIONAL, REQUIRED = "optional", "required"
# Of a required column without a default, that is no part of the primary key.
NEEDS_A_VALUE = "without a default"
REFUSES = "refuses"
DOES_NOT_REFUSE = "does not refuse"
UNIQUE = "unique"
# What lets the ledger only grow, on each database (revision 0025).
TRIGGERS: dict[str, dict[str, tuple[str, ...]]] = {
    "sqlite": {
        "ledger": ("ledger_no_update", "ledger_no_delete", "ledger_no_replace"),
        "ledger_seal": ("ledger_seal_no_update", "ledger_seal_no_delete", "ledger_seal_no_replace"),
    },
    "postgresql": {
        "ledger": ("ledger_no_update", "ledger_append_only"),
        "ledger_seal": ("ledger_seal_no_update", "ledger_seal_append_only"),
    },
}
# What keeps the search's index in step and is in no model (revision 0028).
SEARCH: dict[str, Shape] = {
    "sqlite": {
        Thing(Kind.TABLE, "search_index"): (),
        **{
            Thing(Kind.TRIGGER, "search_entry", f"search_entry_{name}"): (DOES_NOT_REFUSE,)
            for name in ("in", "out", "anew")
        },
    },
    "postgresql": {Thing(Kind.INDEX, "search_entry", "ix_search_entry_words"): ()},
}
# From the more particular to the less: a moment is no date, JSON is no text.
_KINDS: tuple[tuple[type[types.TypeEngine[Any]], str], ...] = (
    (types.JSON, "json"), (types.DateTime, "moment"), (types.Date, "date"),
    (types.Boolean, "boolean"), (types.LargeBinary, "bytes"), (types.Integer, "integer"),
    (types.Float, "float"), (types.Numeric, "number"), (types.String, "text"),
)  # fmt: skip
_CAST = re.compile(r"::(?:character varying|double precision|\w+)(?:\[\])?")
_WORD = re.compile(r"'(?:[^']|'')*'|\w+|<>|[<>]=?")
# How a condition is built, which is written differently.
_NO_WORDS = frozenset({
    "<>", "AND", "OR", "NOT", "IN", "IS", "NULL", "ANY", "ALL", "ARRAY", "CASE", "WHEN", "THEN",
    "ELSE", "END", "CHECK",
})  # fmt: skip


@cache
def of_models(dialect: str) -> Shape:
    """Return the shape that the models ask for."""
    shape: Shape = {}
    for table in Base.metadata.sorted_tables:
        shape[Thing(Kind.TABLE, table.name)] = ()
        for column in table.columns:
            shape[Thing(Kind.COLUMN, table.name, column.name)] = of_column(
                _kind(column.type),
                required=not column.nullable,
                fills_itself=column.primary_key or column.server_default is not None,
            )
        for constraint in table.constraints:
            shape.update(_of_constraint(table, constraint))
        for index in table.indexes:
            shape[Thing(Kind.INDEX, table.name, str(index.name))] = _of_index(index, dialect)
    for owner, names in TRIGGERS[dialect].items():
        for name in names:
            shape[Thing(Kind.TRIGGER, owner, name)] = (REFUSES,)
    return shape | SEARCH[dialect]


def _kind(column: types.TypeEngine[Any]) -> str:
    kind = column.impl if isinstance(column, types.TypeDecorator) else column
    return next(name for each, name in _KINDS if isinstance(kind, each))


def _of_constraint(table: Table, constraint: Constraint) -> Shape:
    match constraint:
        case PrimaryKey():
            return {key(table.name, "primary", constraint.columns.keys()): ()}
        case Unique():
            return {key(table.name, "unique", constraint.columns.keys()): ()}
        case ForeignKeyConstraint():
            columns = [element.column.name for element in constraint.elements]
            target = constraint.referred_table.name
            return {key(table.name, "to", constraint.column_keys, target, columns): ()}
        case CheckConstraint():
            name = Thing(Kind.CHECK, table.name, str(constraint.name))
            return {name: words_in(str(constraint.sqltext))}
    raise TypeError(constraint)


def of_column(kind: str, *, required: bool, fills_itself: bool) -> tuple[str, ...]:
    """Return what is compared of a column: its kind, and whether it may and can stay empty."""
    wants = (NEEDS_A_VALUE,) if required and not fills_itself else ()
    return (kind, REQUIRED if required else OPTIONAL, *wants)


def _of_index(index: Index, dialect: str) -> tuple[str, ...]:
    where = index.dialect_options[dialect]["where"]
    columns = [column.name for column in index.columns]
    return of_index(columns, unique=index.unique, where=None if where is None else str(where))


def of_index(columns: Iterable[str], *, unique: bool, where: str | None) -> tuple[str, ...]:
    """Return what is compared of an index: its columns in order, unique, and on which rows."""
    return (
        *([UNIQUE] if unique else []),
        *columns,
        *(["where", *words_in(where)] if where is not None else []),
    )


def key(
    table: str, word: str, columns: Iterable[str], target: str = "", there: Iterable[str] = ()
) -> Thing:
    """Return a key by what it is of: `primary id`, `to filer.id from filer_id`."""
    name = f"{word} {', '.join(columns)}"
    if target:
        name = f"{', '.join(columns)} to {target}.{', '.join(there)}"
    return Thing(Kind.KEY, table, name)


def words_in(condition: str) -> tuple[str, ...]:
    """Return the texts, names, numbers and comparisons in a condition, sorted.

    >>> words_in("state IN ('b', 'a') OR size > 0")
    ("'a'", "'b'", '0', '>', 'size', 'state')
    >>> words_in("((state)::text = ANY (ARRAY['a'::character varying, 'b'])) OR (size > 0)")
    ("'a'", "'b'", '0', '>', 'size', 'state')
    """
    words = _WORD.findall(_CAST.sub("", condition.replace('"', "")))
    return tuple(sorted({word for word in words if word not in _NO_WORDS}))
