"""Writes the append-only record of who did what, when, why. Ground: calls no other service."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from complaints.models import LedgerEntry
from complaints.rules.actors import Actor


def record(
    session: Session,
    actor: Actor,
    verb: str,
    subject: str,
    subject_id: int,
    *,
    now: datetime,
    why: str | None = None,
    **facts: object,
) -> None:
    """Add one entry. `facts` hold ids, counts and enumerations, never personal data."""
    session.add(
        LedgerEntry(
            at=now,
            actor_kind=str(actor.kind),
            actor_id=actor.id,
            verb=verb,
            subject=subject,
            subject_id=subject_id,
            why=why,
            facts=facts,
        )
    )
