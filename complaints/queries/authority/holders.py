"""Rights holders by id, for the complaints and rights that name them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complaint, RightsHolder


def served_by(session: Session, filer_id: int, *, limit: int = 200) -> list[RightsHolder]:
    """Return the rights holders that a filer filed for, by name."""
    filed = select(Complaint.rights_holder_id).where(Complaint.filer_id == filer_id)
    statement = select(RightsHolder).where(RightsHolder.id.in_(filed)).order_by(RightsHolder.name)
    return list(session.scalars(statement.limit(limit)))


def by_ids(session: Session, ids: Collection[int]) -> Mapping[int, RightsHolder]:
    """Return the rights holders with these ids."""
    if not ids:
        return {}
    rows = session.scalars(select(RightsHolder).where(RightsHolder.id.in_(ids)))
    return {holder.id: holder for holder in rows}
