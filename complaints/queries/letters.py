"""The outbox, for staff: what was written to whom."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.errors import not_found
from complaints.models import Letter
from complaints.rules.actors import Actor


def list_letters(
    session: Session,
    actor: Actor,
    *,
    kind: str | None = None,
    filer_id: int | None = None,
    complaint_id: int | None = None,
    boycott_id: int | None = None,
    unsent: bool = False,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[Letter]:
    """Return up to limit + 1 letters, the newest first. Refuses with: not-found, but for staff.

    `unsent` leaves out those that were sent.
    """
    if not actor.is_staff:
        raise not_found("page")
    found = select(Letter)
    for column, value in (
        (Letter.kind, kind),
        (Letter.filer_id, filer_id),
        (Letter.complaint_id, complaint_id),
        (Letter.boycott_id, boycott_id),
    ):
        if value is not None:
            found = found.where(column == value)
    if unsent:
        found = found.where(Letter.sent_at.is_(None))
    if before is not None:
        found = found.where(Letter.id < before)
    return session.scalars(found.order_by(Letter.id.desc()).limit(limit + 1)).all()
