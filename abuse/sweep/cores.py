"""Dense cores: one pass of peeling or pruning a graph of filers and stores.

What each node carries, and what is left when those that carry little go.
`abuse.graphs.densest_block` says how many passes and with what limits; weights are whole, so every
engine carries the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis


@dataclass(frozen=True)
class Graph:
    """``people`` (filer, prior), ``shops`` (store, weight) and ``edges`` (filer, store)."""

    people: ibis.Table
    shops: ibis.Table
    edges: ibis.Table


def carried(graph: Graph) -> tuple[ibis.Table, ibis.Table]:
    """What each filer (edges and prior) and each store (edges) carries, added to its row."""
    edges, shops, people = graph.edges, graph.shops, graph.people
    weighed = edges.join(shops, "store").group_by("filer")
    sums = weighed.aggregate(edge_weight=lambda met: met.weight.sum())
    by_filer = people.left_join(sums, "filer").select(
        people.filer, people.prior, carried=people.prior + sums.edge_weight.fill_null(0)
    )
    counts = edges.group_by("store").aggregate(degree=lambda met: met.count())
    by_store = shops.left_join(counts, "store").select(
        shops.store,
        shops.weight,
        degree=counts.degree.fill_null(0),
        carried=shops.weight * counts.degree.fill_null(0),
    )
    return by_filer, by_store


def totals(by_filer: ibis.Table, by_store: ibis.Table) -> ibis.Table:
    """One row: ``weight`` of all edges and priors, ``filers``, ``stores`` and ``edges``."""
    left = by_filer.aggregate(weight=by_filer.carried.sum().fill_null(0), filers=by_filer.count())
    right = by_store.aggregate(stores=by_store.count(), edges=by_store.degree.sum().fill_null(0))
    return left.cross_join(right)


def heavy(by_filer: ibis.Table, by_store: ibis.Table, least: int) -> tuple[ibis.Table, ibis.Table]:
    """Nodes that carry at least so much."""
    people = by_filer.filter(by_filer.carried >= least).select("filer", "prior")
    shops = by_store.filter(by_store.carried >= least).select("store", "weight")
    return people, shops


def between(edges: ibis.Table, people: ibis.Table, shops: ibis.Table) -> ibis.Table:
    """Edges whose two ends are there."""
    return edges.semi_join(people, "filer").semi_join(shops, "store")
