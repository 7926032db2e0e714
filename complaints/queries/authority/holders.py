"""Rights holders by id, for the complaints and rights that name them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from complaints.models import Authorization, Complaint, Right, RightsHolder
from complaints.queries.logins import filers
from complaints.work import UnitOfWork

# What names a holder for a filer.
_NAMING: Final = (Right, Authorization, Complaint)


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


def is_hidden(work: UnitOfWork, holder_id: int) -> bool:
    """Say whether a key that is cut to named filers may not see a holder: it is named for others
    alone. One that nothing names yet was stored just now."""
    if work.actor.only_filers is None:
        return False
    named = or_(*(exists().where(each.rights_holder_id == holder_id) for each in _NAMING))
    seen = or_(
        *(
            exists().where(
                each.rights_holder_id == holder_id,
                filers.filers_in_sight(work.actor, each.filer_id),
            )
            for each in _NAMING
        )
    )
    return bool(work.session.scalar(select(and_(named, ~seen))))
