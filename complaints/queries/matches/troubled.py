"""Which parties are bound, warned or flagged, and since when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, bindparam, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from complaints.models import Boycott, Filer, Flag, Right
from complaints.models.base import Moment
from complaints.queries.boycotts.binding import binds_at
from complaints.rules.boycotts import WARNED

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
_FLAGS = (
    select(Filer.party_id, Filer.id, literal(None), Flag.opened_at)
    .join(Flag, Flag.filer_id == Filer.id)
    .where(_PARTIES, Flag.state != "dismissed")
)
_TROUBLED: CompoundSelect[Any] = union_all(_CASES, _FLAGS)
_STATED = (
    select(Right.id)
    .where(
        Right.filer_id == bindparam("filer"),
        Right.rights_holder_id == bindparam("holder"),
        Right.key == bindparam("key"),
    )
    .limit(1)
)


def troubled_since(
    session: Session, party_ids: Collection[int], right_key: str | None, now: datetime
) -> dict[int, datetime]:
    """Return which of these parties are bound, warned or flagged, and since when at the earliest.

    A case for one principal counts where that principal's right (`right_key`) is used, and not
    otherwise: it says nothing about what an agent files for others.
    """
    if not party_ids:
        return {}
    connection = session.connection()
    asked = {"parties": sorted(party_ids), "now": now}
    since: dict[int, datetime] = {}
    for party_id, filer_id, holder_id, at in connection.execute(_TROUBLED, asked).tuples():
        if holder_id is not None:
            concerned = {"filer": filer_id, "holder": holder_id, "key": right_key}
            if right_key is None or connection.execute(_STATED, concerned).first() is None:
                continue
        since[party_id] = min(at, since.get(party_id, at))
    return since
