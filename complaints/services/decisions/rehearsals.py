"""Shows which letters a step would write, before it is taken: takes it and takes it back. Ground.

What a letter says follows from all that the step does: which claims it moves, whom each statement
of reasons is for, what runs out when. So the step itself is run, in a savepoint that never stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select

from complaints.models import Letter
from complaints.queries.mailing import letters
from complaints.storage.links import mask
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A letter as it would go, its links masked; `to_filer`, or else to the seller `name`."""

    kind: str
    to_filer: bool
    name: str
    subject: str
    body: str


def letters_of(work: UnitOfWork, step: Callable[[], object]) -> list[Rehearsed]:
    """Return the letters that a step would write, and store nothing.

    Refuses with: what the step refuses with.
    """
    session = work.session
    session.flush()
    savepoint = session.begin_nested()
    try:
        before = session.scalar(select(func.max(Letter.id))) or 0
        step()
        session.flush()
        # Whatever others write meanwhile is of another moment.
        mine = select(Letter).where(Letter.id > before, Letter.created_at == work.now)
        written = session.scalars(mine.order_by(Letter.id)).all()
        names = letters.addressees(session, written)
        return [
            Rehearsed(
                row.kind, row.filer_id is not None, names[row.id], row.subject, mask(row.body)
            )
            for row in written
        ]
    finally:
        savepoint.rollback()
