"""Takes a letter out of the outbox, to be sent by whatever sends this house's letters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.errors import not_found
from complaints.models import Letter
from complaints.rules.actors import Actor
from complaints.services import ledger


def send(session: Session, actor: Actor, letter_id: int, *, now: datetime) -> Letter:
    """Note that the letter goes out now (once), and return it. Refuses with: not-found."""
    letter = session.scalar(select(Letter).where(Letter.id == letter_id).with_for_update())
    if letter is None or not actor.is_staff:
        raise not_found("letter")
    letter.sent_at = letter.sent_at or now
    ledger.record(session, actor, "sent", "letter", letter.id, now=now, kind=letter.kind)
    session.flush()
    return letter
