"""The kinds of arrays that the detector computes with, and what NumPy does too slowly for them."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Times = npt.NDArray[np.datetime64]

# Keys spread thinner than this are looked for in order, not in a table of all between them.
_SPARSE: Final = 8


def positions(keys: Ints, wanted: Ints) -> Ints:
    """Where each wanted key stands in `keys`, -1 where it does not.

    Examples
    --------
    >>> positions(np.array([30, 10]), np.array([10, 20, 30]))
    array([ 1, -1,  0])
    """
    if not len(keys) or not len(wanted):
        return np.full(len(wanted), -1, np.int64)
    low, span = int(keys.min()), int(keys.max()) - int(keys.min()) + 1
    if span <= _SPARSE * len(keys):
        spots = np.full(span + 1, -1, np.int64)
        # Of equal keys the first counts: it is written last.
        spots[keys[::-1] - low] = np.arange(len(keys))[::-1]
        inside = (wanted >= low) & (wanted < low + span)
        position: Ints = spots[np.where(inside, wanted - low, span)]
        return position
    order = np.argsort(keys, kind="stable")
    spot = np.searchsorted(keys, wanted, sorter=order).clip(max=len(keys) - 1)
    near = order[spot]
    return np.where(keys[near] == wanted, near, -1).astype(np.int64)


def distinct(values: Ints) -> Ints:
    """Sorted distinct values, by sorting: `numpy.unique` hashes, which is far slower on millions.

    Examples
    --------
    >>> distinct(np.array([3, 1, 3]))
    array([1, 3])
    """
    ordered = np.sort(values)
    kept: Ints = ordered[np.r_[True, np.diff(ordered) != 0][: len(ordered)]]
    return kept
