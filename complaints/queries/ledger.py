"""The append-only record, for staff: who did what, when, why."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.errors import not_found
from complaints.models import LedgerEntry
from complaints.rules.actors import Actor


def list_entries(
    session: Session,
    actor: Actor,
    *,
    subject: str | None = None,
    subject_id: int | None = None,
    actor_kind: str | None = None,
    actor_id: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[LedgerEntry]:
    """Return up to limit + 1 entries, the newest first. Refuses with: not-found, but for staff."""
    if not actor.is_staff:
        raise not_found("page")
    found = select(LedgerEntry)
    for column, value in (
        (LedgerEntry.subject, subject),
        (LedgerEntry.subject_id, subject_id),
        (LedgerEntry.actor_kind, actor_kind),
        (LedgerEntry.actor_id, actor_id),
    ):
        if value is not None:
            found = found.where(column == value)
    if before is not None:
        found = found.where(LedgerEntry.id < before)
    return session.scalars(found.order_by(LedgerEntry.id.desc()).limit(limit + 1)).all()
