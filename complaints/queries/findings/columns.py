"""The result of a statement as Arrow columns: 100,000s of rows without a row object in Python.

The database writes each column of the result as one JSON array, a range of keys at a time; all on
the caller's connection, so within its snapshot, and in one way for both databases (COPY is no
faster). Not by ADBC: that brings a second SQLite library into the process, and closing the file
there takes away the locks of the first (sqlite.org/howtocorrupt.html, 2.2.1).
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, Select, String, bindparam, cast, func, select, type_coerce
from sqlalchemy.sql import ColumnElement

# Keys in one range: bounds the memory.
_STRETCH = 20_000


def columns(
    connection: Connection, statement: Select[Any], types: dict[str, pa.DataType], key: Any
) -> pa.Table:
    """Run a statement and return its columns in the order of `types`, under these names.

    Parameters
    ----------
    connection : Connection
    statement : Select
        Its rows come in no particular order.
    types : dict of str to pyarrow.DataType
        Texts, whole numbers, floats, dates and moments (UTC).
    key : an indexed integer column of the statement's tables
        The database is asked for a range of it at a time.
    """
    within = statement.where(key >= bindparam("least"), key < bindparam("end")).subquery("asked")
    asked = select(*map(partial(_written, connection), within.c, types.values()))
    parts: list[list[pa.Array]] = [[pa.nulls(0, kind)] for kind in types.values()]
    least, most = connection.execute(select(func.min(key), func.max(key))).one()
    for start in range(least, most + 1, _STRETCH) if least is not None else ():
        arrays = connection.execute(asked, {"least": start, "end": start + _STRETCH}).one()
        for part, array, kind in zip(parts, arrays, types.values(), strict=True):
            part.append(_read(array, kind))
    # One column after the other, so that no more than one is held twice.
    joined = [pa.concat_arrays(parts.pop(0)) for _ in types]
    return pa.table(joined, schema=pa.schema(types.items()))


def _written(
    connection: Connection, column: ColumnElement[Any], kind: pa.DataType
) -> ColumnElement[str]:
    """Return an expression: a column written as a JSON array, moments without a zone, in UTC."""
    if connection.dialect.name == "sqlite":
        value: ColumnElement[Any] = type_coerce(column, String)
        if pa.types.is_floating(kind):
            # In full, which older SQLites do not write in JSON; null would be written as 0.
            value = func.iif(column.is_(None), None, func.printf("%!.17g", value))
        return func.json_group_array(value)
    if pa.types.is_timestamp(kind):
        column = func.timezone("UTC", column)
    elif pa.types.is_string(kind) or pa.types.is_floating(kind):
        column = cast(column, String)
    # No rows are null there; psycopg would read JSON itself.
    return func.coalesce(cast(func.json_agg(column), String), "[]")


def _read(array: str, kind: pa.DataType) -> pa.Array:
    """Read a JSON array of whole numbers, or of texts that are written as Arrow reads them."""
    if pa.types.is_integer(kind):
        return pa.array(json.loads(array), kind)
    texts = pa.array(json.loads(array), pa.string())
    if pa.types.is_timestamp(kind):
        return texts.cast(pa.timestamp("us")).cast(kind)
    return texts.cast(kind)
