"""Puts a picture together: filers, what they share, their targets, expanded nodes, places.

Gathers nodes of a picture into one, so that sixty accounts can be looked at.

Nodes of a kind that are tied to the very same others are alike (structural equivalence, Lorrain
and White 1971): nothing that the picture says is lost but their names. All of a kind can be
gathered too, and then it is. Pure: it asks nothing of the database.

Where each node of a picture lies: the same picture, the same places.

In columns, so that names can be read and ties followed: what is shared and for whom they file, the
filers on an arc (so that ties among them show beside it), whom they complain of, who runs that.
Within a column nodes lie near what they are tied to (the barycentre heuristic of Sugiyama, Tagawa
and Toda 1981). Forces (a spring layout) made a heap of a ring of sixty.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from complaints.models import Flag
from complaints.queries.findings.pictures import expanding, people, targets
from complaints.queries.findings.pictures.marks import Edge, Node, Picture, Sketch
from complaints.rules.findings.pictures import parse_nodes


def picture(
    session: Session,
    flag: Flag,
    *,
    common: int,
    expand: Collection[str] = (),
    kinds: Collection[str] | None = None,
) -> Picture:
    """Return the neighbourhood of a flag's filer, capped, with places.

    An identifier that more than `common` accounts share is left out (the scan's
    `identifiers_common`). `expand` names nodes of the picture to go one step further from, `kinds`
    the kinds of edges to keep. Refuses with: invalid-request, when `expand` names no node.
    """
    sketch = Sketch()
    people.add_filers(session, sketch, flag, common=common)
    drawn = _drawn(session, sketch, parse_nodes(expand), common)
    return _placed(drawn if kinds is None else drawn.only(kinds))


def of_ring(session: Session, filer_ids: Sequence[int], *, common: int) -> Picture:
    """Return the accounts of a ring with what they share and whom they aim at, capped; without
    places, for `picture_shown`. The strongest account comes first."""
    sketch = Sketch()
    people.add_ring(session, sketch, filer_ids)
    return _drawn(session, sketch, [], common)


def picture_shown(
    whole: Picture,
    *,
    kinds: Collection[str] | None = None,
    gather: Collection[str] = (),
    focus: str | None = None,
) -> Picture:
    """Return a picture as it is asked for, with places: only these `kinds` of edges, gathered by
    `gather` (rules/findings/pictures.py), and no more than what the node `focus` is tied to."""
    drawn = gathered(whole if kinds is None else whole.only(kinds), gather)
    return _placed(drawn if focus is None else drawn.around(focus))


def _drawn(
    session: Session, sketch: Sketch, steps: Sequence[tuple[str, int]], common: int
) -> Picture:
    """Return the picture of the sketch's filers, one step further from the nodes in `steps`."""
    targets.add_holders(session, sketch)
    targets.add_targets(session, sketch)
    targets.add_runs(session, sketch)
    people.add_identifiers(session, sketch, common=common)
    for kind, key in steps:
        expanding.expand(session, sketch, kind, key)
    if steps:
        # What the added filers share with those that were there before.
        sketch.left_out.pop("identifier", None)
        people.add_identifiers(session, sketch, common=common)
    people.add_links(session, sketch)
    return sketch.done()


def _placed(drawn: Picture) -> Picture:
    return replace(drawn, nodes=placed(drawn.nodes, drawn.edges))


def between(session: Session, filer: int, other: int, *, common: int) -> Picture:
    """Return what two filers have in common: things shared, stores and holders of both, links."""
    sketch = Sketch()
    people.add_pair(session, sketch, filer, other)
    targets.add_holders(session, sketch)
    targets.add_targets(session, sketch)
    targets.add_runs(session, sketch)
    people.add_identifiers(session, sketch, common=common)
    people.add_links(session, sketch)
    drawn = sketch.done()
    ties: dict[str, set[str]] = {}
    for edge in drawn.edges:
        ties.setdefault(edge.source, set()).add(edge.target)
        ties.setdefault(edge.target, set()).add(edge.source)
    both = {f"filer:{filer}", f"filer:{other}"}
    kept = both | {node for node, ends in ties.items() if both <= ends}
    nodes = [node for node in drawn.nodes if node.id in kept]
    edges = tuple(e for e in drawn.edges if {e.source, e.target} <= kept)
    return Picture(placed(nodes, edges), edges)


def strongest(edges: Sequence[Edge], most: int) -> tuple[Edge, ...]:
    """Return at most so many edges, in their order: the strongest of each node first, then of each
    kind in turn the next strongest, so that no kind, whatever it counts, hides another.

    Examples
    --------
    >>> edges = [Edge("a", "b", "shares", 1), Edge("a", "c", "runs", 9), Edge("b", "c", "runs", 5)]
    >>> [edge.kind for edge in strongest(edges, 2)]
    ['shares', 'runs']
    """
    turns: list[tuple[bool, int, int]] = []
    seen: dict[str, int] = {}
    tied: set[str] = set()
    for place in sorted(range(len(edges)), key=lambda place: -edges[place].weight):
        edge = edges[place]
        turn = seen[edge.kind] = seen.get(edge.kind, 0) + 1
        turns.append(({edge.source, edge.target} <= tied, turn, place))
        tied |= {edge.source, edge.target}
    kept = sorted(place for _both_tied, _turn, place in sorted(turns)[:most])
    return tuple(edges[place] for place in kept)


def gathered(picture: Picture, ways: Collection[str]) -> Picture:
    """Return the picture with nodes gathered by these ways (rules/findings/pictures.py
    `GATHERED`)."""
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
