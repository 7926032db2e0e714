"""The case graph: the neighbourhood of a suspect, small enough for a person to look at.

Nodes are filers, rights holders, stores, operators, listings (capped) and what is shared, never the
value of an identifier. A picture and its paths, not evidence of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np

from abuse.explain.report import Report
from abuse.findings import Link
from abuse.identity.rights import called
from abuse.linking.judged_links import JUDGED, is_judged
from abuse.policy import Policy
from abuse.record.table import ClaimTable
from abuse.record.view import View
from abuse.structure.links import find_links

MOST_LISTINGS = 30
MOST_STORES = 40
MOST_FILERS = 60


def case_graph(
    table: ClaimTable, report_or_ring: Report | Iterable[int] | None, filer_key: int
) -> nx.Graph:
    """The graph around one filer.

    Parameters
    ----------
    table : ClaimTable
    report_or_ring : Report, or keys of filers, or None
        Where the links come from: a scan, or a fresh search in this table, kept to the filers named
        (a ring's members) if any are.
    filer_key : int
        The filer's key in the table that was read.

    Returns
    -------
    networkx.Graph
        Nodes carry ``kind`` and ``label``; edges carry ``kind`` and ``weight``.

    Raises
    ------
    KeyError
        When no filer has this key.
    """
    view = View(table)
    place = {key: spot for spot, key in enumerate(table.filers["key"].to_pylist())}
    start = place[filer_key]
    links = _links(view, place, report_or_ring)
    around = _around(links, start)
    graph = nx.Graph()
    for filer in around:
        _add_filer(graph, view, filer, suspect=filer == start)
    _add_shared(graph, view, [link for link in links if {link.a, link.b} <= set(around)])
    _add_targets(graph, view, around)
    return graph


def _links(
    view: View, place: dict[int, int], report_or_ring: Report | Iterable[int] | None
) -> list[Link]:
    if isinstance(report_or_ring, Report):
        return [
            replace(link, a=place[link.a], b=place[link.b])
            for link in report_or_ring.links
            if link.a in place and link.b in place
        ]
    links = find_links(view, Policy())
    if report_or_ring is None:
        return links
    members = {place[key] for key in report_or_ring if key in place}
    return [link for link in links if {link.a, link.b} <= members]


def graph_json(graph: nx.Graph) -> dict[str, list[dict[str, Any]]]:
    """The graph as ``{"nodes": [...], "edges": [...]}``, in a fixed order.

    Examples
    --------
    >>> G = nx.Graph()
    >>> G.add_node("filer:1", kind="filer", label="A")
    >>> graph_json(G)
    {'nodes': [{'id': 'filer:1', 'kind': 'filer', 'label': 'A'}], 'edges': []}
    """
    nodes = [{"id": node, **data} for node, data in sorted(graph.nodes(data=True))]
    edges = [
        {"source": min(a, b), "target": max(a, b), **data} for a, b, data in graph.edges(data=True)
    ]
    return {"nodes": nodes, "edges": sorted(edges, key=lambda e: (e["source"], e["target"]))}


def _around(links: list[Link], start: int) -> list[int]:
    """The filer, those it is bound to, and those they are bound to, nearest first."""
    bound = nx.Graph([(link.a, link.b) for link in links])
    if start not in bound:
        return [start]
    near = nx.single_source_shortest_path_length(bound, start, cutoff=2)
    return sorted(near, key=lambda f: (near[f], f))[:MOST_FILERS]


def _node(view: View, filer: int) -> str:
    return f"filer:{view.table.filers['key'][filer].as_py()}"


def _add_filer(graph: nx.Graph, view: View, filer: int, *, suspect: bool) -> None:
    row = view.table.filers.slice(filer, 1).to_pylist()[0]
    me = _node(view, filer)
    name = row["name"] or row["reference"]
    graph.add_node(
        me, kind="filer", label=name, reference=row["reference"], key=row["key"], suspect=suspect
    )
    complaints = view.complaints_by_filer[filer]
    for holder, count in sorted(Counter(view.complaint_holder[complaints].tolist()).items()):
        if holder >= 0:
            label = called(view.holders[holder])
            graph.add_node(f"holder:{label}", kind="rights_holder", label=label)
            graph.add_edge(me, f"holder:{label}", kind="files for", weight=count)
    runs = view.table.operates
    for who, store in zip(runs["filer"].to_pylist(), runs["store"].to_pylist(), strict=True):
        if who == filer:
            graph.add_node(f"store:{store}", kind="store", label=store)
            graph.add_edge(me, f"store:{store}", kind="runs", weight=1)


def _add_shared(graph: nx.Graph, view: View, links: list[Link]) -> None:
    """One node for each thing that some of the filers share, and an edge for each lockstep pair."""
    shared = {value for link in links for value in link.kinds if not value.startswith(JUDGED)}
    for value in sorted(shared):
        pairs = nx.Graph([(link.a, link.b) for link in links if value in link.kinds])
        for part in sorted(sorted(c) for c in nx.connected_components(pairs)):
            kind, _, sharers = value.partition(":")
            node = f"shared:{value}:{_node(view, part[0])}"
            label = f"{kind.replace('_', ' ')} shared by {sharers}"
            graph.add_node(node, kind="identifier", label=label)
            for filer in part:
                graph.add_edge(_node(view, filer), node, kind="shares", weight=1)
    for link in filter(is_judged, links):
        graph.add_edge(_node(view, link.a), _node(view, link.b), kind="same hands", weight=1)
    for link in links:
        if link.source == "lockstep":
            graph.add_edge(
                _node(view, link.a), _node(view, link.b), kind="lockstep",
                weight=int(link.numbers["common"]),
            )  # fmt: skip


def _add_targets(graph: nx.Graph, view: View, filers: list[int]) -> None:
    """Stores that most of these filers hit, with their operators and a few listings."""
    among = np.flatnonzero(np.isin(view.filer, filers) & (view.store >= 0))
    hits = Counter(zip(view.filer[among].tolist(), view.store[among].tolist(), strict=True))
    reach = Counter(store for _, store in hits)
    volume = Counter(view.store[among].tolist())
    chosen = sorted(reach, key=lambda s: (-reach[s], -volume[s], view.stores[s], s))[:MOST_STORES]
    for (filer, store), count in sorted(hits.items()):
        if store in chosen:
            node = f"store:{view.stores[store]}"
            graph.add_node(node, kind="store", label=view.stores[store])
            graph.add_edge(_node(view, filer), node, kind="complained of", weight=count)
    shown = 0
    for claim in among.tolist():
        store, operator = int(view.store[claim]), int(view.operator[claim])
        if store not in chosen:
            continue
        node = f"store:{view.stores[store]}"
        if operator >= 0:
            label = view.operators[operator]
            graph.add_node(f"operator:{label}", kind="operator", label=label)
            graph.add_edge(f"operator:{label}", node, kind="runs", weight=1)
        label = view.listings[view.listing[claim]]
        if shown < MOST_LISTINGS and f"listing:{label}" not in graph:
            shown += 1
            graph.add_node(f"listing:{label}", kind="listing", label=label)
            graph.add_edge(f"listing:{label}", node, kind="sold by", weight=1)
