"""The densest block of filers and stores: FRAUDAR by peeling, pruning to a core, exact greedy.

A graph in, a block out, in time that is near-linear and in any case bounded. It knows no claims, no
policy and no null: every graph has a densest block, so a block alone says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from heapq import heappop, heappush

import numpy as np

from abuse.arrays import Bools
from abuse.graphs.bipartite import UNIT, Bipartite, Block, Core

# How much more than average a node must carry to survive a pass of the peel.
SLACK = 0.1
# The greedy looks for the lightest node among one in so many, the lightest ones.
_BELOW_BAR = 4


def densest_block(
    graph: Bipartite,
    most_edges: int = 400_000,
    narrowed: Callable[[Bipartite], Core] | None = None,
) -> Block:
    """The densest block that FRAUDAR's greedy finds; empty for an empty graph.

    Parameters
    ----------
    graph : Bipartite
    most_edges : int
        Cap on the core's edges; above it the coarse block is returned, and says so.
    narrowed : callable, optional
        What peels and prunes, if not `narrow`: the same, on an engine.

    Returns
    -------
    Block

    Notes
    -----
    Batch peeling gives a density that some block has. In a densest block every node carries at
    least that, so what carries less is pruned. The full greedy also passes through this core, since
    it removes nothing of it while anything lighter is there, and no state before it is denser than
    both the bound and the core: pruning loses neither the optimum nor the greedy's own block. The
    density is at least half of the optimum.

    It may wrong filers that are right together, such as victims of one copier: density says that
    they act alike, never that they are wrong.

    References
    ----------
    Hooi et al. (2016), FRAUDAR, KDD. Bahmani, Kumar, Vassilvitskii (2012), Densest subgraph in
    streaming and MapReduce, PVLDB 5(5). Fang et al. (2019), Efficient algorithms for densest
    subgraph discovery, PVLDB 12(11).

    Examples
    --------
    >>> filer, store = np.array([0, 0, 1, 1, 2, 3]), np.array([0, 1, 0, 1, 2, 3])
    >>> block = densest_block(Bipartite.of(filer, store))
    >>> block.filers, block.stores, round(block.density, 4)
    (array([0, 1]), array([0, 1]), 0.5139)
    """
    coarse, core, filers, stores = (narrowed or narrow)(graph)
    size = len(core.filer)
    if size > most_edges:
        return replace(coarse, core_edges=size)
    block = greedy(core, filers, stores)
    best = block if block.density >= coarse.density else coarse
    return replace(best, exact=True, core_edges=size)


def narrow(graph: Bipartite) -> Core:
    """A coarse block, and the core in which every block denser than that lies.

    The coarse block is the peel's, or a core that is itself denser, by which the graph is then
    pruned once more.
    """
    return prune_further(peel(graph), graph, *everyone(graph))


def prune_further(coarse: Block, graph: Bipartite, filers: Bools, stores: Bools) -> Core:
    """Prune what is there by a coarse block's density, until no core is denser than that."""
    while True:
        graph, filers, stores = prune(graph, filers, stores, coarse.density * UNIT)
        nodes = int(filers.sum() + stores.sum())
        density = _weight(graph, filers) / UNIT / nodes if nodes else 0.0
        if density <= coarse.density:
            return coarse, graph, filers, stores
        coarse = Block(np.flatnonzero(filers), np.flatnonzero(stores), density)


def peel(graph: Bipartite, there: tuple[Bools, Bools] | None = None) -> Block:
    """Batch peeling: in each pass everything goes that carries little more than average.

    It begins with the nodes that are `there`, or with all, and returns the densest state seen, at
    least 1 / (2 + 2 * 0.1) of the optimum, after a number of passes that grows with the logarithm
    of the nodes.
    """
    filers, stores = there or everyone(graph)
    best, best_filers, best_stores = -1.0, filers, stores
    while nodes := int(filers.sum() + stores.sum()):
        by_filer, by_store = graph.carried()
        density = float(by_filer[filers].sum()) / nodes
        if density > best:
            best, best_filers, best_stores = density, filers, stores
        limit = 2 * (1 + SLACK) * density
        filers, stores = filers & (by_filer > limit), stores & (by_store > limit)
        graph = graph.kept(filers, stores)
    return Block(np.flatnonzero(best_filers), np.flatnonzero(best_stores), max(best, 0.0) / UNIT)


