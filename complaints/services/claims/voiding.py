"""Makes a decision that is pending void, because the claim's clock rang meanwhile."""

from __future__ import annotations

from sqlalchemy import delete, select

from complaints.models import PendingClaim, PendingDecision
from complaints.services import ledger
from complaints.work import Work


def void(work: Work, claim_id: int, why: str) -> None:
    """Take a pending decision back that names this claim: a clock due meanwhile is honoured, and
    its person decides again on what is left."""
    pending_id = work.session.scalar(
        select(PendingClaim.pending_id).where(PendingClaim.claim_id == claim_id)
    )
    if pending_id is None:
        return
    pending = work.session.get_one(PendingDecision, pending_id)
    work.session.execute(delete(PendingClaim).where(PendingClaim.pending_id == pending_id))
    ledger.record(
        work, "voided", "complaint", pending.complaint_id, why=why, decision=pending.decision,
        claim=claim_id,
    )  # fmt: skip
    work.session.delete(pending)
    work.session.flush()
