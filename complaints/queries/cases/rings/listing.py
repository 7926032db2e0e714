"""The list of rings: each with how many accounts it has and where their flags stand.

Who is in which ring now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import Flag, Ring, RingMember
from complaints.queries.cases.flags import stake_of
from complaints.queries.findings import scans
from complaints.rules.cases.flags import UNFINISHED
from complaints.rules.kinds import Level
from complaints.words import message as _
from complaints.work import UnitOfWork

Place = tuple[int, int, float, int]


@dataclass(frozen=True, slots=True)
class RingRow:
    """A ring in the list. `states` counts its accounts' newest flags by state; `level` and `score`
    are those of the strongest, `stake` is what is at stake with all of them, as one number."""

    ring: Ring
    accounts: int
    states: Mapping[str, int]
    level: str | None
    score: float
    stake: int

    @property
    def place(self) -> Place:
        """Its place in the list, in the order in which to look at them."""
        return -Level(self.level or Level.NONE).rank, -self.stake, -self.score, self.ring.id


def find_rings(
    work: UnitOfWork, *, state: str = "unfinished", after: int | None = None, limit: int = 50
) -> list[RingRow]:
    """Return up to limit + 1 rings, the one with the highest flag first.

    `state`: "unfinished", where a flag of the ring is open or under review, or "all". A ring that
    another took in is not there. `after` is the number that the page before ended with.
    Refuses with: not-found.
    """
    if not work.actor.reads_as_staff:
        raise not_found(_("ring"))
    rows = sorted(_rows(work), key=lambda row: row.place)
    if state == "unfinished":
        rows = [row for row in rows if any(row.states.get(each) for each in UNFINISHED)]
    if after is not None:
        numbers = [row.ring.id for row in rows]
        rows = rows[numbers.index(after) + 1 :] if after in numbers else []
    return rows[: limit + 1]


def _rows(work: UnitOfWork) -> Sequence[RingRow]:
    members = members_as_last_seen(work.session)
    latest = scans.latest_flags(work.session, set().union(*members.values()))
    rings = work.session.scalars(select(Ring).where(Ring.merged_into.is_(None)))
    return [
        _row(ring, members[ring.id], latest) for ring in rings if ring.id in members
    ]  # fmt: skip


def _row(ring: Ring, members: set[int], latest: Mapping[int, Flag]) -> RingRow:
    flags = [latest[filer] for filer in members if filer in latest]
    first = max(flags, key=lambda flag: (Level(flag.level).rank, flag.score), default=None)
    return RingRow(
        ring,
        len(members),
        Counter(flag.state for flag in flags),
        first.level if first else None,
        first.score if first else 0.0,
        max((stake_of(flag).get("weight", 0) for flag in flags), default=0),
    )


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
