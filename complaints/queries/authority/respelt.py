"""Statements that may mean a right, typed otherwise. To ask and to hold by; nothing is refused."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from abuse.identity.respelling import may_be_one
from complaints.models import Right

# A number that so many have stated tells nobody apart.
STATEMENTS = 100
_STATED = aliased(Right)
_NUMBER = (
    select(_STATED.bare_number)
    .where(_STATED.key == bindparam("key"), _STATED.bare_number.is_not(None))
    .limit(1)
    .scalar_subquery()
)
_RESPELT = (
    select(Right.id, Right.key)
    .where(Right.bare_number == _NUMBER, Right.key != bindparam("key"))
    .limit(STATEMENTS)
)


def respelt(session: Session, right_key: str) -> list[int]:
    """Return the statements under other keys that may mean this right, which is stored; none where
    there are too many. Its number was given another kind, no place, or signs that may mean
    nothing."""
    rows = session.connection().execute(_RESPELT, {"key": right_key}).tuples().all()
    if len(rows) == STATEMENTS:
        return []
    return [right_id for right_id, key in rows if may_be_one(right_key, key)]
