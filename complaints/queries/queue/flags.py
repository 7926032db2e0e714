"""Flags in the queue: those that the reader took."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from complaints.models import Filer, Flag
from complaints.queries import rings
from complaints.queries.queue.cases import UNCLOCKED, Waiting
from complaints.work import Work


def waiting(work: Work) -> Iterable[Waiting]:
    """Yield flags that the actor has under review; those of one ring are one case, the first."""
    rows = work.session.execute(
        select(Flag, Filer.name)
        .join(Filer, Filer.id == Flag.filer_id)
        .where(Flag.state == "under_review", Flag.taken_by == work.actor.person_id)
        .order_by(Flag.id)
        .limit(UNCLOCKED)
    ).tuples()
    taken = rows.all()
    in_rings = rings.of_filers(work.session, [flag.filer_id for flag, _name in taken])
    shown: set[int | None] = set()
    for flag, name in taken:
        ring = in_rings.get(flag.filer_id)
        if ring is None or ring not in shown:
            what = "review_flag" if ring is None else "review_ring"
            yield Waiting("flag", flag.id, None, (what,), flag.level, flag.filer_id, name)
        shown.add(ring)
