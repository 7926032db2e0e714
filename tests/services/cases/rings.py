"""A market in which scans find rings, for tests of rings."""

from __future__ import annotations

from datetime import timedelta

from complaints.models import Filer, Ring, RingMember
from complaints.rules.actors import SYSTEM
from complaints.services.findings import scans
from tests.scenes.working import working
from tests.services.cases.market import Market, finding, report


class Streets(Market):
    """Filers by name, each with a complaint, and scans that put them into rings."""

    def __init__(self, session, now, names):
        super().__init__(session, now, {"complaint": 500, "listing": 500})
        self.ann = self.staff("ann")
        self.known: dict[str, Filer] = {name: self.filer(name) for name in names}
        self.cases = {
            name: [self.complaint(filer, now - timedelta(days=1))]
            for name, filer in self.known.items()
        }
        for filer in self.known.values():
            for days in (20, 30):
                at = now - timedelta(days=days)
                self.complaint(filer, at, merit="manifestly_unfounded")

    def found(self, as_of, rings, *, level="warning"):
        """Return a report in which each string of `rings` names the members of one ring; one name
        alone is of none."""
        return report(
            as_of,
            *(
                finding(
                    self.known[name], self.cases[name], level=level, score=0.9,
                    ring=f"ring-{members}" if len(members) > 1 else None,
                )
                for members in rings
                for name in members
            ),
        )  # fmt: skip


def scan(database, streets, now, *rings, level="warning"):
    with database.transaction() as session:
        return scans.record(
            working(session, SYSTEM, now),
            streets.found(now, rings, level=level),
            later_levels={},
            started_at=now,
        )


def rings(database, streets):
    """Return for each ring its number, its members by name as last seen, and where it went."""
    names = {filer.id: name for name, filer in streets.known.items()}
    with database.reading() as session:
        members: dict[int, list[str]] = {}
        for row in session.query(RingMember).where(RingMember.left_at.is_(None)):
            members.setdefault(row.ring_id, []).append(names[row.filer_id])
        return [
            (ring.id, "".join(sorted(members.get(ring.id, ()))), ring.merged_into, ring.split_from)
            for ring in session.query(Ring).order_by(Ring.id)
        ]
