"""The smallest graph that still shows what a flag says: for a page, not evidence of its own.

Each line of a flag asks for so many paths from the filer: to stores that its complaints hit, to
partners over common stores or shared identifiers. All candidates are laid out, and nodes, then
edges, are taken away as long as every line keeps what it asks for. So nothing that is left can be
spared, and no line is lost.

References
----------
Kruskal's reverse-delete (1956) for the idea; what is kept here is a cover by paths, not a tree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# An edge is its two ends, the lesser first; a node is a kind and what it stands for.
Node = tuple[str, str]
Edge = tuple[Node, Node]


@dataclass(frozen=True)
class Requirement:
    """What a line asks for: at least so many of these paths, each a set of edges."""

    line: str
    paths: tuple[frozenset[Edge], ...]
    at_least: int

    def met(self, edges: Iterable[Edge]) -> bool:
        """Whether enough of the paths lie in these edges."""
        held = set(edges)
        return sum(path <= held for path in self.paths) >= self.at_least


def smallest(requirements: Sequence[Requirement]) -> list[Edge]:
    """Edges that meet every requirement and of which none can be spared, in order.

    Examples
    --------
    >>> me, shop, mall = ("filer", "0"), ("store", "shop"), ("store", "mall")
    >>> once = Requirement("a", (frozenset({(me, shop)}), frozenset({(me, mall)})), 1)
    >>> also = Requirement("b", (frozenset({(me, mall)}),), 1)
    >>> smallest([once, also])
    [(('filer', '0'), ('store', 'mall'))]
    """
    laid = _Laid(requirements)
    best = laid.reduced(frozenset())
    barred: frozenset[int] = frozenset()
    # One way down is not always the shortest: each node that was kept is tried without.
    for node in sorted({node for edge in best for node in laid.ends[edge]}):
        other = laid.reduced(barred | {node})
        if other and laid.size(other) < laid.size(best):
            best, barred = other, barred | {node}
    return [laid.edges[edge] for edge in best]


class _Laid:
    """All candidates: nodes and edges by their numbers in order, sets of paths as bits."""

    def __init__(self, requirements: Sequence[Requirement]) -> None:
        self.edges = sorted({e for some in requirements for path in some.paths for e in path})
        nodes = {node: spot for spot, node in enumerate(sorted({n for e in self.edges for n in e}))}
        self.ends = [(nodes[a], nodes[b]) for a, b in self.edges]
        number = {edge: spot for spot, edge in enumerate(self.edges)}
        # Which paths lead over each edge and through each node.
        self.over, self.through = [0] * len(self.edges), [0] * len(nodes)
        self.wanted: list[tuple[int, int]] = []
        bit = 1
        for some in requirements:
            first = bit
            for path in some.paths:
                for edge in path:
                    self.over[number[edge]] |= bit
                bit <<= 1
            self.wanted.append((bit - first, some.at_least))
        self.all = bit - 1
        for paths, ends in zip(self.over, self.ends, strict=True):
            for node in ends:
                self.through[node] |= paths

    def size(self, edges: Sequence[int]) -> int:
        """How many nodes and edges these are."""
        return len(edges) + len({node for edge in edges for node in self.ends[edge]})

    def met(self, paths: int) -> bool:
        """Whether these paths meet every requirement."""
        return all((paths & some).bit_count() >= at_least for some, at_least in self.wanted)

    def reduced(self, barred: Iterable[int]) -> list[int]:
        """Edges that meet every requirement without some nodes; none where that cannot be."""
        whole = self.all
        for node in barred:
            whole &= ~self.through[node]
        if not self.met(whole):
            return []
        use = {edge: (paths & whole).bit_count() for edge, paths in enumerate(self.over)}
        kept = {edge for edge in use if use[edge]}
        by_node: dict[int, list[int]] = defaultdict(list)
        for edge in kept:
            for node in self.ends[edge]:
                by_node[node].append(edge)
        # What serves the fewest paths goes first: nodes with all their edges, then single edges.
        worth = {node: sum(use[edge] for edge in mine) for node, mine in by_node.items()}
        going = [by_node[node] for node in sorted(worth, key=lambda node: (worth[node], node))]
        going += [[edge] for edge in sorted(kept, key=lambda edge: (use[edge], edge))]
        for edges in going:
            left = whole
            for edge in edges:
                left &= ~self.over[edge]
            if self.met(left):
                whole = left
                kept.difference_update(edges)
        return sorted(kept)
