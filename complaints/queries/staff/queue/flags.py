"""Flags in the queue: those that the reader took, those of colleagues who left, and those that
their filer answered. Those of a ring wait as the ring's one case."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable
from dataclasses import replace

from complaints.queries.cases import flag_answers, flags, rings
from complaints.queries.staff import stand_ins
from complaints.queries.staff.queue.cases import UNCLOCKED, Waiting
from complaints.queries.staff.queue.rings import of_ring
from complaints.rules.staff.teamwork import Holders
from complaints.work import UnitOfWork

ANSWERED = "flag_answered"


def waiting_flags(work: UnitOfWork) -> Iterable[Waiting]:
    """Yield flags that the actor, or somebody for whom it stands in, has under review, and rings of
    which it has some; and as nobody's
    those of somebody whose access has ended, and those whose filer answered and that nobody has."""
    mine = Holders(person_id=work.actor.person_id)
    ours = stand_ins.work_of(work, stand_ins.away(work))
    for each in _under_review(work, taken_by=ours):
        yield replace(each, holders=mine)
    yield from _under_review(work, left_behind=True)
    yield from _answered(work)


def _answered(work: UnitOfWork) -> Iterable[Waiting]:
    """Yield flags that nobody has under review and whose filer answered before any warning."""
    rows = work.session.execute(flag_answers.to_read(UNCLOCKED)).tuples().all()
    in_rings = rings.of_filers(work.session, [filer.id for _flag, filer in rows])
    for flag, filer in rows:
        ring_id = in_rings.get(filer.id)
        if ring_id is None:
            yield Waiting("flag", flag.id, None, (ANSWERED,), flag.level, filer.id, filer.name)
        else:
            yield of_ring(ring_id, ANSWERED, filer.id, filer.name)


def _under_review(
    work: UnitOfWork, *, taken_by: Collection[int] | None = None, left_behind: bool = False
) -> Iterable[Waiting]:
    rows = flags.find_flags(
        work, state="under_review", taken_by=taken_by, left_behind=left_behind, one_a_ring=True,
        limit=UNCLOCKED,
    )  # fmt: skip
    in_rings = rings.of_filers(work.session, [filer.id for _flag, filer in rows])
    of_rings = flags.of_rings(work, set(in_rings.values())) if in_rings else {}
    read = [flag.id for flag, _filer in [*rows, *itertools.chain(*of_rings.values())]]
    answered = flag_answers.answered_at(work.session, read)
    for flag, filer in rows:
        ring_id = in_rings.get(filer.id)
        said = (ANSWERED,) if flag.id in answered else ()
        if ring_id is None:
            what = ("review_flag", *said)
            yield Waiting("flag", flag.id, None, what, flag.level, filer.id, filer.name)
        else:
            yield of_ring(ring_id, "review_ring", filer.id, filer.name)
            if any(each.id in answered for each, _filer in of_rings.get(ring_id, ())):
                yield of_ring(ring_id, ANSWERED, filer.id, filer.name)
