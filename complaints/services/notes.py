"""Notes among staff about a case. They are never sent and never shown to a filer or a seller."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from complaints.models import Note
from complaints.queries import notes
from complaints.rules.actors import Actor
from complaints.services import ledger


def write(
    session: Session, actor: Actor, subject: str, subject_id: int, *, text: str, now: datetime
) -> Note:
    """Add a note. Refuses with: not-found, also for who is no staff."""
    notes.needs_subject(session, actor, subject, subject_id)
    person_id = actor.person_id
    assert person_id is not None
    note = Note(subject=subject, subject_id=subject_id, person_id=person_id, text=text, at=now)
    session.add(note)
    session.flush()
    ledger.record(session, actor, "noted", subject, subject_id, now=now, note=note.id)
    return note
