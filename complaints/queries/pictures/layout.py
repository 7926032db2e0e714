"""Where each node of a picture lies: the same picture, the same places.

In columns, so that names can be read and ties followed: what is shared and for whom they file, the
filers on an arc (so that ties among them show beside it), whom they complain of, who runs that.
Within a column nodes lie near what they are tied to (the barycentre heuristic of Sugiyama, Tagawa
and Toda 1981). Forces (a spring layout) made a heap of a ring of sixty.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from complaints.queries.pictures.marks import Edge, Node

_COLUMN = {
    "identifier": 0, "rights_holder": 0, "filer": 1, "store": 2, "listing": 2, "operator": 3,
}  # fmt: skip
_X = (0.0, 0.36, 0.76, 1.0)
_ARC = 0.12
_ROUNDS = 6


def placed(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[Node, ...]:
    """Return the nodes, in their order, with places from 0 to 1."""
    columns = [[n for n in nodes if _COLUMN[n.kind] == place] for place in range(len(_X))]
    ties = _ties(nodes, edges)
    spots = {node.id: place for column in columns for node, place in _spread(column)}
    for _ in range(_ROUNDS):
        for number, column in enumerate(columns):
            column.sort(key=lambda node: (_mean(node, ties, spots), node.id))
            columns[number] = column
            spots.update((node.id, place) for node, place in _spread(column))
    return tuple(_put(node, spots[node.id]) for node in nodes)


def _ties(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[str, list[str]]:
    """Return what each node is tied to in other columns; where there is nothing, in its own."""
    column = {node.id: _COLUMN[node.kind] for node in nodes}
    across: dict[str, list[str]] = {node.id: [] for node in nodes}
    within: dict[str, list[str]] = {node.id: [] for node in nodes}
    for edge in edges:
        ties = across if column[edge.source] != column[edge.target] else within
        ties[edge.source].append(edge.target)
        ties[edge.target].append(edge.source)
    return {node: across[node] or within[node] for node in across}


def _spread(column: Sequence[Node]) -> list[tuple[Node, float]]:
    return [(node, (place + 0.5) / len(column)) for place, node in enumerate(column)]


def _mean(node: Node, ties: Mapping[str, Sequence[str]], spots: Mapping[str, float]) -> float:
    tied = ties[node.id]
    return sum(spots[other] for other in tied) / len(tied) if tied else spots[node.id]


def _put(node: Node, spot: float) -> Node:
    column = _COLUMN[node.kind]
    x = _X[column] + (_ARC * math.sin(math.pi * spot) if column == 1 else 0.0)
    return replace(node, x=round(x, 4), y=round(spot, 4))
