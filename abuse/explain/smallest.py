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

from collections import Counter, defaultdict
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
    """All candidates, nodes and edges by their numbers in order."""

    def __init__(self, requirements: Sequence[Requirement]) -> None:
        self.edges = sorted({e for some in requirements for path in some.paths for e in path})
        number = {edge: spot for spot, edge in enumerate(self.edges)}
        nodes = sorted({node for edge in self.edges for node in edge})
        named = {node: spot for spot, node in enumerate(nodes)}
        self.ends = [(named[a], named[b]) for a, b in self.edges]
        self.paths = [
            [[number[edge] for edge in path] for path in some.paths] for some in requirements
        ]
        self.at_least = [some.at_least for some in requirements]

    def size(self, edges: Sequence[int]) -> int:
        """How many nodes and edges these are."""
        return len(edges) + len({node for edge in edges for node in self.ends[edge]})

    def reduced(self, barred: frozenset[int]) -> list[int]:
        """Edges that meet every requirement without some nodes; none where that cannot be."""
        gone = {edge for edge, ends in enumerate(self.ends) if not barred.isdisjoint(ends)}
        paths = [[path for path in some if gone.isdisjoint(path)] for some in self.paths]
        if any(len(some) < least for some, least in zip(paths, self.at_least, strict=True)):
            return []
        use = Counter(edge for some in paths for path in some for edge in path)
        edges = sorted(use)
        by_node: dict[int, list[int]] = defaultdict(list)
        for edge in edges:
            for node in self.ends[edge]:
                by_node[node].append(edge)
        kept = _Kept(paths, self.at_least, edges)
        # What serves the fewest paths goes first; of equals in the order of their names.
        worth = {node: sum(use[edge] for edge in mine) for node, mine in by_node.items()}
        for node in sorted(by_node, key=lambda node: (worth[node], node)):
            kept.spare(by_node[node])
        for edge in sorted(edges, key=lambda edge: (use[edge], edge)):
            kept.spare([edge])
        return [edge for edge in edges if edge in kept.edges]


class _Kept:
    """Edges that are left, with what each requirement still holds."""

    def __init__(
        self, paths: Sequence[Sequence[Sequence[int]]], at_least: Sequence[int], edges: list[int]
    ) -> None:
        self.edges, self.at_least = set(edges), at_least
        self.paths: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for spot, some in enumerate(paths):
            for number, path in enumerate(some):
                for edge in path:
                    self.paths[edge].append((spot, number))
        self.whole = [set(range(len(some))) for some in paths]

    def spare(self, edges: Iterable[int]) -> None:
        """Take these edges away, if every requirement can do without them."""
        going = [edge for edge in edges if edge in self.edges]
        broken: dict[int, set[int]] = defaultdict(set)
        for edge in going:
            for spot, number in self.paths[edge]:
                if number in self.whole[spot]:
                    broken[spot].add(number)
        if all(
            len(self.whole[spot]) - len(lost) >= self.at_least[spot]
            for spot, lost in broken.items()
        ):
            self.edges.difference_update(going)
            for spot, lost in broken.items():
                self.whole[spot] -= lost
