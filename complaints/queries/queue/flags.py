"""Flags in the queue: those that the reader took. Those of a ring wait as the ring's one case."""

from __future__ import annotations

from collections.abc import Iterable

from complaints.queries import flags, rings
from complaints.queries.queue.cases import UNCLOCKED, Waiting
from complaints.queries.queue.rings import of_ring
from complaints.work import Work


def waiting(work: Work) -> Iterable[Waiting]:
    """Yield flags that the actor has under review, and rings of which it has some."""
    rows = flags.find(work, state="under_review", mine=True, one_a_ring=True, limit=UNCLOCKED)
    in_rings = rings.of_filers(work.session, [filer.id for _flag, filer in rows])
    for flag, filer in rows:
        ring_id = in_rings.get(filer.id)
        if ring_id is None:
            yield Waiting("flag", flag.id, None, ("review_flag",), flag.level, filer.id, filer.name)
        else:
            yield of_ring(ring_id, "review_ring", filer.id, filer.name)
