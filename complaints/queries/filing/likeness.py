"""Which uploaded papers wait to be compared, and which compared ones may be copies of one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import Document, DocumentContent, DocumentKey, DocumentLook
from complaints.papers import likeness

# Papers that share the most keys are compared by their hashes, the nearest of them by their pages.
MOST_KEYED, MOST_COMPARED = 200, 8


@dataclass(frozen=True, slots=True)
class Stored:
    """A paper in the archive."""

    document_id: int
    sha256: str
    media_type: str


def papers_to_compare(session: Session, *, limit: int) -> list[Stored]:
    """Return the papers that were not compared yet, the oldest first."""
    looked_at = select(DocumentLook.document_id)
    statement = (
        select(DocumentContent.document_id, Document.sha256, DocumentContent.media_type)
        .join(Document, Document.id == DocumentContent.document_id)
        .where(DocumentContent.document_id.not_in(looked_at))
        .order_by(DocumentContent.document_id)
        .limit(limit)
    )
    return [Stored(*row) for row in session.execute(statement)]


def candidates(session: Session, keys: Sequence[str], hash_: bytes) -> list[Stored]:
    """Return the stored papers that may be the same as one with these keys and this hash, the
    likeliest first, at most 8."""
    met = func.count().label("met")
    keyed = session.execute(
        select(DocumentKey.document_id, met)
        .where(DocumentKey.key.in_(keys))
        .group_by(DocumentKey.document_id)
        .order_by(met.desc(), DocumentKey.document_id)
        .limit(MOST_KEYED)
    ).all()
    looks = _hashes(session, [row.document_id for row in keyed])
    near = likeness.nearest(hash_, looks, MOST_COMPARED)
    rows = session.execute(
        select(DocumentContent.document_id, Document.sha256, DocumentContent.media_type)
        .join(Document, Document.id == DocumentContent.document_id)
        .where(DocumentContent.document_id.in_(near))
    )
    stored = {row.document_id: Stored(*row) for row in rows}
    return [stored[number] for number in near if number in stored]


def _hashes(session: Session, document_ids: Collection[int]) -> list[tuple[int, bytes]]:
    rows = session.execute(
        select(DocumentLook.document_id, DocumentLook.hash).where(
            DocumentLook.document_id.in_(document_ids), DocumentLook.hash.is_not(None)
        )
    )
    return [(number, hash_) for number, hash_ in rows if hash_ is not None]
