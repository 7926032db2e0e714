"""Pairs of filers and people's verdicts on them, as columns; `judged_links` applies them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from abuse.arrays import Ints, positions
from abuse.record.columns import numbers

SCHEMA: Final = pa.schema({"a": pa.int64(), "b": pa.int64(), "verdict": pa.string()})


def judged_pairs(rows: pa.Table | Mapping[str, Sequence[Any]] | None, filer_keys: Ints) -> pa.Table:
    """Pairs of keys with a verdict as positions, ``a < b``, in their order.

    Pairs of which one is not among the filers are left out.

    Examples
    --------
    >>> rows = {"a": [9, 7], "b": [7, 8], "verdict": ["yes", "no"]}
    >>> judged_pairs(rows, np.array([7, 9])).to_pylist()
    [{'a': 0, 'b': 1, 'verdict': 'yes'}]
    """
    if rows is None:
        return SCHEMA.empty_table()
    given = rows if isinstance(rows, pa.Table) else pa.table(dict(rows), schema=SCHEMA)
    ends = np.stack([positions(filer_keys, numbers(given, side)) for side in "ab"])
    low, high = ends.min(axis=0), ends.max(axis=0)
    kept = (low >= 0) & (low < high)
    verdict = pc.filter(given["verdict"], pa.array(kept))
    table = pa.table({"a": low[kept], "b": high[kept], "verdict": verdict}, schema=SCHEMA)
    return table.sort_by([("a", "ascending"), ("b", "ascending"), ("verdict", "ascending")])
