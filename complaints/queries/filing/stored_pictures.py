"""Pictures that are in the archive as they were sent, in the order in which they came.

One that was stripped on arrival, or since, has its digest as sent beside it and is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from complaints.models import Document, DocumentAsSent, DocumentContent
from complaints.papers.metadata import JPEG, PNG, WEBP

PICTURES = (JPEG, PNG, WEBP)


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture's document, the digest of its bytes, and its type."""

    document_id: int
    sha256: str
    media_type: str


def next_pictures(session: Session, document_id: int, *, limit: int) -> Sequence[StoredPicture]:
    """Return the next pictures as they were sent, by the ids of their documents."""
    sent = exists().where(DocumentAsSent.document_id == Document.id)
    rows = session.execute(
        select(Document.id, Document.sha256, DocumentContent.media_type)
        .join(DocumentContent, DocumentContent.document_id == Document.id)
        .where(DocumentContent.media_type.in_(PICTURES), Document.id > document_id, ~sent)
        .order_by(Document.id)
        .limit(limit)
    )
    return [StoredPicture(*row) for row in rows]
