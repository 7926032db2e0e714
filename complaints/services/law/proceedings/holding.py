"""Locks a proceeding that the actor may change."""

from __future__ import annotations

from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Proceeding
from complaints.queries.law import proceedings
from complaints.rules.law.noting import closed_step
from complaints.words import message as _
from complaints.work import UnitOfWork


def lock_proceeding(
    work: UnitOfWork, proceeding_id: int, expected: int | None, *, staff: bool = False
) -> Proceeding:
    """Return the proceeding, locked until the transaction ends; for `staff` alone on demand.

    Refuses with: not-found; forbidden; stale.
    """
    # Only the id is read: a row read now could be stale once it is locked.
    proceedings.require_visible(work, proceeding_id)
    if staff and not work.actor.is_staff:
        raise Refusal("forbidden", _("Only staff can check documents and act on results."))
    locked = select(Proceeding).where(Proceeding.id == proceeding_id).with_for_update()
    row = work.session.scalars(locked).one()
    if expected is not None and row.version != expected:
        raise Refusal(
            "stale",
            _("Somebody changed this proceeding since you read it. Read it again."),
            version=row.version,
            header="If-Match",
        )
    return row


def not_now(row: Proceeding) -> Refusal:
    """Return the refusal of a step that this proceeding does not allow now."""
    return closed_step(row.done or row.result or "open")
