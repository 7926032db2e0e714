"""Puts open complaints of accounts into the lane, as a boycott begins to bind them. Ground of the
services.

They were filed before it, so that nothing of them goes unread and no proof is asked. A clock of
their own says by when a person decides them: they come neither before honest complaints nor last.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from complaints.models import Boycott, Claim
from complaints.queries.cases import holds
from complaints.queries.law.clocks import law_of
from complaints.rules.decisions.claims import OPEN_STATES
from complaints.rules.law.regimes import ClockKind
from complaints.rules.law.treatments import Treatment
from complaints.services.law import clocks
from complaints.services.registry.rows import chunks
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork


def give_lane(work: UnitOfWork, filer_ids: Collection[int], boycott: Boycott) -> int:
    """Put the open claims of accounts that a boycott binds from now on into the lane, those for its
    principal alone where it has one; return how many. The caller has locked the accounts."""
    by_filer = holds.open_complaints(work.session, filer_ids, boycott)
    total = 0
    for filer_id, complaint_ids in by_filer.items():
        count = sum(_give(work, chunk) for chunk in chunks(complaint_ids))
        ledger.record(work, "to_the_lane", "filer", filer_id, claims=count, boycott=boycott.id)
        total += count
    return total


def _give(work: UnitOfWork, complaint_ids: Collection[int]) -> int:
    opened = select(Claim).where(
        Claim.complaint_id.in_(complaint_ids),
        Claim.state.in_(OPEN_STATES),
        Claim.treatment.is_(None),
    )
    rows = work.session.scalars(opened.order_by(Claim.id).with_for_update(of=Claim)).all()
    # What an import left undecided has no clock of staff's, and gets none by this.
    waiting = [row for row in rows if row.state == "received" and not row.from_history]
    clocks.stop_all(work, [row.id for row in waiting], ClockKind.DECIDE, "lane")
    ends = clocks.start_all(work, [(row.id, law_of(work, row)) for row in waiting], ClockKind.LANE)
    for row in rows:
        row.treatment = str(Treatment.LANE)
        row.decide_by = ends.get(row.id, row.decide_by)
    work.session.flush()
    return len(rows)
