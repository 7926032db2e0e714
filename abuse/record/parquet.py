"""The raw columns as Parquet: a folder with one table a file, as a scan reads them.

The same columns as `abuse.record.columns.SCHEMAS`, whoever wrote them: our own export, or a
platform's pipeline. It reads and writes; it judges nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from abuse.record.columns import SCHEMAS, coerce, numbers
from abuse.record.table import Rows

# Columns that a row cannot do without; the first is its key.
_NEEDED = {
    "filers": ("filer", "reference"),
    "complaints": ("complaint", "filer", "reference", "filed_at"),
    "claims": ("claim", "complaint"),
}
_CLASSES = r"^-?[0-9]{1,99}(,-?[0-9]{1,99})*$"


class ParquetError(Exception):
    """Files that cannot be scanned; the message is one sentence for a person."""


def is_parquet(path: str) -> bool:
    """Whether a path is a folder or a file of Parquet, rather than lines."""
    return Path(path).is_dir() or path.endswith(".parquet")


def write_tables(rows: Mapping[str, Rows], folder: Path) -> dict[str, int]:
    """Write raw tables as ``NAME.parquet``, for the owner's eyes alone.

    Returns
    -------
    dict
        Rows written, by table.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    counts = {}
    for name in SCHEMAS:
        table = coerce(name, rows.get(name, {}))
        descriptor = os.open(
            folder / f"{name}.parquet", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
        )
        with os.fdopen(descriptor, "wb") as file:
            pq.write_table(table, file, compression="zstd")
        counts[name] = table.num_rows
    return counts


def read_tables(paths: Sequence[str]) -> dict[str, pa.Table]:
    """Raw tables as `ClaimTable.from_rows` takes them; what lies in several places is joined.

    Parameters
    ----------
    paths : sequence of str
        Folders that hold tables, each as ``NAME.parquet`` or as a folder ``NAME`` of parts; or
        single files, ``NAME.parquet`` or ``NAME-anything.parquet``.

    Raises
    ------
    ParquetError
        When a file is not Parquet or names no table, when a table, column or value that a scan
        needs is missing, when a value does not fit its column, or when a key is there twice.
    """
    parts: dict[str, list[pa.Table]] = {name: [] for name in SCHEMAS}
    for path in map(Path, paths):
        for name, file in _files(path):
            table = _coerced(name, file, _read(name, file))
            _check_values(name, file, table)
            parts[name].append(table)
    for name, columns in _NEEDED.items():
        if not parts[name]:
            raise ParquetError(f"There is no {name}.parquet in {', '.join(paths)}.")
        _check_keys(name, columns[0], parts[name])
    return {
        name: pa.concat_tables(some) if some else coerce(name, {}) for name, some in parts.items()
    }


def _files(path: Path) -> list[tuple[str, Path]]:
    if not path.is_dir() or path.suffix == ".parquet":
        name = path.stem.split("-", 1)[0]
        if name not in SCHEMAS:
            raise ParquetError(f"{path} is named for no table: {', '.join(SCHEMAS)}.")
        return [(name, path)]
    spots = ((name, path / spot) for name in SCHEMAS for spot in (f"{name}.parquet", name))
    return [(name, spot) for name, spot in spots if spot.exists()]


def _read(name: str, path: Path) -> pa.Table:
    try:
        table = pq.read_table(path, partitioning=None)
        missing = set(_NEEDED.get(name, ())) - set(table.column_names)
        known = [column for column in SCHEMAS[name] if column in table.column_names]
        table = table.select(known)
    except pa.ArrowException as error:
        raise ParquetError(f"{path} is not Parquet, or is broken.") from error
    if missing:
        raise ParquetError(f"{path} has no column {min(missing)}.")
    return table


def _coerced(name: str, path: Path, table: pa.Table) -> pa.Table:
    try:
        return coerce(name, table)
    except pa.ArrowException as error:
        column = next(column for column in table.column_names if not _fits(name, table, column))
        kind = SCHEMAS[name][column]
        raise ParquetError(f"{path}: {column} does not fit its type, {kind}.") from error


def _fits(name: str, table: pa.Table, column: str) -> bool:
    try:
        coerce(name, table.select([column]))
    except pa.ArrowException:
        return False
    return True


def _check_values(name: str, path: Path, table: pa.Table) -> None:
    for column in _NEEDED.get(name, ()):
        if table.column(column).null_count:
            raise ParquetError(f"{path} has a row without {column}.")
    for column, kind in SCHEMAS[name].items():
        if pa.types.is_floating(kind) and _any_not(pc.is_finite(table.column(column))):
            raise ParquetError(f"{path}: {column} holds what is no number.")
    if name == "complaints":
        listed = pc.match_substring_regex(table.column("classes"), _CLASSES)
        if _any_not(listed):
            raise ParquetError(f"{path}: classes are not whole numbers with commas between.")


def _any_not(values: pa.ChunkedArray) -> bool:
    """Whether a value is false; null is neither."""
    return bool(pc.any(pc.invert(values)).as_py())


def _check_keys(name: str, key: str, parts: list[pa.Table]) -> None:
    keys = np.sort(np.concatenate([numbers(part, key) for part in parts]))
    twice = keys[1:][keys[1:] == keys[:-1]]
    if len(twice):
        raise ParquetError(f"In {name} the {key} {twice[0]} is there twice.")
