"""The k-truss of a graph of pairs: what stays when every pair must close enough triangles.

For hundreds of thousands of pairs. It knows nothing of filers.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from abuse.products import row_products
from abuse.view import Bools, Ints


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
        asked = np.flatnonzero(held & (touched[a] | touched[b]))
        if not len(asked):
            return held
        one, two = np.r_[a[held], b[held]], np.r_[b[held], a[held]]
        near = sparse.csr_array((np.ones(len(one)), (one, two)), shape=(size, size))
        gone = asked[row_products(near, a[asked], b[asked]) < k - 2]
        held[gone] = False
        touched[:] = False
        touched[a[gone]] = touched[b[gone]] = True
