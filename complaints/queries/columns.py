"""The result of a statement as Arrow columns: 100,000s of rows without a row object in Python.

The database writes the result as CSV, a range of keys at a time, and Arrow reads that; all on the
caller's connection, so within its snapshot, and in one way for both databases (COPY is no faster).
Not by ADBC: that brings a second SQLite library into the process, and closing the file there takes
away the locks of the first (sqlite.org/howtocorrupt.html, 2.2.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pyarrow import csv
from sqlalchemy import Connection, Select, String, cast, func, literal, select, type_coerce
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
    # Moments are written without a time zone, in UTC.
    naive = {n: pa.timestamp("us") if pa.types.is_timestamp(t) else t for n, t in types.items()}
    meaning = csv.ConvertOptions(
        column_types=naive,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    schema = pa.schema(naive.items())
    parts = [schema.empty_table()]
    for part in _written(connection, statement, types, key):
        # A row must lie within a block.
        how = csv.ReadOptions(column_names=schema.names, block_size=len(part) + 1)
        quoted = csv.ParseOptions(newlines_in_values=True)
        parts.append(csv.read_csv(pa.BufferReader(part), how, quoted, meaning))
    return pa.concat_tables(parts).cast(pa.schema(types.items()))


def _written(
    connection: Connection, statement: Select[Any], types: dict[str, pa.DataType], key: Any
) -> Iterator[bytes]:
    """Yield a statement's rows as lines of CSV: null as nothing, texts quoted, floats in full."""
    write = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql
    least, most = connection.execute(select(func.min(key), func.max(key))).one()
    for start in range(least, most + 1, _STRETCH) if least is not None else ():
        rows = statement.where(key >= start, key < start + _STRETCH).subquery("asked")
        line: ColumnElement[Any] = literal("", String)
        for spot, (kind, column) in enumerate(zip(types.values(), rows.c, strict=True)):
            text = write(column, kind)
            if pa.types.is_string(kind):
                text = literal('"').concat(func.replace(text, '"', '""')).concat('"')
            line = line.concat("," if spot else "").concat(func.coalesce(text, ""))
        part = connection.scalar(select(func.aggregate_strings(line, "\n")))
        if part is not None:
            # Without an end of line, Arrow takes a null at the very end for an empty text.
            yield f"{part}\n".encode()


def _on_sqlite(column: ColumnElement[Any], kind: pa.DataType) -> ColumnElement[Any]:
    text: ColumnElement[Any] = type_coerce(column, String)
    if pa.types.is_floating(kind):
        # Null would be written as 0.
        return func.iif(column.is_(None), None, func.printf("%!.17g", text))
    return text


def _on_postgresql(column: ColumnElement[Any], kind: pa.DataType) -> ColumnElement[Any]:
    if pa.types.is_string(kind):
        return cast(column, String)
    at = func.timezone("UTC", column) if pa.types.is_timestamp(kind) else column
    return cast(at, String)
