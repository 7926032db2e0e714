"""The raw columns: their types, and how rows of any origin are brought into them.

One coercion for a dict of lists and for an Arrow table, so that a file and a database meet in the
same types. No meaning is read into the values here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from abuse.arrays import Ints, Times

_WHEN: Final = pa.timestamp("us", "UTC")
_FILER = ("filer", pa.int64())
_COMPLAINT = ("complaint", pa.int64())

SCHEMAS: Final[dict[str, dict[str, pa.DataType]]] = {
    "filers": dict(
        [_FILER]
        + [(n, pa.string()) for n in ("source", "reference", "name", "kind", "country")]
        + [("registered_at", _WHEN)]
    ),
    "complaints": dict(
        [_COMPLAINT, ("reference", pa.string()), _FILER, ("filed_at", _WHEN)]
        + [(n, pa.string()) for n in ("holder", "holder_name", "right", "right_kind")]
        + [(n, pa.string()) for n in ("right_number", "jurisdiction", "right_title")]
        + [(n, pa.string()) for n in ("classes", "basis", "text")]
        + [(n, pa.date32()) for n in ("applied_on", "priority_on")]
        + [(n, pa.date32()) for n in ("registered_on", "first_published_on")]
        + [("unlisted_rejected", pa.int64()), ("asked_at", _WHEN), ("verified_at", _WHEN)]
    ),
    "claims": dict(
        [("claim", pa.int64()), _COMPLAINT]
        + [(n, pa.string()) for n in ("marketplace", "listing", "store", "operator", "category")]
        + [("listed_on", pa.date32()), ("price", pa.float64()), ("currency", pa.string())]
        + [("sales_30d", pa.int64()), ("status_at_filing", pa.string())]
    ),
    "events": dict(
        [_COMPLAINT, ("claim", pa.int64()), ("at", _WHEN)]
        + [(n, pa.string()) for n in ("kind", "merit", "by", "reason")]
        + [("days_offline", pa.float64()), ("sales_lost", pa.float64())]
    ),
    "identities": dict(
        [_FILER]
        + [(n, pa.string()) for n in ("kind", "value", "domain")]
        + [(n, _WHEN) for n in ("first_seen", "last_seen")]
        + [("origin", pa.string()), ("known_since", _WHEN)]
    ),
    "documents": {
        "complaint": pa.int64(),
        "kind": pa.string(),
        "sha256": pa.string(),
        "alike": pa.string(),
    },
    "operates": {"filer": pa.int64(), "store": pa.string()},
    "denials": dict(
        [_FILER, _COMPLAINT, ("kind", pa.string()), ("denied_at", _WHEN), ("proven_at", _WHEN)]
    ),
}


def coerce(name: str, rows: pa.Table | Mapping[str, Sequence[Any]]) -> pa.Table:
    """Rows in the types of `SCHEMAS[name]`; a column that is not given is null throughout.

    Raises
    ------
    pyarrow.ArrowException
        When a value does not fit its type.
    """
    schema = SCHEMAS[name]
    if isinstance(rows, pa.Table):
        given, length = set(rows.column_names), rows.num_rows
    else:
        given, length = set(rows), max((len(values) for values in rows.values()), default=0)
    columns = []
    for column, kind in schema.items():
        if column not in given:
            columns.append(pa.nulls(length, kind))
        elif isinstance(rows, pa.Table):
            columns.append(_whole(rows.column(column).cast(kind)))
        else:
            columns.append(pa.array(rows[column], kind))
    return pa.table(dict(zip(schema, columns, strict=True)))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array; Arrow would copy even one of a single chunk."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def numbers(table: pa.Table, column: str, missing: int = -1) -> Ints:
    """An integer column as int64, nulls as `missing`."""
    values: Ints = pc.fill_null(table.column(column), missing).to_numpy().astype(np.int64)
    return values


def times(table: pa.Table, column: str) -> Times:
    """A time column as datetime64[us] in UTC, a date column as datetime64[D]; null as NaT."""
    array = _whole(table.column(column))
    if pa.types.is_date32(array.type):
        raw = pc.fill_null(array.cast(pa.int32()), np.iinfo(np.int32).min).to_numpy()
        days: Times = raw.astype("i8").astype("M8[D]")
        days[raw == np.iinfo(np.int32).min] = np.datetime64("NaT", "D")
        return days
    micros: Times = (
        pc.fill_null(array.cast(pa.int64()), np.iinfo(np.int64).min).to_numpy().astype("M8[us]")
    )
    return micros


def codes(table: pa.Table, column: str) -> tuple[Ints, list[str]]:
    """A string column as codes into its distinct values, sorted; null is -1."""
    code, names = ordered(table, column)
    return code, names.to_pylist()


def ordered(table: pa.Table, column: str) -> tuple[Ints, pa.StringArray]:
    """As `codes`, the values in Arrow: a million short Python strings take much more memory."""
    code, names = coded(table.column(column))
    # Arrow orders strings by their UTF-8, which is the order of their characters.
    order = pc.array_sort_indices(names).to_numpy()
    rank = np.empty(len(names) + 1, np.int64)
    rank[order] = np.arange(len(names))
    rank[-1] = -1
    return rank[code], names.take(pa.array(order))


class Names(Sequence[str]):
    """Strings held in Arrow; each becomes a Python string when asked for.

    Examples
    --------
    >>> names = Names(pa.array(["a", "b"]))
    >>> len(names), names[1], list(names)
    (2, 'b', ['a', 'b'])
    """

    def __init__(self, held: pa.StringArray) -> None:
        self._held = held

    def __len__(self) -> int:
        return len(self._held)

    @overload
    def __getitem__(self, spot: int) -> str: ...
    @overload
    def __getitem__(self, spot: slice) -> Names: ...
    def __getitem__(self, spot: int | slice) -> str | Names:
        if isinstance(spot, slice):
            return Names(self._held[spot])
        text: str = self._held[int(spot)].as_py()
        return text


def coded(column: pa.ChunkedArray) -> tuple[Ints, pa.StringArray]:
    """A string column as codes into its distinct values, in no particular order; null is -1."""
    array = _whole(column).dictionary_encode()
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    code: Ints = pc.fill_null(array.indices, -1).to_numpy().astype(np.int64)
    return code, array.dictionary
