"""Gets or creates rows by their natural key, many at once, safely beside other writers.

Rows are inserted in the order of their keys, so that two writers of the same rows wait for each
other and do not deadlock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    Insert,
    Row,
    Select,
    Table,
    Update,
    bindparam,
    func,
    or_,
    select,
    text,
    tuple_,
)
from sqlalchemy.orm import Session

from complaints.storage.db import unless_there

Key = tuple[Any, ...]
T = TypeVar("T")

# SQLite takes 32,766 parameters a statement; a few hundred keys a statement stay far below.
CHUNK = 500


def ensure(
    session: Session,
    table: Table,
    key: Sequence[str],
    rows: Iterable[dict[str, Any]],
    *,
    also: Sequence[str] = (),
) -> dict[Key, Row[Any]]:
    """Return the row of each key, inserting those that are missing.

    Of several `rows` with one key the first counts. A returned row has the key's columns, `id` and
    the columns `also`.
    """
    stored, _made = find_or_make(session, table, key, rows, also=also)
    return stored


def find_or_make(
    session: Session,
    table: Table,
    key: Sequence[str],
    rows: Iterable[dict[str, Any]],
    *,
    also: Sequence[str] = (),
) -> tuple[dict[Key, Row[Any]], list[int]]:
    """Return the row of each key as `ensure`, and the ids of those that were missing."""
    first = first_by_key(key, rows)
    stored = fetch(session, table, key, first, also=also)
    missing = [first[k] for k in sorted(first.keys() - stored.keys())]
    made: dict[Key, Row[Any]] = {}
    if missing:
        insert_new(session, table, missing)
        made = fetch(session, table, key, (_key(key, r) for r in missing), also=also)
    return stored | made, [row.id for row in made.values()]


def first_by_key(key: Sequence[str], rows: Iterable[dict[str, Any]]) -> dict[Key, dict[str, Any]]:
    """Return the first row of each key."""
    first: dict[Key, dict[str, Any]] = {}
    for row in rows:
        first.setdefault(_key(key, row), row)
    return first


def fetch(
    session: Session,
    table: Table,
    key: Sequence[str],
    keys: Iterable[Key],
    *,
    also: Sequence[str] = (),
) -> dict[Key, Row[Any]]:
    """Return the stored rows that have one of `keys`."""
    connection = session.connection()
    statement = _statement(table, tuple(key), tuple(also))
    width = len(key)
    stored: dict[Key, Row[Any]] = {}
    for chunk in chunks(keys):
        values = [one for (one,) in chunk] if width == 1 else chunk
        for row in connection.execute(statement, {"keys": values}):
            stored[tuple(row[:width])] = row
    return stored


def insert_new(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; one that another writer inserted before is left as it is."""
    if rows:
        columns = tuple(next(iter(rows)))
        session.connection().execute(unless_there(table, columns), list(rows))


def insert_all(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that nobody else can insert."""
    if rows:
        session.connection().execute(_plain_insertion(table), list(rows))


def reserve(session: Session, table: Table, count: int) -> list[int]:
    """Return ids for `count` new rows, so that rows which refer to each other go in together.

    PostgreSQL takes them from the table's sequence; on SQLite the transaction holds the only write
    lock, so the next free ids are its own.
    """
    if not count:
        return []
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        newest = connection.execute(_newest(table)).scalar() or 0
        return list(range(newest + 1, newest + 1 + count))
    taken = connection.execute(_TAKE_IDS, {"table": f'"{table.name}"', "count": count})
    return list(taken.scalars())


_TAKE_IDS = text(
    "SELECT nextval(CAST(pg_get_serial_sequence(:table, 'id') AS regclass))"
    " FROM generate_series(1, :count)"
)

# Statements are built once: building one costs as much as running it on a few rows.


@cache
def _statement(table: Table, key: tuple[str, ...], also: tuple[str, ...]) -> Select[Any]:
    columns = [table.c[name] for name in key]
    keys: BindParameter[Any] = bindparam("keys", expanding=True)
    first, *others = columns
    one_of = tuple_(*columns).in_(keys) if others else first.in_(keys)
    return select(*columns, table.c.id, *(table.c[name] for name in also)).where(one_of)


@cache
def _plain_insertion(table: Table) -> Insert:
    return table.insert()


@cache
def _newest(table: Table) -> Select[Any]:
    return select(func.max(table.c.id))


@cache
def _change(table: Table, columns: tuple[str, ...]) -> Update:
    statement = (
        table.update()
        .where(table.c.id == bindparam("_id"))
        .values({table.c[name]: bindparam(f"_{name}") for name in columns})
    )
    if "reported_at" in columns:
        held = table.c.reported_at
        return statement.where(or_(held.is_(None), held <= bindparam("_reported_at")))
    return statement


def update_by_id(
    session: Session, table: Table, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Set `columns` of the rows named by `id`, in the order of their ids.

    Where `reported_at` is among them, a newer report that another writer stored meanwhile stays.
    """
    changed = [{"_id": row["id"], **{f"_{c}": row[c] for c in columns}} for row in rows]
    if changed:
        in_order = sorted(changed, key=lambda row: row["_id"])
        session.connection().execute(_change(table, tuple(columns)), in_order)


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Cut `items` into lists of at most `size`."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _key(names: Sequence[str], row: Mapping[str, Any]) -> Key:
    return tuple(row[name] for name in names)
