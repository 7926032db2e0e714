"""Reports that a seller was asked for money or a favour: for staff and the seller, never for a
filer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from complaints.models import DemandReport, Event, EventClaim
from complaints.queries.filing import documents
from complaints.queries.filing.documents import DocumentView
from complaints.rules.actors import Role
from complaints.rules.kinds import DocumentUse
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DemandView:
    """One report with what the seller wrote, and the documents put to its claims with reports."""

    report: DemandReport
    statement: str
    documents: tuple[DocumentView, ...]


def demands_of_claims(work: UnitOfWork, claim_ids: Collection[int]) -> list[DemandView]:
    """Return the reports about these claims, the oldest first; none for a filer, or for a partner
    that acts for it.

    The caller has checked that the actor may see the claims.
    """
    if work.actor.role is Role.FILER:
        return []
    about = select(EventClaim.event_id).where(EventClaim.claim_id.in_(claim_ids))
    rows = work.session.execute(
        select(DemandReport, Event.note)
        .join(Event, Event.id == DemandReport.event_id)
        .where(DemandReport.event_id.in_(about))
        .order_by(DemandReport.id)
    ).all()
    if not rows:
        return []
    put = documents.put_to(work, claim_ids, DocumentUse.DEMAND_REPORT)
    papers = {paper.upload.id: paper for each in put.values() for paper in each}
    return [DemandView(row, note or "", tuple(papers.values())) for row, note in rows]
