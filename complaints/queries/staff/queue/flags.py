"""Flags in the queue: those that the reader took, those of colleagues who left, and those that
their filer answered. Those of a ring wait as the ring's one case."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from complaints.queries.cases import flag_answers, flags, rings
from complaints.queries.logins import grants
from complaints.queries.staff import stand_ins
from complaints.queries.staff.concerned import is_tied
from complaints.queries.staff.queue.cases import UNCLOCKED, Waiting
from complaints.queries.staff.queue.rings import of_ring
from complaints.rules.staff.stand_ins import who_does
from complaints.rules.staff.teamwork import Holders
from complaints.work import UnitOfWork

ANSWERED = "flag_answered"


def waiting_flags(work: UnitOfWork) -> Iterable[Waiting]:
    """Yield flags that the actor, or somebody for whom it stands in, has under review, and rings of
    which it has some; and as nobody's those of somebody whose access has ended, those of somebody
    absent whose stand-in counts as one with the filer, and those whose filer answered and that
    nobody has."""
    away, me = stand_ins.away(work), work.actor.person_id
    if me not in away:
        for each in _under_review(work, taken_by=[me or 0]):
            yield replace(each, holders=Holders(person_id=me))
    yield from _of_absent(work, away)
    yield from _under_review(work, left_behind=True)
    yield from _answered(work)


def _of_absent(work: UnitOfWork, away: Mapping[int, int]) -> Iterable[Waiting]:
    ties = grants.ties(work.session) if away else None
    for absent_id in away:
        doer_id = who_does(absent_id, away)
        for each in _under_review(work, taken_by=[absent_id]):
            if ties and is_tied(work.session, ties, doer_id, each.subject, each.id):
                yield each
            elif doer_id == work.actor.person_id:
                yield replace(each, holders=Holders(person_id=doer_id))


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
