"""Notes among staff, by the record that they are about. Nobody else may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from complaints.errors import not_found
from complaints.models import Boycott, Complaint, Filer, Flag, Note, Person, Store
from complaints.words.labels import label
from complaints.work import Work

SUBJECTS = {
    "complaint": Complaint, "filer": Filer, "store": Store, "flag": Flag, "boycott": Boycott,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note with the name of who wrote it."""

    note: Note
    by: str


def about(work: Work, subject: str, subject_id: int) -> Sequence[NoteView]:
    """Return the notes on a record, the newest first. Refuses with: not-found."""
    require_subject(work, subject, subject_id)
    rows = work.session.execute(
        select(Note, Person.name)
        .join(Person, Person.id == Note.person_id)
        .where(Note.subject == subject, Note.subject_id == subject_id)
        .order_by(Note.id.desc())
    )
    return [NoteView(note, name) for note, name in rows]


def require_subject(work: Work, subject: str, subject_id: int) -> None:
    """Refuses with: not-found, where there is no such record or the actor is not staff."""
    model = SUBJECTS[subject]
    if not work.actor.is_staff or work.session.get(model, subject_id) is None:
        raise not_found(label("noun", subject))
