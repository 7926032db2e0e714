"""Peel and prune on an engine: `abuse.graphs.densest_block.narrow` pass by pass, the graph in
Parquet.

The same passes with the same limits, so the same block. Only sums come back from a pass; edges come
back once few enough are left for arrays.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import ibis
import numpy as np

from abuse.arrays import Bools, Ints
from abuse.engines.base import Engine
from abuse.graphs.bipartite import UNIT, Bipartite, Block, Core
from abuse.graphs.densest_block import SLACK, peel, prune_further
from abuse.sweep import cores
from abuse.sweep.cores import Graph


def narrow_on(engine: Engine, graph: Bipartite, small: int) -> Core:
    """`abuse.graphs.densest_block.narrow` on an engine, until fewer than `small` edges are left.

    What is left then has shrunk to arrays, and goes on in them.
    """
    search = _Search(engine, graph, small)
    coarse, state = search.peel(), search.whole
    while True:
        state, sums = search.prune(state, coarse.density * UNIT)
        if sums.edges < small:
            return prune_further(coarse, *search.brought(state))
        density = sums.weight / UNIT / sums.nodes if sums.nodes else 0.0
        if density <= coarse.density:
            return coarse, *search.brought(state)
        coarse = search.block(state, density)


class _Sums(NamedTuple):
    weight: int
    nodes: int
    edges: int


class _Search:
    """The passes over one graph."""

    def __init__(self, engine: Engine, graph: Bipartite, small: int) -> None:
        self.engine, self.graph, self.small = engine, graph, small
        self.whole = Graph(
            people=engine.put(filer=np.arange(len(graph.prior)), prior=graph.prior),
            shops=engine.put(store=np.arange(len(graph.weight)), weight=graph.weight),
            edges=engine.put(filer=graph.filer, store=graph.store),
        )

    def peel(self) -> Block:
        """As `abuse.graphs.densest_block.peel`."""
        best, best_state, state = -1.0, self.whole, self.whole
        while True:
            by_filer, by_store, sums = self._carried(state)
            if not sums.nodes:
                return self.block(best_state, max(best, 0.0) / UNIT)
            if sums.edges < self.small:
                graph, *there = self.brought(state)
                rest = peel(graph, (there[0], there[1]))
                is_denser = rest.density > best / UNIT
                return rest if is_denser else self.block(best_state, max(best, 0.0) / UNIT)
            density = float(sums.weight) / sums.nodes
            if density > best:
                best, best_state = density, state
            # More than the limit, in whole numbers.
            least = math.floor(2 * (1 + SLACK) * density) + 1
            state = self._heavy(state, by_filer, by_store, least)

    def prune(self, state: Graph, bound: float) -> tuple[Graph, _Sums]:
        """As `densest_block.prune`, but for the rest where that is small; and what is left."""
        before = -1
        while True:
            by_filer, by_store, sums = self._carried(state)
            if sums.nodes == before or sums.edges < self.small:
                return state, sums
            before = sums.nodes
            state = self._heavy(state, by_filer, by_store, math.ceil(bound))

    def block(self, state: Graph, density: float) -> Block:
        """The nodes of a state, as a block."""
        filers, stores = self._nodes(state)
        return Block(np.flatnonzero(filers), np.flatnonzero(stores), density)

    def brought(self, state: Graph) -> tuple[Bipartite, Bools, Bools]:
        """What is left, as arrays."""
        got = self.engine.run(state.edges)
        order = np.lexsort((got["store"], got["filer"]))
        kept: dict[str, Ints] = {name: got[name][order] for name in ("filer", "store")}
        return replace(self.graph, **kept), *self._nodes(state)

    def _nodes(self, state: Graph) -> tuple[Bools, Bools]:
        filers = np.zeros(len(self.graph.prior), bool)
        stores = np.zeros(len(self.graph.weight), bool)
        filers[self.engine.run(state.people.select("filer"))["filer"]] = True
        stores[self.engine.run(state.shops.select("store"))["store"]] = True
        return filers, stores

    def _carried(self, state: Graph) -> tuple[ibis.Table, ibis.Table, _Sums]:
        by_filer, by_store = (self.engine.keep(side) for side in cores.carried(state))
        row = self.engine.run(cores.totals(by_filer, by_store))
        weight, filers, stores, edges = (
            int(row[name][0]) for name in ("weight", "filers", "stores", "edges")
        )
        return by_filer, by_store, _Sums(weight, filers + stores, edges)

    def _heavy(self, state: Graph, by_filer: ibis.Table, by_store: ibis.Table, least: int) -> Graph:
        people, shops = cores.heavy(by_filer, by_store, least)
        return Graph(people, shops, self.engine.keep(cores.between(state.edges, people, shops)))
