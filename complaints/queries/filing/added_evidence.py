"""When evidence was added to a complaint that was filed already, as the ledger has it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import ComplaintDocument, Document, LedgerEntry

# The entry of the ledger; its facts name the documents and the claims.
VERB: Final = "added_evidence"


def times_added(session: Session, complaint_id: int) -> list[datetime]:
    """Return the moments at which evidence was added, the earliest first."""
    return [entry.at for entry in _entries(session, complaint_id)]


def documents_added(session: Session, complaint_id: int) -> dict[int, datetime]:
    """Return, by document id, when a paper was added; those that came with the filing are left
    out."""
    added: dict[int, datetime] = {}
    for entry in _entries(session, complaint_id):
        ids: list[int] = entry.facts["documents"]  # type: ignore[assignment]
        for document_id in ids:
            added.setdefault(document_id, entry.at)
    return added


def sent_with(session: Session, complaint_id: int) -> set[str]:
    """Return the digests of all papers of a complaint."""
    statement = (
        select(Document.sha256)
        .join(ComplaintDocument, ComplaintDocument.document_id == Document.id)
        .where(ComplaintDocument.complaint_id == complaint_id)
    )
    return set(session.scalars(statement))


def _entries(session: Session, complaint_id: int) -> list[LedgerEntry]:
    statement = select(LedgerEntry).where(
        LedgerEntry.subject == "complaint",
        LedgerEntry.subject_id == complaint_id,
        LedgerEntry.verb == VERB,
    )
    return list(session.scalars(statement.order_by(LedgerEntry.id)))
