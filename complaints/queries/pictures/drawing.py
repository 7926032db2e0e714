"""Puts a picture together: people, what they share, their targets, steps further, places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.orm import Session

from complaints.models import Flag
from complaints.queries.pictures import expanding, people, targets
from complaints.queries.pictures.layout import placed
from complaints.queries.pictures.marks import Node, Picture, Sketch
from complaints.rules.pictures import NODE_KINDS, parse


def picture(
    session: Session,
    flag: Flag,
    *,
    common: int,
    expand: Collection[str] = (),
    kinds: Collection[str] | None = None,
) -> Picture:
    """Return the neighbourhood of a flag's filer, capped, with places.

    `common` is the most accounts that may share a thing for it to tell anything (the scan's
    `hands_common`). `expand` names nodes of the picture to go one step further from, `kinds` the
    kinds of edges to keep. Refuses with: invalid-request, for what names no node.
    """
    steps = parse(expand)
    sketch = Sketch()
    people.add_filers(session, sketch, flag, common=common)
    targets.add_holders(session, sketch)
    targets.add_targets(session, sketch)
    targets.add_runs(session, sketch)
    for kind, key in steps:
        if kind not in ("identity", "paper"):
            expanding.expand(session, sketch, kind, key)
    people.add_identifiers(session, sketch, common=common)
    for kind, key in steps:
        if kind in ("identity", "paper"):
            expanding.expand(session, sketch, kind, key)
    people.add_links(session, sketch)
    drawn = sketch.done()
    if kinds is not None:
        drawn = drawn.only(kinds)
    return replace(drawn, nodes=placed(drawn.nodes, drawn.edges))


def around(session: Session, node_id: str) -> Picture:
    """Return what one node is tied to, capped, without places; the node itself stands unnamed.

    Refuses with: invalid-request, for what names no node.
    """
    ((kind, key),) = parse([node_id])
    sketch = Sketch()
    sketch.add(Node(node_id, NODE_KINDS[kind], "", key))
    expanding.expand(session, sketch, kind, key)
    return sketch.done()


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
    return Picture(
        tuple(node for node in drawn.nodes if node.id in kept),
        tuple(e for e in drawn.edges if {e.source, e.target} <= kept),
    )
