"""Gathers nodes of a picture into one, so that sixty accounts can be looked at.

Nodes of a kind that are tied to the very same others are alike (structural equivalence, Lorrain
and White 1971): nothing that the picture says is lost but their names. All of a kind can be
gathered too, and then it is. Pure: it asks nothing of the database.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from dataclasses import replace

from complaints.queries.pictures.marks import Edge, Node, Picture


def gathered(picture: Picture, ways: Collection[str]) -> Picture:
    """Return the picture with nodes gathered by these ways (rules/pictures.py `GATHERED`)."""
    kinds = [way for way in ways if way != "alike"]
    if kinds:
        picture = _merged(picture, [_of_kind(node, kinds) for node in picture.nodes])
    if "alike" in ways:
        picture = _merged(picture, _alike(picture))
    return picture


def _of_kind(node: Node, kinds: Collection[str]) -> Hashable:
    return (node.kind, node.shared) if node.kind in kinds else node.id


def _alike(picture: Picture) -> list[Hashable]:
    """Return for each node what it has in common with those that are alike.

    Ties within a kind count in two ways: accounts that are all tied to each other are alike, and so
    are accounts that are tied to the same third one.
    """
    closed, opened = _signatures(picture, with_itself=True), _signatures(picture, with_itself=False)
    sizes = _count(closed.values())
    return [
        (True, closed[node.id]) if sizes[closed[node.id]] > 1 else (False, opened[node.id])
        for node in picture.nodes
    ]


def _signatures(picture: Picture, *, with_itself: bool) -> dict[str, Hashable]:
    kinds = {node.id: node.kind for node in picture.nodes}
    ties: dict[str, set[tuple[str, str]]] = {node.id: set() for node in picture.nodes}
    for edge in picture.edges:
        for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
            ties[one].add((edge.kind, other))
            if with_itself and kinds[one] == kinds[other]:
                ties[one].add((edge.kind, one))
    # What is tied to nothing is like nothing.
    return {
        node.id: (node.kind, node.shared, node.role, frozenset(ties[node.id]) or node.id)
        for node in picture.nodes
    }


def _count(keys: Iterable[Hashable]) -> dict[Hashable, int]:
    sizes: dict[Hashable, int] = {}
    for key in keys:
        sizes[key] = sizes.get(key, 0) + 1
    return sizes


def _merged(picture: Picture, keys: Iterable[Hashable]) -> Picture:
    """Return the picture with the nodes of one key as one node, and their ties added up."""
    groups: dict[Hashable, list[Node]] = {}
    for node, key in zip(picture.nodes, keys, strict=True):
        groups.setdefault(key, []).append(node)
    nodes = [_one(group) for group in groups.values()]
    now = {
        node.id: one.id for group, one in zip(groups.values(), nodes, strict=True) for node in group
    }
    edges: dict[tuple[str, str, str], Edge] = {}
    for edge in picture.edges:
        at = (now[edge.source], now[edge.target], edge.kind)
        if at[0] != at[1]:
            weight = edge.weight + (edges[at].weight if at in edges else 0)
            edges[at] = Edge(*at, weight)
    return replace(picture, nodes=tuple(nodes), edges=tuple(edges.values()))


def _one(group: Collection[Node]) -> Node:
    first = next(iter(group))
    count = sum(node.count for node in group)
    if len(group) == 1:
        return first
    return replace(
        first,
        id=f"group:{first.id}",
        label=f"{count} {first.kind}",
        key=None,
        reference=None,
        count=count,
        keys=tuple(key for node in group for key in node.rows),
    )
