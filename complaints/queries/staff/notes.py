"""Notes among staff, by the record that they are about. Nobody else may read them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from complaints.base.errors import not_found
from complaints.models import Boycott, Complaint, Filer, Flag, Note, Person, Ring, Store
from complaints.words.labels import label
from complaints.work import UnitOfWork

SUBJECTS = {
    "complaint": Complaint, "filer": Filer, "store": Store, "flag": Flag, "ring": Ring,
    "boycott": Boycott,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note with the name of who wrote it."""

    note: Note
    by: str


def notes_about(work: UnitOfWork, subject: str, subject_id: int) -> Sequence[NoteView]:
    """Return the notes on a record, the newest first. Refuses with: not-found."""
    _require_readable(work, subject, subject_id)
    return _of(work, subject, [subject_id])


def about_ring(work: UnitOfWork, ring_id: int) -> Sequence[NoteView]:
    """Return the notes on a ring and on those that it took in, the newest first. Refuses with:
    not-found."""
    _require_readable(work, "ring", ring_id)
    into = select(Ring.id).where(Ring.merged_into == ring_id)
    return _of(work, "ring", [ring_id, *work.session.scalars(into)])


def _of(work: UnitOfWork, subject: str, ids: Collection[int]) -> Sequence[NoteView]:
    rows = work.session.execute(
        select(Note, Person.name)
        .join(Person, Person.id == Note.person_id)
        .where(Note.subject == subject, Note.subject_id.in_(ids))
        .order_by(Note.id.desc())
    )
    return [NoteView(note, name) for note, name in rows]


def require_subject(work: UnitOfWork, subject: str, subject_id: int) -> None:
    """Refuses with: not-found, where there is no such record or the actor is not staff."""
    _require_readable(work, subject, subject_id)
    if not work.actor.is_staff:
        raise not_found(label("noun", subject))


def _require_readable(work: UnitOfWork, subject: str, subject_id: int) -> None:
    model = SUBJECTS[subject]
    if not work.actor.reads_as_staff or work.session.get(model, subject_id) is None:
        raise not_found(label("noun", subject))
