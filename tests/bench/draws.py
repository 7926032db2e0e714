"""Columns drawn with NumPy for the big markets of the benchmarks: numbers in, Arrow out.

Only what `tests.bench.market` and `tests.bench.fates` share. It knows no market.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

START = np.datetime64("2024-01-01", "us")
DAYS = 730
_DAY_US = 86_400_000_000


def named(prefix: str, number: Ints, width: int = 0) -> pa.Array:
    """Strings such as ``S-17``, the number padded with zeros to `width`."""
    digits = pa.array(number).cast(pa.string())
    if width:
        digits = pc.utf8_lpad(digits, width=width, padding="0")
    return pc.binary_join_element_wise(pa.scalar(prefix), digits, "")


def picked(words: Sequence[str | None], code: Ints) -> pa.Array:
    """The words that codes stand for."""
    return pa.array(list(words), pa.string()).take(pa.array(code))


def moments(day: Floats | Ints) -> pa.Array:
    """Fractional days since `START` as UTC times, to the second."""
    seconds = np.round(day * 86_400).astype(np.int64)
    return pa.array(START + seconds * 1_000_000, pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))


def dates(day: Ints) -> pa.Array:
    """Whole days since `START` as dates."""
    return pa.array((START.astype("M8[D]") + day).astype("M8[D]"))


def maybe(column: pa.Array, known: Bools) -> pa.Array:
    """The column where `known`, null elsewhere."""
    return pc.if_else(pa.array(known), column, pa.scalar(None, column.type))


def weighted(rng: np.random.Generator, weight: Floats, size: int) -> Ints:
    """Positions drawn in proportion to their weight."""
    ladder = np.cumsum(weight)
    spot: Ints = np.searchsorted(ladder, rng.random(size) * ladder[-1], "right")
    return spot.clip(max=len(weight) - 1)


def shares(rng: np.random.Generator, weight: Floats, total: int) -> Ints:
    """Split a total over positions: one each, the rest in proportion to weight."""
    extra = np.bincount(weighted(rng, weight, max(total - len(weight), 0)), minlength=len(weight))
    return (1 + extra).astype(np.int64)


def table(**columns: Any) -> pa.Table:
    """An Arrow table of arrays of either kind."""
    return pa.table({name: pa.array(c) if isinstance(c, np.ndarray) else c
                     for name, c in columns.items()})  # fmt: skip
