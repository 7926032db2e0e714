"""The heavy stages in arrays: the fastest as long as one machine's memory holds them."""

from __future__ import annotations

import numpy as np

from abuse.arrays import Ints
from abuse.graphs.bipartite import Bipartite, Core
from abuse.graphs.densest_block import narrow
from abuse.graphs.meetings import Aims, Meetings, met_in_arrays


class InArrays:
    """`abuse.stages.Stages` with NumPy."""

    name = "arrays"

    def per_complaint(
        self, complaint: Ints, weight: Ints, bad: Ints
    ) -> tuple[Ints, Ints, Ints, Ints]:
        """See `Stages`.

        Examples
        --------
        >>> InArrays().per_complaint(np.array([3, 1, 3]), np.array([5, 0, 7]), np.array([1, 0, 1]))
        (array([1, 3]), array([1, 2]), array([ 0, 12]), array([0, 2]))
        """
        count = np.bincount(complaint)
        hit = np.flatnonzero(count)
        # Sums of whole numbers far below 2**53: exact, though bincount adds floats.
        total = np.bincount(complaint, weights=weight)[hit].astype(np.int64)
        return hit, count[hit], total, np.bincount(complaint, weights=bad)[hit].astype(np.int64)

    def sharing(self, filer: Ints, value: Ints) -> tuple[Ints, Ints, Ints]:
        """See `Stages`.

        Examples
        --------
        >>> InArrays().sharing(np.array([2, 0, 1, 5]), np.array([9, 9, 9, 4]))
        (array([0, 0, 1]), array([1, 2, 2]), array([9, 9, 9]))
        """
        order = np.lexsort((filer, value))
        filer, value = filer[order], value[order]
        later = np.searchsorted(value, value, "right") - np.arange(1, len(value) + 1)
        one = np.repeat(np.arange(len(value)), later)
        ahead = np.arange(len(one)) - np.repeat(np.cumsum(later) - later, later)
        return filer[one], filer[one + 1 + ahead], value[one]

    def meetings(self, aims: Aims, window: int) -> Meetings:
        """See `Stages`."""
        return met_in_arrays(aims, window)

    def beside(self) -> InArrays:
        """See `Stages`."""
        return self

    def narrow(self, graph: Bipartite) -> Core:
        """See `Stages`."""
        return narrow(graph)
