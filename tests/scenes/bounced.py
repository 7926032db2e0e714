"""A letter of a claim's case that the mail server took, and gave back later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from complaints.models import Delivery, Letter
from complaints.rules.actors import SYSTEM
from complaints.services.mailing import arrivals, deliveries
from complaints.services.mailing.deliveries import Attempt


def mail(case: Any, kind: str, when: datetime, *, to_filer: bool = False) -> int:
    """Let the newest letter of a kind to this side go by mail; return its id."""
    side = Letter.filer_id.is_not(None) if to_filer else Letter.filer_id.is_(None)
    with case.desk.database.transaction() as session:
        newest = select(Letter.id).where(Letter.kind == kind, side).order_by(Letter.id.desc())
        letter: int = session.scalars(newest).first() or 0
        row = session.scalar(select(Delivery).where(Delivery.letter_id == letter))
        if row is None:
            row = Delivery(letter_id=letter, attempts=1)
            session.add(row)
        row.message_id = f"<{kind}.{when.timestamp()}@mail.example>"
        session.flush()
        attempt = Attempt(row.id, when, row.message_id, "x@mail.example", "", "")
    case.do(deliveries.note_acknowledged, SYSTEM, attempt, at=when)
    return letter


def came_back(case: Any, when: datetime) -> None:
    """Let the newest mail that went bounce."""
    with case.desk.database.reading() as session:
        newest = select(Delivery.message_id).order_by(Delivery.gone_at.desc().nulls_last())
        message_id = session.scalars(newest).first()
    bounce = {"message_id": message_id, "status": "5.1.1", "action": "failed"}
    assert case.do(arrivals.note_bounce, SYSTEM, at=when, **bounce)
