"""Flags in the queue: those that the reader took, and those of colleagues who left. Those of a ring
wait as the ring's one case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from complaints.queries.cases import flags, rings
from complaints.queries.staff.queue.cases import UNCLOCKED, Waiting
from complaints.queries.staff.queue.rings import of_ring
from complaints.rules.staff.teamwork import Holders
from complaints.work import UnitOfWork


def waiting_flags(work: UnitOfWork) -> Iterable[Waiting]:
    """Yield flags that the actor has under review, and rings of which it has some; and as nobody's
    those of somebody whose access has ended."""
    mine = Holders(person_id=work.actor.person_id)
    for each in _under_review(work, mine=True):
        yield replace(each, holders=mine)
    yield from _under_review(work, left_behind=True)


def _under_review(
    work: UnitOfWork, *, mine: bool = False, left_behind: bool = False
) -> Iterable[Waiting]:
    rows = flags.find_flags(
        work, state="under_review", mine=mine, left_behind=left_behind, one_a_ring=True,
        limit=UNCLOCKED,
    )  # fmt: skip
    in_rings = rings.of_filers(work.session, [filer.id for _flag, filer in rows])
    for flag, filer in rows:
        ring_id = in_rings.get(filer.id)
        if ring_id is None:
            yield Waiting("flag", flag.id, None, ("review_flag",), flag.level, filer.id, filer.name)
        else:
            yield of_ring(ring_id, "review_ring", filer.id, filer.name)
