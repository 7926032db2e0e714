"""Scalar products of pairs of sparse rows, for hundreds of thousands of pairs.

Taking rows out of a SciPy matrix pair by pair copies the longest rows again and again; here each
pair costs what its shorter row holds. It knows nothing of filers.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy import sparse

from abuse.arrays import Floats, Ints

# Entries of the dense rows held at a time, and products made in one go: they bound the memory.
_DENSE = 4_000_000
_AT_ONCE = 500_000


def row_products(rows: sparse.csr_array, a: Ints, b: Ints) -> Floats:
    """The scalar product of row a[i] and row b[i], for each i.

    Examples
    --------
    >>> rows = sparse.csr_array(np.array([[1.0, 0, 2], [3, 4, 0], [0, 5, 6]]))
    >>> row_products(rows, np.array([0, 0, 2]), np.array([1, 2, 2]))
    array([ 3., 12., 61.])
    """
    out = np.zeros(len(a))
    length = np.diff(rows.indptr).astype(np.int64)
    swap = length[a] < length[b]
    longer, shorter = np.where(swap, b, a), np.where(swap, a, b)
    order = np.argsort(longer, kind="stable")
    longer, shorter = longer[order], shorter[order]
    new = np.r_[True, np.diff(longer) != 0][: len(a)]
    rank = np.cumsum(new) - 1
    width = max(rows.shape[1], 1)
    height = max(_DENSE // width, 1)
    dense = np.zeros(min(height, rows.shape[0]) * width)
    for low, high in _parts(rank // height, length[shorter]):
        start = int(rank[low])
        held = longer[np.r_[low, low + 1 + np.flatnonzero(new[low + 1 : high])]]
        spot, at = _entries(rows.indptr, held)
        filled = at * width + rows.indices[spot]
        dense[filled] = rows.data[spot]
        spot, at = _entries(rows.indptr, shorter[low:high])
        met = dense[(rank[low:high] - start)[at] * width + rows.indices[spot]]
        out[order[low:high]] = np.bincount(at, rows.data[spot] * met, minlength=high - low)
        dense[filled] = 0
    return out


def _parts(block: Ints, cost: Ints) -> list[tuple[int, int]]:
    """Stretches of one block each, and of bounded cost."""
    load = np.cumsum(cost) // _AT_ONCE
    cut = (np.diff(block) != 0) | (np.diff(load) != 0)
    bounds = np.r_[0, np.flatnonzero(cut) + 1, len(block)]
    return list(pairwise(bounds.tolist())) if len(block) else []


def _entries(indptr: Ints, row: Ints) -> tuple[Ints, Ints]:
    """Where the entries of some rows stand, and which of these rows each is of."""
    first = indptr[row].astype(np.int64)
    count = indptr[row + 1] - first
    at = np.repeat(np.arange(len(row)), count)
    ahead = np.repeat(first - (np.cumsum(count) - count), count)
    return ahead + np.arange(len(at)), at
