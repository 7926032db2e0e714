"""Puts a picture together: people, what they share, their targets, steps further, places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.orm import Session

from complaints.models import Flag
from complaints.queries.pictures import expanding, people, targets
from complaints.queries.pictures.layout import placed
from complaints.queries.pictures.marks import Picture, Sketch
from complaints.rules.pictures import parse


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
