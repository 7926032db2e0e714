"""The k-truss of a graph of pairs: what stays when every pair must close enough triangles.

And who is bound to such a group from outside. For hundreds of thousands of pairs. It knows nothing
of filers.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from abuse.arrays import Bools, Ints
from abuse.graphs.products import row_products


def truss(a: Ints, b: Ints, k: int) -> Bools:
    """Which of some pairs (a[i], b[i]), each named once, hold in their k-truss.

    In a k-truss each pair closes a triangle with at least k - 2 others; it is the largest part of
    the graph of which this is true.

    References
    ----------
    Cohen (2008), Trusses: cohesive subgraphs for social network analysis.

    Examples
    --------
    >>> truss(np.array([0, 0, 1, 1]), np.array([1, 2, 2, 3]), 3)
    array([ True,  True,  True, False])
    """
    held = np.ones(len(a), bool)
    size = int(max(a.max(initial=-1), b.max(initial=-1))) + 1
    touched = np.ones(size, bool)
    while True:
        # Only pairs near one that went may have lost a triangle.
        checked = np.flatnonzero(held & (touched[a] | touched[b]))
        if not len(checked):
            return held
        one, two = np.r_[a[held], b[held]], np.r_[b[held], a[held]]
        near = sparse.csr_array((np.ones(len(one)), (one, two)), shape=(size, size))
        gone = checked[row_products(near, a[checked], b[checked]) < k - 2]
        held[gone] = False
        touched[:] = False
        touched[a[gone]] = touched[b[gone]] = True


def joining(a: Ints, b: Ints, held: Bools, least: int) -> Bools:
    """Pairs that bind someone outside all held pairs to one group of theirs, by at least so many.

    A group is what held pairs connect; where somebody is bound to several, the one with most pairs
    counts, and of equal ones that with the lowest number.

    Examples
    --------
    >>> a, b = np.array([0, 0, 1, 0, 1, 2]), np.array([1, 2, 2, 3, 3, 4])
    >>> joining(a, b, truss(a, b, 3) & (b < 3), 2)
    array([False, False, False,  True,  True, False])
    """
    size = int(max(a.max(initial=-1), b.max(initial=-1))) + 1
    edges = sparse.csr_array((np.ones(held.sum()), (a[held], b[held])), shape=(size, size))
    groups, group = connected_components(edges, directed=False)
    inside = np.zeros(size, bool)
    inside[a[held]] = inside[b[held]] = True
    rows = np.flatnonzero(inside[a] ^ inside[b])
    outer = np.where(inside[a[rows]], b[rows], a[rows])
    spot = outer * max(groups, 1) + group[a[rows] + b[rows] - outer]
    tie, of, count = np.unique(spot, return_inverse=True, return_counts=True)
    order = np.lexsort((tie, -count, tie // max(groups, 1)))
    best = order[np.flatnonzero(np.diff(tie[order] // max(groups, 1), prepend=-1))]
    chosen = np.zeros(len(tie), bool)
    chosen[best[count[best] >= least]] = True
    out = np.zeros(len(a), bool)
    out[rows[chosen[of]]] = True
    return out
