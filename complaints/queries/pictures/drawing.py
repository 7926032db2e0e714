"""Puts a picture together: filers, what they share, their targets, expanded nodes, places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from complaints.models import Flag
from complaints.queries.pictures import expanding, people, targets
from complaints.queries.pictures.gathering import gathered
from complaints.queries.pictures.layout import placed
from complaints.queries.pictures.marks import Picture, Sketch
from complaints.rules.pictures import parse_nodes


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
    `gather` (rules/pictures.py), and no more than what the node `focus` is tied to."""
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
