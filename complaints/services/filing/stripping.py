"""Puts a stored picture without its place and camera in the place of the one that was sent.

The bytes are in the archive before (`commands/documents.py`). Must not read bytes. The digest as
sent stays beside the document, as it does for a picture that is stripped on arrival (ADR 0046):
whoever names it means this document. Where somebody has sent the same picture again since, the two
become one document.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from complaints.models import (
    ClaimDocument,
    ComplaintDocument,
    ComplaintDocumentClaim,
    Document,
    DocumentAsSent,
    DocumentContent,
    DocumentKey,
    DocumentLook,
    ListingSeenPicture,
    RightDocument,
    Upload,
)
from complaints.services.registry import rows
from complaints.work import UnitOfWork

AS_SENT: Any = DocumentAsSent.__table__
# What names a document, and the columns that make a row of it one beside the document.
_NAMING: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (ComplaintDocument, ("complaint_id", "kind")),
    (ComplaintDocumentClaim, ("complaint_id", "claim_id")),
    (RightDocument, ("right_id", "kind")),
)


def replace(work: UnitOfWork, document_id: int, *, was: str, sha256: str, size: int) -> bool:
    """Let a document be its stripped bytes; return False where it is no longer the one that was
    read. `was` and `sha256` are the digests before and after."""
    session = work.session
    row = session.scalar(select(Document).where(Document.id == document_id).with_for_update())
    if row is None or row.sha256 != was:
        return False
    twin = session.scalar(select(Document.id).where(Document.sha256 == sha256))
    if twin is not None:
        _merge(session, document_id, twin)
    else:
        row.sha256 = sha256
        of_it = update(DocumentContent).where(DocumentContent.document_id == document_id)
        session.execute(of_it.values(size=size))
    session.flush()
    kept = {"sha256": was, "document_id": twin or document_id}
    rows.insert_new(session, AS_SENT, [kept])
    return True


def _merge(session: Session, gone: int, into: int) -> None:
    """Let everything that names one document name the other, and delete the first."""
    for model, key in _NAMING:
        _move(session, model, key, gone, into)
    for upload in session.scalars(select(Upload).where(Upload.document_id == gone)).all():
        _move_upload(session, upload, into)
    session.execute(update(DocumentLook).where(DocumentLook.alike_id == gone).values(alike_id=into))
    session.execute(
        update(DocumentAsSent).where(DocumentAsSent.document_id == gone).values(document_id=into)
    )
    for model in (DocumentKey, DocumentLook, DocumentContent):
        session.execute(delete(model).where(model.document_id == gone))
    session.execute(delete(Document).where(Document.id == gone))


def _move(session: Session, model: Any, key: tuple[str, ...], gone: int, into: int) -> None:
    """Move the rows that name one document to the other; one that the other has already goes."""
    columns = [getattr(model, name) for name in key]
    held = select(*columns).where(model.document_id == into)
    there = {tuple(row) for row in session.execute(held)}
    for row in session.execute(select(*columns).where(model.document_id == gone)).all():
        this = (model.document_id == gone, *(c == v for c, v in zip(columns, row, strict=True)))
        if tuple(row) in there:
            session.execute(delete(model).where(*this))
        else:
            session.execute(update(model).where(*this).values(document_id=into))


def _move_upload(session: Session, upload: Upload, into: int) -> None:
    """Move one sender's copy; where the sender has sent both, what names the first names the
    second."""
    mine = (Upload.owner_kind == upload.owner_kind, Upload.owner_id == upload.owner_id)
    other = session.scalar(select(Upload.id).where(Upload.document_id == into, *mine))
    if other is None:
        upload.document_id = into
        session.flush()
        return
    seen = update(ListingSeenPicture).where(ListingSeenPicture.upload_id == upload.id)
    session.execute(seen.values(upload_id=other))
    put = ClaimDocument
    held = select(put.claim_id, put.use).where(put.upload_id == other)
    there = {tuple(row) for row in session.execute(held)}
    named = select(put.claim_id, put.use).where(put.upload_id == upload.id)
    for claim_id, use in session.execute(named).all():
        this = (put.upload_id == upload.id, put.claim_id == claim_id, put.use == use)
        if (claim_id, use) in there:
            session.execute(delete(put).where(*this))
        else:
            session.execute(update(put).where(*this).values(upload_id=other))
    session.execute(delete(Upload).where(Upload.id == upload.id))
