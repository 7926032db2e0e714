"""Rings in the queue: each is one case, however many of its accounts wait and for what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from complaints.queries.cases import flags, rings
from complaints.queries.staff.queue import holders
from complaints.queries.staff.queue.cases import Waiting
from complaints.work import UnitOfWork


def of_ring(ring_id: int, what: str, filer_id: int, name: str) -> Waiting:
    """Return a ring that waits because of one of its accounts."""
    return Waiting("ring", ring_id, None, (what,), str(ring_id), filer_id, name)


def waiting_rings(work: UnitOfWork) -> Iterable[Waiting]:
    """Yield rings that somebody gave to the actor or its team, or that it has in hand, while one of
    their flags is open or under review."""
    ids = holders.touched(work, "ring", "mine") | holders.touched(work, "ring", "team")
    for ring_id, rows in sorted(flags.of_rings(work, ids).items()) if ids else ():
        _flag, filer = rows[0]
        yield of_ring(ring_id, "review_ring", filer.id, filer.name)


def is_to_review(work: UnitOfWork, ring_id: int) -> bool:
    """Say whether a flag of the ring is open or under review."""
    return ring_id in flags.of_rings(work, [ring_id])


def once(work: UnitOfWork, cases: Iterable[Waiting]) -> list[Waiting]:
    """Return the cases with each ring once, under the account that came first: what all of its
    accounts wait for, and how many it has."""
    rows: dict[tuple[str, int], Waiting] = {}
    for each in cases:
        known = rows.get((each.subject, each.id), each)
        what = tuple(dict.fromkeys(known.what + each.what))
        # The first account may be one that somebody else took.
        holders_of = known.holders if known.holders.person_id is not None else each.holders
        rows[each.subject, each.id] = replace(known, what=what, holders=holders_of)
    sizes = rings.sizes(work.session, [each.id for each in rows.values() if each.subject == "ring"])
    return [
        replace(each, accounts=sizes.get(each.id, 0)) if each.subject == "ring" else each
        for each in rows.values()
    ]
