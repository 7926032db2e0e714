"""Get or create rows by their natural key, many at once, safely beside other writers.

Rows are inserted in the order of their keys, so that two writers of the same rows wait for each
other and never in a ring.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Row, Select, Table, bindparam, or_, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

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
    """Return the row of each key, inserting those that were not there.

    The first of `rows` with a key counts. A returned row has the key's columns, `id` and `also`.
    """
    wanted = first_by_key(key, rows)
    found = fetch(session, table, key, wanted, also=also)
    missing = [wanted[k] for k in sorted(wanted.keys() - found.keys())]
    if missing:
        insert_new(session, table, missing)
        found.update(fetch(session, table, key, (_key(key, r) for r in missing), also=also))
    return found


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
    columns = [table.c[name] for name in key]
    question = select(*columns, table.c.id, *(table.c[name] for name in also))
    found: dict[Key, Row[Any]] = {}
    for chunk in chunks(keys):
        for row in session.execute(_among(question, columns, chunk)):
            found[tuple(row[: len(key)])] = row
    return found


def _among(question: Select[Any], columns: Sequence[Any], keys: Sequence[Key]) -> Select[Any]:
    if len(columns) == 1:
        return question.where(columns[0].in_([one for (one,) in keys]))
    return question.where(tuple_(*columns).in_(keys))


def insert_new(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; one that another writer was faster with is left as it is."""
    if not rows:
        return
    dialect = session.get_bind().dialect.name
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    session.execute(insert(table).on_conflict_do_nothing(), list(rows))


def update_by_id(
    session: Session, table: Table, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Set `columns` of the rows named by `id`, in the order of their ids.

    Where `reported_at` is among them, a newer report that another writer stored meanwhile stays.
    """
    changed = [{"_id": row["id"], **{f"_{c}": row[c] for c in columns}} for row in rows]
    if not changed:
        return
    statement = (
        table.update()
        .where(table.c.id == bindparam("_id"))
        .values({table.c[name]: bindparam(f"_{name}") for name in columns})
    )
    if "reported_at" in columns:
        held = table.c.reported_at
        statement = statement.where(or_(held.is_(None), held <= bindparam("_reported_at")))
    changed.sort(key=lambda row: row["_id"])
    session.connection().execute(statement, changed)


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Cut `items` into lists of at most `size`."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _key(names: Sequence[str], row: Mapping[str, Any]) -> Key:
    return tuple(row[name] for name in names)
