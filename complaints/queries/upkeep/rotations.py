"""Changes of the service's keys: those under way, and what the last one could not take along."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.orm import Session

from complaints.models import KeyRotation
from complaints.rules.kinds import SecretKind

# The name of no key: what an earlier version sealed was not bound to its row.
UNBOUND = "unbound"


def find_open_rotation(session: Session, kind: SecretKind) -> KeyRotation | None:
    """Return the change of this kind of key that is under way."""
    return session.scalars(select(KeyRotation).where(*_is_unfinished(kind))).first()


def names_of_change(session: Session, kind: SecretKind) -> tuple[str, str] | None:
    """Return the names of the new key and the old one of the change that is under way.

    These columns alone: an older revision has no others.
    """
    row = session.execute(
        select(KeyRotation.new_key, KeyRotation.old_key).where(*_is_unfinished(kind))
    ).first()
    return None if row is None else (row.new_key, row.old_key)


def not_compared(session: Session | Connection) -> int:
    """Return how many hashes of identities are compared with nothing new: their key is gone, and no
    original tells what they are."""
    newest = (
        select(KeyRotation.lost)
        .where(KeyRotation.kind == str(SecretKind.IDENTITY), KeyRotation.ended_at.is_not(None))
        .order_by(KeyRotation.ended_at.desc(), KeyRotation.id.desc())
        .limit(1)
    )
    return session.scalar(newest) or 0


def binding(session: Session) -> KeyRotation | None:
    """Return the binding of sealed values to their rows, while it is not done."""
    return session.scalars(
        select(KeyRotation).where(KeyRotation.old_key == UNBOUND, KeyRotation.ended_at.is_(None))
    ).first()


def _is_unfinished(kind: SecretKind) -> tuple[ColumnElement[bool], ...]:
    return (
        KeyRotation.kind == str(kind),
        KeyRotation.ended_at.is_(None),
        KeyRotation.old_key != UNBOUND,
    )
