"""Filers and stores as a bipartite graph of edge arrays, and a block of it. Values only.

Weights are whole numbers, so that their sums are the same in whatever order an engine adds. It
searches nothing and judges no one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from abuse.arrays import Bools, Floats, Ints

# Weights are multiples of 1/UNIT.
UNIT = 2**20


@dataclass(frozen=True)
class Bipartite:
    """Edges filer[i] - store[i], all different.

    Attributes
    ----------
    filer, store : int array
        One entry an edge; positions from 0 on, each side its own.
    weight : int array, one entry a store
        What an edge onto the store weighs, in 1/UNIT.
    prior : int array, one entry a filer
        Suspiciousness that the filer brings along, in 1/UNIT, not negative.
    """

    filer: Ints
    store: Ints
    weight: Ints
    prior: Ints

    @classmethod
    def of(cls, filer: Ints, store: Ints, prior: Floats | None = None) -> Bipartite:
        """A graph with FRAUDAR's column weights: 1 / ln(degree of the store + 5)."""
        filers, stores = int(filer.max(initial=-1)) + 1, int(store.max(initial=-1)) + 1
        degree = np.bincount(store, minlength=stores)
        weight = np.rint(UNIT / np.log(degree + 5)).astype(np.int64)
        given = np.zeros(filers) if prior is None else prior
        return cls(filer, store, weight, np.rint(UNIT * given).astype(np.int64))

    def kept(self, filers: Bools, stores: Bools) -> Bipartite:
        """The edges between nodes that stay; positions do not move."""
        stay = filers[self.filer] & stores[self.store]
        return replace(self, filer=self.filer[stay], store=self.store[stay])

    def carried(self) -> tuple[Floats, Ints]:
        """What each filer (with its prior) and each store carries."""
        by_filer: Floats = self.prior.astype(np.float64)
        by_filer += np.bincount(
            self.filer, weights=self.weight[self.store], minlength=len(self.prior)
        )
        by_store: Ints = np.bincount(self.store, minlength=len(self.weight)) * self.weight
        return by_filer, by_store


@dataclass(frozen=True)
class Block:
    """Filers and stores (positions, ascending), with their density.

    Attributes
    ----------
    density : float
        Weights of the edges inside plus priors of the filers, over the number of nodes.
    exact : bool
        False where the core was above the cap, and the block is that of the coarse search.
    core_edges : int
        Edges that were left once everything that cannot belong to a denser block was pruned.
    """

    filers: Ints
    stores: Ints
    density: float
    exact: bool = False
    core_edges: int = 0


# A coarse block; the core in which every denser one lies; its filers and its stores.
Core: TypeAlias = tuple[Block, Bipartite, Bools, Bools]