def prune(
    graph: Bipartite, filers: Bools, stores: Bools, bound: float
) -> tuple[Bipartite, Bools, Bools]:
    """The core in which every node carries at least `bound` (in 1/UNIT)."""
    while True:
        by_filer, by_store = graph.carried()
        stay_filers, stay_stores = filers & (by_filer >= bound), stores & (by_store >= bound)
        lost = filers.sum() + stores.sum() - stay_filers.sum() - stay_stores.sum()
        if not lost:
            return graph, filers, stores
        filers, stores = stay_filers, stay_stores
        graph = graph.kept(filers, stores)


def greedy(graph: Bipartite, filers: Bools, stores: Bools) -> Block:
    """Charikar's greedy on a small graph: remove the lightest node again and again.

    Of the states passed, the first densest one. Equal nodes go in order of position.

    References
    ----------
    Charikar (2000), Greedy approximation algorithms for finding dense components in a graph.
    """
    people, shops = np.flatnonzero(filers), np.flatnonzero(stores)
    nodes = len(people) + len(shops)
    if not nodes:
        return Block(people, shops, 0.0)
    by_filer, by_store = graph.carried()
    # One number holds what a node carries and which it is; an old one is no longer the node's, and
    # a node that is gone has none.
    entry = [
        carried * nodes + node
        for node, carried in enumerate([*map(int, by_filer[people]), *by_store[shops].tolist()])
    ]
    neighbours, edge = _adjacency(graph, filers, stores)
    total = int(_weight(graph, filers))
    best, best_at, left = total / nodes, 0, nodes
    # Nodes above the bar are in no heap until all below it are gone: they lose again and again.
    heap: list[int] = []
    bar = -1
    order: list[int] = []
    while left > 1:
        if not heap:
            heap = sorted(each for each in entry if each >= 0)[: left // _BELOW_BAR + 1]
            bar = heap[-1]
        lightest = heappop(heap)
        node = lightest % nodes
        if lightest != entry[node]:
            continue
        entry[node] = -1
        order.append(node)
        total, left = total - lightest // nodes, left - 1
        # An edge weighs what its store says; stores follow the filers in position.
        lost = edge[node]
        for other in neighbours[node]:
            if (carried := entry[other]) >= 0:
                entry[other] = less = carried - (lost or edge[other])
                if less <= bar:
                    heappush(heap, less)
        if total / left > best:
            best, best_at = total / left, len(order)
    stay = np.ones(nodes, bool)
    stay[order[:best_at]] = False
    return Block(people[stay[: len(people)]], shops[stay[len(people) :]], best / UNIT)


def everyone(graph: Bipartite) -> tuple[Bools, Bools]:
    return np.ones(len(graph.prior), bool), np.ones(len(graph.weight), bool)


def _weight(graph: Bipartite, filers: Bools) -> float:
    """Weight of all edges and of the priors of the filers that are there (whole, in 1/UNIT)."""
    return float(graph.carried()[0][filers].sum())


def _adjacency(graph: Bipartite, filers: Bools, stores: Bools) -> tuple[list[list[int]], list[int]]:
    """Neighbours of each node, filers first; and what an edge onto each node adds to an entry."""
    people, nodes = int(filers.sum()), int(filers.sum() + stores.sum())
    a = (np.cumsum(filers) - 1)[graph.filer]
    b = (np.cumsum(stores) - 1)[graph.store] + people
    ends, others = np.r_[a, b], np.r_[b, a]
    order = np.argsort(ends)
    bounds = np.cumsum(np.bincount(ends, minlength=nodes)).tolist()
    flat = others[order].tolist()
    neighbours = [flat[a:b] for a, b in zip([0, *bounds], bounds, strict=False)]
    return neighbours, [0] * people + (graph.weight[stores] * nodes).tolist()
