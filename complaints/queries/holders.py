"""Rights holders by id, for the cases that name them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import RightsHolder


def by_ids(session: Session, ids: Collection[int]) -> Mapping[int, RightsHolder]:
    """Return the rights holders with these ids."""
    if not ids:
        return {}
    found = session.scalars(select(RightsHolder).where(RightsHolder.id.in_(ids)))
    return {holder.id: holder for holder in found}
