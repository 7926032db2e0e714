"""Where each node of a picture lies: the same picture, the same places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from complaints.queries.pictures.marks import Edge, Node

_SEED = 7
# Forces settle a small picture well; a larger one gets fewer rounds.
_ROUNDS = 60


def placed(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[Node, ...]:
    """Return the nodes with places from 0 to 1, by forces between them (spring layout)."""
    if not nodes:
        return ()
    import networkx as nx  # a server starts without it

    graph = nx.Graph()
    graph.add_nodes_from(node.id for node in nodes)
    graph.add_edges_from((edge.source, edge.target) for edge in edges)
    spots = nx.spring_layout(graph, seed=_SEED, iterations=_ROUNDS, k=1.6 / len(nodes) ** 0.5)
    xs, ys = ([spots[node.id][axis] for node in nodes] for axis in (0, 1))
    return tuple(
        replace(node, x=_share(spots[node.id][0], xs), y=_share(spots[node.id][1], ys))
        for node in nodes
    )


def _share(value: float, among: Sequence[float]) -> float:
    low, high = min(among), max(among)
    return round(float((value - low) / (high - low)), 4) if high > low else 0.5
