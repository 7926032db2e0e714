"""The null of a dense block: the same graph with its edges dealt anew, degrees and cells kept.

Popular stores and busy filers make dense blocks by themselves, as do trades and seasons. What is
left when edges change hands only within their trade and season is chance. It knows no claims.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from abuse.arrays import Bools, Ints
from abuse.graphs.bipartite import UNIT, Bipartite, Block
from abuse.graphs.densest_block import densest_block, everyone, narrow, prune

# Rounds of swaps that take collisions apart; each round settles most of those left.
_ROUNDS = 40
# Steps in which the part that is rewired shrinks to the block's own core.
_STEPS = 8


@dataclass(frozen=True)
class Null:
    """What rewirings reached.

    Attributes
    ----------
    densest : float
        Density of the densest block seen in any rewiring.
    rewirings, edges : int
        How many there were, and of how many edges.
    as_many : int array, one entry a filer
        Rewirings that gave the filer as many edges onto the block's stores as it has, or more.
    """

    densest: float
    rewirings: int
    edges: int
    as_many: Ints


def beyond_chance(
    graph: Bipartite,
    cell: Ints,
    block: Block,
    *,
    rewirings: int,
    ratio: float,
    seed: int,
    most_edges: int,
) -> Null | None:
    """The null of a block, or None where some rewiring comes within `ratio` of its density.

    Parameters
    ----------
    graph : Bipartite
        The graph that the block was found in.
    cell : int array, one entry an edge
        Edges change hands within a cell only.
    rewirings : int
        From 19 on, a block denser than all has p <= 0.05.
    ratio : float
        How many times denser than the densest rewiring it must be.
    seed : int
        Rewiring i depends on `seed`, i and the order of the edges, on nothing else.
    most_edges : int
        Cap on the edges that are rewired.

    Notes
    -----
    A graph above the cap is pruned to the loosest core that is below it, and that core is rewired.
    The block lies in every such core, and a random graph's core is random given its degrees, so the
    test stays fair; it loses power as the core comes near to the block. It may wrong filers whose
    common cause no cell holds, such as an untold trade: outcomes must tell.

    References
    ----------
    Maslov and Sneppen (2002), Science 296, 910-913, for rewiring. Davison and Hinkley (1997),
    Bootstrap methods and their application, ch. 4, for the Monte Carlo test.
    """
    order = np.argsort(cell, kind="stable")
    graph = replace(graph, filer=graph.filer[order], store=graph.store[order])
    graph, cell = _region(graph, cell[order], block.density, most_edges)
    if len(graph.filer) > most_edges:
        return None
    target = np.zeros(len(graph.weight), bool)
    target[block.stores] = True

    def hits(filer: Ints) -> Ints:
        return np.bincount(filer[target[graph.store]], minlength=len(graph.prior))

    own = hits(graph.filer)
    densest, as_many = 0.0, np.zeros(len(own), np.int64)
    for i in range(rewirings):
        filer = rewire(graph.filer, graph.store, cell, np.random.default_rng([seed, i]))
        density = _density(replace(graph, filer=filer), block.density / ratio)
        if density * ratio >= block.density:
            return None
        densest = max(densest, density)
        as_many += hits(filer) >= own
    return Null(densest, rewirings, len(graph.filer), as_many)


def _density(graph: Bipartite, limit: float) -> float:
    """Density of the densest block; of the coarse one where nothing can reach the limit."""
    _, filers, _ = prune(graph, *everyone(graph), limit * UNIT)
    if filers.any():
        return densest_block(graph, len(graph.filer)).density
    return narrow(graph)[0].density


def rewire(filer: Ints, store: Ints, cell: Ints, draw: np.random.Generator) -> Ints:
    """New filers for the edges, each filer and store as often in each cell as before.

    Parameters
    ----------
    filer, store, cell : int arrays, one entry an edge
        Ordered by cell.
    draw : numpy.random.Generator

    Notes
    -----
    A deal gives some filers one store twice. Such an edge swaps with another of its cell, until
    none is left: without that the null is too sparse. What cannot be taken apart stays double,
    which makes the null denser and errs in the filers' favour.

    Examples
    --------
    >>> filer, store, cell = np.array([0, 1, 2, 3]), np.array([0, 1, 2, 3]), np.array([0, 0, 1, 1])
    >>> dealt = rewire(filer, store, cell, np.random.default_rng(1))
    >>> set(dealt[:2].tolist()), set(dealt[2:].tolist())
    ({0, 1}, {2, 3})
    """
    starts = np.flatnonzero(np.diff(cell, prepend=-1))
    ends = np.r_[starts[1:], len(cell)]
    dealt = filer.copy()
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        draw.shuffle(dealt[start:end])
    size = int(store.max(initial=0)) + 1
    key = dealt * size + store
    known, fresh, double = np.sort(key), np.array([], np.int64), _doubles(key)
    for _ in range(_ROUNDS):
        if not len(double):
            break
        home = np.searchsorted(starts, double, side="right") - 1
        first, room = starts[home], (ends - starts)[home]
        other = first + (draw.random(len(double)) * room).astype(np.int64)
        new, swapped = dealt[other] * size + store[double], dealt[double] * size + store[other]
        # A swap must make no new collision, neither with an edge nor with another swap. What was
        # ever there counts as taken, which saves sorting all edges again.
        made = np.r_[new, swapped]
        free = ~(_among(made, known) | _among(made, fresh)).reshape(2, -1).any(axis=0)
        free &= _once(other) & ~np.isin(other, double)
        free[free] = _once(np.r_[new[free], swapped[free]]).reshape(2, -1).all(axis=0)
        one, two = double[free], other[free]
        dealt[one], dealt[two] = dealt[two], dealt[one]
        fresh = np.sort(np.r_[fresh, new[free], swapped[free]])
        double = double[~free]
    return dealt


def _doubles(key: Ints) -> Ints:
    """Positions of all but the first of equal keys."""
    ordered = np.sort(key)
    several = ordered[1:][ordered[1:] == ordered[:-1]]
    some = np.flatnonzero(_among(key, several))
    spare: Ints = some[~_once(key[some])]
    return spare


def _region(graph: Bipartite, cell: Ints, density: float, most: int) -> tuple[Bipartite, Ints]:
    """The loosest core around a block of this density that has few enough edges."""
    filers, stores = everyone(graph)
    for step in range(1, _STEPS + 1):
        if len(graph.filer) <= most:
            break
        bound = density * UNIT * step / _STEPS
        before = graph
        graph, filers, stores = prune(graph, filers, stores, bound)
        cell = cell[filers[before.filer] & stores[before.store]]
    return replace(graph, prior=np.where(filers, graph.prior, 0)), cell


def _among(values: Ints, known: Ints) -> Bools:
    """Whether each value is in a sorted array."""
    there: Bools = np.searchsorted(known, values, "right") > np.searchsorted(known, values)
    return there


def _once(values: Ints) -> Bools:
    """False for all but the first of equal values."""
    first = np.zeros(len(values), bool)
    first[np.unique(values, return_index=True)[1]] = True
    return first
