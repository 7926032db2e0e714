"""What thresholds of the ladder come to in the record itself, with no scan: counted, not replayed.

For a draft that moves them: how many parties have enough graded claims now, how many warnings were
answered in time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import Boycott, Claim, Complaint, Filer
from complaints.rules.cases.boycotts import BoycottPolicy
from complaints.rules.kinds import Merit

YEAR = timedelta(days=365)


def with_enough_graded(session: Session, policy: BoycottPolicy, *, now: datetime) -> int:
    """Count the parties that filed at least `min_manifest` claims within `window` days that are
    graded manifestly unfounded. Where none is needed, all that filed are counted."""
    since = now - timedelta(days=policy.window)
    filed = (
        select(Filer.party_id)
        .join(Complaint, Complaint.filer_id == Filer.id)
        .join(Claim, Claim.complaint_id == Complaint.id)
        .where(Complaint.filed_at > since, Complaint.filed_at <= now)
        .group_by(Filer.party_id)
        .having(func.count() >= policy.min_manifest)
    )
    if policy.min_manifest:
        filed = filed.where(Claim.merit == Merit.MANIFESTLY_UNFOUNDED)
    return session.scalar(select(func.count()).select_from(filed.subquery())) or 0


def answered_within(session: Session, days: int, *, now: datetime) -> int:
    """Count the warnings of the last year that were answered within so many days of arriving."""
    rows = session.execute(
        select(Boycott.delivered_at, Boycott.answered_at).where(
            Boycott.delivered_at > now - YEAR, Boycott.delivered_at <= now,
            Boycott.answered_at.is_not(None),
        )
    ).tuples()  # fmt: skip
    limit = timedelta(days=days)
    return sum(1 for got, answered in rows if got and answered and answered <= got + limit)
