"""Who is in which ring now."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import RingMember

# Filers in one statement; SQLite takes 32,766 parameters.
_AT_ONCE = 5_000


def members_as_last_seen(session: Session) -> dict[int, set[int]]:
    """Return the accounts of each ring, by its number: those of a ring that a scan missed too."""
    rows = session.execute(
        select(RingMember.ring_id, RingMember.filer_id).where(RingMember.left_at.is_(None))
    ).tuples()
    members: dict[int, set[int]] = {}
    for ring_id, filer_id in rows:
        members.setdefault(ring_id, set()).add(filer_id)
    return members


def of_filers(session: Session, filer_ids: Collection[int]) -> dict[int, int]:
    """Return the ring of each account that is in one."""
    rings: dict[int, int] = {}
    ids = sorted(filer_ids)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        rings |= dict(
            session.execute(
                select(RingMember.filer_id, RingMember.ring_id).where(
                    RingMember.filer_id.in_(some), RingMember.left_at.is_(None)
                )
            )
            .tuples()
            .all()
        )
    return rings


def sizes(session: Session, ring_ids: Collection[int]) -> dict[int, int]:
    """Return how many accounts each of these rings has now."""
    rows = session.execute(
        select(RingMember.ring_id, func.count())
        .where(RingMember.ring_id.in_(ring_ids), RingMember.left_at.is_(None))
        .group_by(RingMember.ring_id)
    )
    return dict(rows.tuples().all())
