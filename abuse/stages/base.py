"""What the heavy stages are asked, and what they answer.

Two answer: `InArrays` with NumPy, `OnEngine` with the expressions of `abuse.sweep` over Parquet.
The answers are the same, number for number, which the tests hold them to.
"""

from __future__ import annotations

from typing import Protocol

from abuse.arrays import Ints
from abuse.graphs.bipartite import Bipartite, Core
from abuse.graphs.meetings import Aims, Meetings


class Stages(Protocol):
    """The heavy stages.

    Attributes
    ----------
    name : str
        Who computes them, for a scan's `run`.
    """

    name: str

    def per_complaint(
        self, complaint: Ints, weight: Ints, bad: Ints
    ) -> tuple[Ints, Ints, Ints, Ints]:
        """Complaints (ascending) of some claims; of each its claims, their weight, bad ones."""
        ...

    def sharing(self, filer: Ints, value: Ints) -> tuple[Ints, Ints, Ints]:
        """Filers a < b and value for every two that hold a value; pairs come distinct."""
        ...

    def meetings(self, aims: Aims, window: int) -> Meetings:
        """Meetings of some claims within a window of days, and just beyond it."""
        ...

    def beside(self) -> Stages:
        """Who computes them for another table than the scan's own: nothing of it is kept."""
        ...

    def narrow(self, graph: Bipartite) -> Core:
        """The core in which the densest block lies; see `abuse.graphs.densest_block.narrow`."""
        ...
