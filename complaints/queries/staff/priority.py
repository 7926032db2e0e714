"""Which complaints have a head start in the queue now: those of trusted flaggers in their fields,
and those of trusted filers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, select

from complaints.models import Complaint
from complaints.queries.authority import flaggers
from complaints.queries.findings import trust
from complaints.rules.staff.priority import Priority, head_start
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Ahead:
    """Complaints with one head start; `which` is the condition on `Complaint`."""

    priority: Priority
    by: timedelta
    which: ColumnElement[bool]

    def holds_for(self, complaint_id: Any) -> ColumnElement[bool]:
        """Return the condition for the complaint whose id a column holds."""
        return exists(select(Complaint.id).where(Complaint.id == complaint_id, self.which))


def who_is_ahead(work: UnitOfWork, filer_ids: Collection[int] | None = None) -> list[Ahead]:
    """Return which complaints have a head start; of trusted filers those of some accounts alone,
    where they are named. A complaint is in one of them at most."""
    rows = flaggers.with_priority(work.session, work.now)
    trusted = trust.find_trusted(work, filer_ids)
    of_flaggers = flaggers.in_field(rows)
    by_right = and_(Complaint.filer_id.in_(trusted), not_(of_flaggers))
    groups = (
        (Priority.TRUSTED_FLAGGER, of_flaggers, rows), (Priority.TRUSTED_FILER, by_right, trusted)
    )  # fmt: skip
    law = work.policy.law
    return [Ahead(each, head_start(each, law), which) for each, which, there in groups if there]


def priorities(work: UnitOfWork, complaints: Mapping[int, int]) -> dict[int, Priority]:
    """Return by complaint why it has a head start, of those by id with their filers; those without
    are left out."""
    why: dict[int, Priority] = {}
    for ahead in who_is_ahead(work, set(complaints.values())):
        rows = select(Complaint.id).where(Complaint.id.in_(complaints), ahead.which)
        why |= dict.fromkeys(work.session.scalars(rows), ahead.priority)
    return why
