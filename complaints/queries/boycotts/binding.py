"""Which boycott stops a complaint. The clock is compared; no job has to have run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from complaints.models import Boycott
from complaints.rules.boycotts import BINDING


def binding(
    session: Session, filer_id: int, rights_holder_id: int | None, now: datetime
) -> Boycott | None:
    """Return the boycott that stops a complaint of this filer for this principal, if any.

    A boycott of the filer as a whole binds every complaint; one for a principal only those that
    are filed for it. Of several, the whole one counts, then the one that lasts longest.
    """
    scope: ColumnElement[bool] = Boycott.rights_holder_id.is_(None)
    if rights_holder_id is not None:
        scope = or_(scope, Boycott.rights_holder_id == rights_holder_id)
    found = (
        select(Boycott)
        .where(Boycott.filer_id == filer_id, binds_at(now), scope)
        .order_by(Boycott.rights_holder_id.is_not(None), Boycott.ends_at.desc())
        .limit(1)
    )
    return session.scalar(found)


def in_force(session: Session, now: datetime) -> Sequence[Boycott]:
    """Return all boycotts that bind at `now`, the one that ends first first."""
    order = (Boycott.ends_at, Boycott.id)
    return session.scalars(select(Boycott).where(binds_at(now)).order_by(*order)).all()


def binds_at(now: datetime) -> ColumnElement[bool]:
    """Return the condition for boycotts that stop complaints at `now`."""
    return and_(Boycott.state.in_(BINDING), Boycott.starts_at <= now, Boycott.ends_at > now)
