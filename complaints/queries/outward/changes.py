"""Which rows changed since a moment, as the events say that the reader may read: they are kept for
90 days."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from complaints.models import OutwardEvent
from complaints.queries.outward.events import events_in_sight
from complaints.rules.actors import Actor


def changed_claim(column: Any, since: datetime, actor: Actor) -> ColumnElement[bool]:
    """Return the condition for claims to which something happened from then on."""
    ids = select(OutwardEvent.claim_id).where(OutwardEvent.at >= since, events_in_sight(actor))
    changed: ColumnElement[bool] = column.in_(ids.where(OutwardEvent.claim_id.is_not(None)))
    return changed


def changed_complaint(column: Any, since: datetime, actor: Actor) -> ColumnElement[bool]:
    """Return the condition for complaints to which, or to whose claims, something happened."""
    ids = select(OutwardEvent.complaint_id).where(OutwardEvent.at >= since, events_in_sight(actor))
    changed: ColumnElement[bool] = column.in_(ids.where(OutwardEvent.complaint_id.is_not(None)))
    return changed


def changed_letter(column: Any, since: datetime, actor: Actor) -> ColumnElement[bool]:
    """Return the condition for letters that were written, sent, or of which was heard."""
    ids = select(OutwardEvent.subject_id).where(OutwardEvent.at >= since, events_in_sight(actor))
    changed: ColumnElement[bool] = column.in_(ids.where(OutwardEvent.subject == "letter"))
    return changed
