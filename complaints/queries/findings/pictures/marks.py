"""Nodes and edges of a picture, as values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from complaints.rules.findings.pictures import NODE_KINDS


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the picture. `role` is `suspect`, `ring` or `around`; `key` the row's id.

    `x` and `y` are its place, 0 to 1 each. `count` is how many nodes were gathered into this one,
    and `keys` are their rows' ids; without them it is one.
    `shared` is an identifier's kind (as `phone`) and `holders` the number of accounts that have it
    in the whole record.
    """

    id: str
    kind: str
    label: str
    key: int | None
    role: str = "around"
    reference: str | None = None
    shared: str | None = None
    holders: int | None = None
    count: int = 1
    keys: tuple[int, ...] = ()
    x: float = 0.5
    y: float = 0.5

    @property
    def rows(self) -> tuple[int, ...]:
        """The ids of the rows that it stands for."""
        return self.keys or (() if self.key is None else (self.key,))


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie between two nodes; `weight` counts complaints, claims, stores or kinds."""

    source: str
    target: str
    kind: str
    weight: float = 1


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and edges in a fixed order. `left_out` says how many of each kind the caps dropped."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)

    def only(self, kinds: Collection[str]) -> Picture:
        """Return the picture with these kinds of edges and their ends; suspect and ring stay."""
        edges = tuple(edge for edge in self.edges if edge.kind in kinds)
        tied = {end for edge in edges for end in (edge.source, edge.target)}
        nodes = tuple(node for node in self.nodes if node.id in tied or node.role != "around")
        return replace(self, nodes=nodes, edges=edges)

    def around(self, node_id: str) -> Picture:
        """Return a node with what it is tied to; the whole picture where it does not have it."""
        if all(node.id != node_id for node in self.nodes):
            return self
        ends = [(e.source, e.target) for e in self.edges if node_id in (e.source, e.target)]
        kept = {node_id}.union(*ends)
        return replace(
            self,
            nodes=tuple(node for node in self.nodes if node.id in kept),
            edges=tuple(e for e in self.edges if {e.source, e.target} <= kept),
        )


@dataclass(slots=True)
class Sketch:
    """A picture in the making: nodes by id, edges by their ends and kind."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], Edge] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    def add(self, node: Node) -> None:
        self.nodes.setdefault(node.id, node)

    def tie(self, source: str, target: str, kind: str, weight: float = 1) -> None:
        """Add an edge where both nodes are there; of two edges of a kind the heavier is kept."""
        if source == target or source not in self.nodes or target not in self.nodes:
            return
        known = self.edges.get((source, target, kind))
        if known is None or known.weight < weight:
            self.edges[source, target, kind] = Edge(source, target, kind, weight)

    def drop(self, kind: str, count: int) -> None:
        if count > 0:
            self.left_out[kind] = self.left_out.get(kind, 0) + count

    def filers(self) -> list[int]:
        return self.keys("filer")

    def keys(self, kind: str) -> list[int]:
        """Return the rows' ids of the nodes of a kind, ascending."""
        return sorted(n.key for n in self.nodes.values() if n.kind == kind and n.key is not None)

    def done(self) -> Picture:
        nodes = sorted(self.nodes.values(), key=lambda node: _order(node.id))
        edges = sorted(self.edges.values(), key=lambda e: (e.source, e.target, e.kind))
        return Picture(tuple(nodes), tuple(edges), dict(sorted(self.left_out.items())))


def _order(node_id: str) -> tuple[int, int, str]:
    kind, _, rest = node_id.partition(":")
    number = rest.partition(":")[0]
    return list(NODE_KINDS).index(kind), int(number) if number.isdigit() else 0, rest
