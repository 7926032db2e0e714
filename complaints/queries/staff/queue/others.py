"""Complaints that wait for their filer: staff asked for something, and no claim waits for staff."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select, text
from sqlalchemy.orm import aliased

from complaints.models import Claim, Clock, Complaint, Filer
from complaints.queries.staff.queue import filters as filtering
from complaints.queries.staff.queue.cases import UNCLOCKED, Waiting
from complaints.queries.staff.queue.filters import Filters
from complaints.rules.law.clocks import RUNS, STAFFS
from complaints.rules.law.regimes import ClockKind
from complaints.work import UnitOfWork


def asked_of_filers(work: UnitOfWork, filters: Filters) -> list[Waiting]:
    """Return complaints of which some claim waits for its filer's answer and none for staff, the
    oldest first, each by the day by which the filer answers."""
    other: Any = aliased(Claim)
    for_staff = exists().where(
        other.complaint_id == Claim.complaint_id, other.state.in_(list(STAFFS))
    )
    rows = work.session.execute(
        select(Complaint.id, Complaint.reference, Filer.id, Filer.name, func.count(Claim.id))
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Filer, Filer.id == Complaint.filer_id)
        # As the partial index has it: a parameter would not be known to be covered.
        .where(text("claim.state = 'incomplete'"), ~for_staff)
        .where(*filtering.conditions(work, filters, Complaint.id, waiting=False))
        .group_by(Complaint.id, Complaint.reference, Filer.id, Filer.name)
        .order_by(Complaint.id)
        .limit(UNCLOCKED)
    ).tuples()
    asked = list(rows)
    ends = _ends(work, [row[0] for row in asked])
    return [
        Waiting(
            "complaint", row_id, ends.get(row_id), ("filer_asked",), reference, filer_id, name, n
        )
        for row_id, reference, filer_id, name, n in asked
    ]


def _ends(work: UnitOfWork, complaint_ids: list[int]) -> dict[int, datetime]:
    """Return by complaint the first day by which its filer answers."""
    clocks = (
        select(Claim.complaint_id, func.min(Clock.ends_at))
        .join(Claim, Claim.id == Clock.claim_id)
        .where(
            Claim.complaint_id.in_(complaint_ids),
            Clock.kind == ClockKind.COMPLETE,
            Clock.state.in_(RUNS),
        )
        .group_by(Claim.complaint_id)
    )
    return {row_id: ends for row_id, ends in work.session.execute(clocks).tuples() if ends}
