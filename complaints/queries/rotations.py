"""Changes of the service's keys that are not at their end yet."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import KeyRotation
from complaints.rules.kinds import SecretKind

# The name of no key: what an earlier version sealed was not bound to its row.
UNBOUND = "unbound"


def unfinished(session: Session, kind: SecretKind) -> KeyRotation | None:
    """Return the change of this kind of key that is under way."""
    return session.scalars(
        select(KeyRotation).where(
            KeyRotation.kind == str(kind),
            KeyRotation.ended_at.is_(None),
            KeyRotation.old_key != UNBOUND,
        )
    ).first()


def binding(session: Session) -> KeyRotation | None:
    """Return the binding of sealed values to their rows, while it is not done."""
    return session.scalars(
        select(KeyRotation).where(KeyRotation.old_key == UNBOUND, KeyRotation.ended_at.is_(None))
    ).first()
