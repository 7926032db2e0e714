"""Peel and prune on an engine: `abuse.dense.narrow` pass by pass, the graph in Parquet.

The same passes with the same limits, so the same block. Only nodes come back; edges come back once
the core is all that is left of them.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from abuse.bipartite import UNIT, Bipartite, Block, Bools, Core, Ints
from abuse.dense import SLACK
from abuse.engines.base import Engine
from abuse.sweep import cores
from abuse.sweep.cores import Graph

if TYPE_CHECKING:
    import ibis


def narrow_on(engine: Engine, graph: Bipartite) -> Core:
    """`abuse.dense.narrow` on an engine."""
    whole = Graph(
        people=engine.put(filer=np.arange(len(graph.prior)), prior=graph.prior),
        shops=engine.put(store=np.arange(len(graph.weight)), weight=graph.weight),
        edges=engine.put(filer=graph.filer, store=graph.store),
    )
    search = _Search(engine, graph, whole)
    coarse, core = search.peel(), whole
    while True:
        core, weight, nodes = search.prune(core, coarse.density * UNIT)
        density = weight / UNIT / nodes if nodes else 0.0
        if density <= coarse.density:
            return coarse, *search.brought(core)
        filers, stores = search.nodes(core)
        coarse = Block(np.flatnonzero(filers), np.flatnonzero(stores), density)


class _Search:
    """The passes over one graph."""

    def __init__(self, engine: Engine, graph: Bipartite, whole: Graph) -> None:
        self.engine, self.graph, self.whole = engine, graph, whole

    def peel(self) -> Block:
        """As `abuse.dense.peel`."""
        best, best_state, state = -1.0, self.whole, self.whole
        while True:
            by_filer, by_store, weight, nodes = self._carried(state)
            if not nodes:
                break
            density = weight / nodes
            if density > best:
                best, best_state = density, state
            # More than the limit, in whole numbers.
            least = math.floor(2 * (1 + SLACK) * density) + 1
            state = self._heavy(state, by_filer, by_store, least)
        filers, stores = self.nodes(best_state)
        return Block(np.flatnonzero(filers), np.flatnonzero(stores), max(best, 0.0) / UNIT)

    def prune(self, state: Graph, bound: float) -> tuple[Graph, float, int]:
        """As `abuse.dense.prune`, with the weight of what is left and its number of nodes."""
        before = -1
        while True:
            by_filer, by_store, weight, nodes = self._carried(state)
            if nodes == before:
                return state, weight, nodes
            before = nodes
            state = self._heavy(state, by_filer, by_store, math.ceil(bound))

    def nodes(self, state: Graph) -> tuple[Bools, Bools]:
        """Which filers and stores are there."""
        filers = np.zeros(len(self.graph.prior), bool)
        stores = np.zeros(len(self.graph.weight), bool)
        filers[self.engine.run(state.people.select("filer"))["filer"]] = True
        stores[self.engine.run(state.shops.select("store"))["store"]] = True
        return filers, stores

    def brought(self, state: Graph) -> tuple[Bipartite, Bools, Bools]:
        """What is left, as arrays."""
        got = self.engine.run(state.edges)
        order = np.lexsort((got["store"], got["filer"]))
        kept: dict[str, Ints] = {name: got[name][order] for name in ("filer", "store")}
        return replace(self.graph, **kept), *self.nodes(state)

    def _carried(self, state: Graph) -> tuple[ibis.Table, ibis.Table, float, int]:
        by_filer, by_store = (self.engine.keep(side) for side in cores.carried(state))
        sums = self.engine.run(cores.totals(by_filer, by_store))
        weight, filers, stores = (int(sums[name][0]) for name in ("weight", "filers", "stores"))
        return by_filer, by_store, float(weight), filers + stores

    def _heavy(self, state: Graph, by_filer: ibis.Table, by_store: ibis.Table, least: int) -> Graph:
        people, shops = cores.heavy(by_filer, by_store, least)
        return Graph(people, shops, self.engine.keep(cores.between(state.edges, people, shops)))
