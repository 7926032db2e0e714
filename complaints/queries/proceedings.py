"""Suits and the like about claims: which of them are open."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Proceeding, ProceedingClaim
from complaints.rules.kinds import Side
from complaints.rules.proceedings import Forum

# A body that settles disputes decides nothing that a law's clock waits for.
_STOPPING = (Forum.COURT, Forum.CLAIMS_BOARD, Forum.AUTHORITY)


def open_on(session: Session, claim_ids: Collection[int]) -> dict[int, list[Proceeding]]:
    """Return by claim the filer's proceedings that are open and stop a law's clock."""
    rows = session.execute(
        select(ProceedingClaim.claim_id, Proceeding)
        .join(Proceeding, Proceeding.id == ProceedingClaim.proceeding_id)
        .where(
            ProceedingClaim.claim_id.in_(claim_ids),
            Proceeding.side == Side.FILER,
            Proceeding.forum.in_(_STOPPING),
            Proceeding.ended_at.is_(None),
        )
        .order_by(Proceeding.id)
    ).tuples()
    by_claim: dict[int, list[Proceeding]] = {}
    for claim_id, row in rows:
        by_claim.setdefault(claim_id, []).append(row)
    return by_claim
