"""Which imported complaints are undecided, by account and right."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from abuse.identity.registers import number_of
from complaints.models import Claim, Complaint, ComplaintDocument, Filer, Right
from complaints.rules.claims import OPEN_STATES

# Complaints of one statement, by id, with an SQLite that takes 32,766 parameters.
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """Complaints of an account by one right."""

    filer: Filer
    right: Right
    complaint_ids: list[int]

    @property
    def key(self) -> str | None:
        """The right's key, where the right has a number."""
        right = self.right
        numbered = number_of(right.kind, right.jurisdiction, right.number) != ""
        return right.key if numbered else None


def open_of(session: Session, complaint_ids: Collection[int]) -> list[Imported]:
    """Return those of these complaints that have an open claim, by account and right."""
    by_right: dict[int, Imported] = {}
    for complaint_id, filer, right in _rows(session, sorted(complaint_ids)):
        imported = by_right.setdefault(right.id, Imported(filer, right, []))
        imported.complaint_ids.append(complaint_id)
    return sorted(by_right.values(), key=lambda each: (each.filer.id, each.right.id))


def _rows(session: Session, complaint_ids: list[int]) -> Iterator[tuple[int, Filer, Right]]:
    for start in range(0, len(complaint_ids), _CHUNK):
        some = complaint_ids[start : start + _CHUNK]
        is_open = (
            select(Claim.id)
            .where(Claim.complaint_id == Complaint.id, Claim.state.in_(OPEN_STATES))
            .exists()
        )
        statement = (
            select(Complaint.id, Filer, Right)
            .join(Filer, Filer.id == Complaint.filer_id)
            .join(Right, Right.id == Complaint.right_id)
            .where(Complaint.id.in_(some), is_open)
            .order_by(Complaint.id)
        )
        yield from session.execute(statement).tuples()


def papers_of(session: Session, complaint_ids: Collection[int], *, most: int) -> list[int]:
    """Return up to `most` papers of these complaints, the newest first."""
    shown = select(ComplaintDocument.document_id).where(
        ComplaintDocument.complaint_id.in_(complaint_ids)
    )
    newest = shown.distinct().order_by(ComplaintDocument.document_id.desc()).limit(most)
    return list(session.scalars(newest))
