"""Notes among staff about a record. They are never sent, nor shown to a filer or a seller."""

from __future__ import annotations

from complaints.models import Note
from complaints.queries.staff import notes
from complaints.services.staff import search_index
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork


def add_note(work: UnitOfWork, subject: str, subject_id: int, *, text: str) -> Note:
    """Add a note. Refuses with: not-found, also when the actor is not staff."""
    notes.require_subject(work, subject, subject_id)
    person_id = work.actor.person_id
    assert person_id is not None
    note = Note(subject=subject, subject_id=subject_id, person_id=person_id, text=text, at=work.now)
    work.session.add(note)
    work.session.flush()
    search_index.written_about(work.session, subject, subject_id)
    ledger.record(work, "noted", subject, subject_id, note=note.id)
    return note
