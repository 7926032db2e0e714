"""Keeps a ring one case from scan to scan, as rules/cases/rings.py follows it.

A scan that finds the same members changes nothing. Must not touch a flag: a ring says only who is
looked at together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import update

from complaints.models import Ring, RingMember
from complaints.queries.cases import rings as ring_queries
from complaints.rules.cases import rings as ring_rules
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork


def follow_rings(work: UnitOfWork, rings: Mapping[str, Collection[int]]) -> None:
    """Store which accounts each ring of a scan has, under the ring of before that it continues.

    `rings` are those that are worth looking at, by the scan's name. A ring that the scan does not
    find keeps its members, so that it is known again; one that another took in is closed.
    """
    cases = ring_queries.members_as_last_seen(work.session)
    continues = ring_rules.followed(cases, rings)
    origins = ring_rules.split_cases(cases, rings, continues)
    numbers = {
        name: continues.get(name) or _open(work, name, origins.get(name)).id
        for name in sorted(rings)
    }
    # Who is in a ring now leaves the one before, first: an account is in one at most.
    staying = {filer: numbers[name] for name, members in rings.items() for filer in members}
    _leave(work, cases, staying, numbers)
    for name, members in rings.items():
        _join(work, numbers[name], name, set(members) - set(cases.get(numbers[name], ())))
    heirs = ring_rules.merged(cases, rings, continues)
    for case in sorted(cases.keys() - set(continues.values())):
        _miss(work, case, numbers.get(heirs.get(case, "")))


def _open(work: UnitOfWork, name: str, origin: int | None) -> Ring:
    ring = Ring(name=name, opened_at=work.now, updated_at=work.now, split_from=origin)
    work.session.add(ring)
    work.session.flush()
    ledger.record(work, "opened", "ring", ring.id, split_from=origin)
    return ring


def _leave(
    work: UnitOfWork,
    cases: Mapping[int, Collection[int]],
    staying: Mapping[int, int],
    numbers: Mapping[str, int],
) -> None:
    """End the time of members that are in another ring now, or no more in the one that goes on."""
    going_on = set(numbers.values())
    for case, before in cases.items():
        gone = [
            filer
            for filer in before
            if staying.get(filer, None if case in going_on else case) != case
        ]
        if gone:
            _end(work, case, gone)


def _end(work: UnitOfWork, case: int, filers: Iterable[int]) -> None:
    left = sorted(filers)
    work.session.execute(
        update(RingMember)
        .where(
            RingMember.ring_id == case,
            RingMember.filer_id.in_(left),
            RingMember.left_at.is_(None),
        )
        .values(left_at=work.now)
    )
    _touch(work, case)
    ledger.record(work, "left_ring", "ring", case, filers=left)


def _join(work: UnitOfWork, case: int, name: str, fresh: Collection[int]) -> None:
    ring = work.session.get_one(Ring, case)
    if ring.missed_since is not None:
        ring.missed_since, ring.updated_at = None, work.now
        ledger.record(work, "found_ring", "ring", case)
    ring.name = name
    if not fresh:
        return
    joined = sorted(fresh)
    work.session.add_all(
        RingMember(ring_id=case, filer_id=filer, joined_at=work.now) for filer in joined
    )
    ring.updated_at = work.now
    work.session.flush()
    ledger.record(work, "joined_ring", "ring", case, filers=joined)


def _miss(work: UnitOfWork, case: int, heir: int | None) -> None:
    """Note that a scan did not find a ring, once, and which ring took it in."""
    ring = work.session.get_one(Ring, case)
    if heir is not None:
        _close(work, ring, heir)
    elif ring.missed_since is None:
        ring.missed_since, ring.updated_at = work.now, work.now
        ledger.record(work, "missed_ring", "ring", case)


def _close(work: UnitOfWork, ring: Ring, heir: int) -> None:
    still = ring_queries.members_as_last_seen(work.session).get(ring.id)
    if still:
        _end(work, ring.id, still)
    ring.merged_into, ring.updated_at = heir, work.now
    ledger.record(work, "merged_ring", "ring", ring.id, into=heir)


def _touch(work: UnitOfWork, case: int) -> None:
    work.session.execute(update(Ring).where(Ring.id == case).values(updated_at=work.now))
