"""Documents that people send: stored for their sender, put to a claim, read.

The bytes are in the archive before a row refers to them: a door checks and archives the file with
no transaction open (http/uploads.py), then calls this. Must not read bytes.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select, update

from complaints.base.errors import not_found
from complaints.models import (
    Claim,
    ClaimDocument,
    Document,
    DocumentAsSent,
    DocumentContent,
    Upload,
)
from complaints.papers.recognition import UploadedFile
from complaints.queries.filing import documents as document_queries
from complaints.queries.filing.documents import DocumentView
from complaints.rules.filing.documents import A_DAY, require_room
from complaints.rules.kinds import DocumentUse
from complaints.services.registry import rows
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork

DOCUMENT: Any = Document.__table__
CONTENT: Any = DocumentContent.__table__
AS_SENT: Any = DocumentAsSent.__table__
UPLOAD: Any = Upload.__table__
PUT: Any = ClaimDocument.__table__
UPLOAD_KEY = ("document_id", "owner_kind", "owner_id")


def store_document(work: UnitOfWork, paper: UploadedFile, *, largest: int) -> DocumentView:
    """Store that the actor sent this paper; sending the same bytes again gives the same document.

    `largest` is the most bytes that a document may have. Refuses with: paper-quota.
    """
    today = document_queries.sent_since(work, work.now - A_DAY)
    require_room(today, largest=largest, now=work.now)
    key = {"sha256": paper.sha256, "created_at": work.now}
    document_id = rows.ensure(work.session, DOCUMENT, ("sha256",), [key])[(paper.sha256,)].id
    content = {
        "document_id": document_id,
        "media_type": paper.media_type,
        "size": paper.size,
        "width": paper.width,
        "height": paper.height,
        "pages": paper.pages,
        "stored_at": work.now,
    }
    rows.insert_new(work.session, CONTENT, [content])
    if paper.sent is not None:
        as_sent = {"sha256": paper.sent, "document_id": document_id}
        rows.insert_new(work.session, AS_SENT, [as_sent])
    owner = (document_id, str(work.actor.kind), work.actor.id)
    upload = dict(zip(UPLOAD_KEY, owner, strict=True))
    is_new = not rows.fetch(work.session, UPLOAD, UPLOAD_KEY, [owner])
    cut = work.actor.key_id if work.actor.only_filers is not None else None
    upload |= {"filename": paper.filename, "uploaded_at": work.now, "key_id": cut}
    upload_id = rows.ensure(work.session, UPLOAD, UPLOAD_KEY, [upload])[owner].id
    if not is_new:
        # Whoever sends it again on another day means to use it now.
        old = update(UPLOAD).where(
            UPLOAD.c.id == upload_id, UPLOAD.c.uploaded_at <= work.now - A_DAY
        )
        work.session.execute(old.values(uploaded_at=work.now))
        if cut is not None:
            sent = update(UPLOAD).where(UPLOAD.c.id == upload_id)
            work.session.execute(sent.values(key_id=cut))
    else:
        ledger.record(
            work, "uploaded", "document", upload_id, media_type=paper.media_type, bytes=paper.size,
        )  # fmt: skip
    (view,) = document_queries.own(work, [upload_id])
    return view


def read_document(work: UnitOfWork, upload_id: int) -> DocumentView:
    """Return a document that is about to be shown; where staff read it, the ledger keeps that.

    Refuses with: not-found.
    """
    view = document_queries.get_document(work, upload_id)
    if work.actor.is_staff:
        ledger.record(work, "read", "document", upload_id)
    return view


def read_as_sent(work: UnitOfWork, upload_id: int) -> DocumentView:
    """Return a document whose original bytes are about to be saved: its sender and staff may.

    Where staff do, the ledger keeps that. Refuses with: not-found.
    """
    view = document_queries.get_document(work, upload_id)
    if not (view.is_from(work.actor) or work.actor.reads_as_staff):
        raise not_found(_("document"))
    if work.actor.is_staff:
        ledger.record(work, "read", "document", upload_id, as_sent=True)
    return view


def put_to_claims(
    work: UnitOfWork,
    upload_ids: Collection[int],
    *,
    claim_ids: Collection[int],
    use: DocumentUse,
    pass_on: bool,
) -> None:
    """Put documents that the actor sent to claims. The caller has checked that the actor may act
    on the claims.

    `pass_on` lets the other side read them. Refuses with: not-found.
    """
    uploads, claims = sorted(set(upload_ids)), sorted(set(claim_ids))
    if len(document_queries.own(work, uploads)) != len(uploads):
        raise not_found(_("document"))
    if len(work.session.scalars(select(Claim.id).where(Claim.id.in_(claims))).all()) != len(claims):
        raise not_found(_("claim"))
    new = [
        {"claim_id": claim_id, "upload_id": upload_id, "use": str(use), "passed_on": pass_on}
        for claim_id in claims
        for upload_id in uploads
    ]
    rows.insert_new(work.session, PUT, new)
    for upload_id in uploads:
        ledger.record(
            work, "put", "document", upload_id, use=str(use), passed_on=pass_on, claims=claims
        )
