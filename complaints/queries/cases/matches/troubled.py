"""Which parties are bound, warned or flagged, and since when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, and_, bindparam, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from complaints.models import Boycott, Filer, Flag
from complaints.models.base import Moment
from complaints.queries.cases.boycotts.binding import binds_at, is_for
from complaints.rules.cases.boycotts import UNFINISHED, WARNED

_PARTIES = Filer.party_id.in_(bindparam("parties", expanding=True))
_NOW = bindparam("now", type_=Moment())
_CASES = (
    select(
        Filer.party_id,
        Filer.id,
        Boycott.rights_holder_id,
        func.coalesce(Boycott.warned_at, Boycott.starts_at, type_=Moment()),
    )
    .join(Boycott, Boycott.filer_id == Filer.id)
    .where(_PARTIES, or_(Boycott.state.in_(WARNED), binds_at(_NOW)))
)
_PROPOSED = (
    select(Boycott.id)
    .where(Boycott.flag_id == Flag.id, Boycott.filer_id == Flag.filer_id)
    .correlate(Flag)
)
# Once all that was proposed by a flag is over, the flag is too; a newer one is another row.
_COUNTS = and_(
    Flag.state != "dismissed",
    or_(
        Flag.state != "confirmed",
        ~_PROPOSED.exists(),
        _PROPOSED.where(Boycott.state.in_(UNFINISHED)).exists(),
    ),
)
_FLAGS = (
    select(Filer.party_id, Filer.id, literal(None), Flag.opened_at)
    .join(Flag, Flag.filer_id == Filer.id)
    .where(_PARTIES, _COUNTS)
)
_TROUBLED: CompoundSelect[Any] = union_all(_CASES, _FLAGS)


def is_anybody_troubled(session: Session, now: datetime) -> bool:
    """Say whether any party at all is bound, warned or flagged."""
    case = select(Boycott.id).where(or_(Boycott.state.in_(WARNED), binds_at(now))).limit(1)
    flag = select(Flag.id).where(Flag.state != "dismissed").limit(1)
    return session.scalar(case) is not None or session.scalar(flag) is not None


def troubled_since(
    session: Session,
    party_ids: Collection[int],
    right_key: str | None,
    now: datetime,
    *,
    holder_id: int | None = None,
    unnamed: bool = False,
) -> dict[int, datetime]:
    """Return which of these parties are bound, warned or flagged, and since when at the earliest.

    A case for one principal counts where it is filed for that principal (`holder_id`, or by a
    `right_key` of its), or where an agent names nobody, and not otherwise: it says nothing about
    what an agent files for others.
    """
    if not party_ids:
        return {}
    asked = {"parties": sorted(party_ids), "now": now}
    since: dict[int, datetime] = {}
    for party_id, filer_id, principal, at in session.connection().execute(_TROUBLED, asked):
        if (
            principal is None
            or unnamed
            or is_for(session, filer_id, principal, holder_id, right_key)
        ):
            since[party_id] = min(at, since.get(party_id, at))
    return since
