"""Documents: sent one a request, read by those whom they concern."""

from __future__ import annotations

from typing import Any

from flask import Response

from complaints.http import paging, uploads
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.papers.recognition import UploadedFile
from complaints.queries.filing import documents as document_queries
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.filing.documents import (
    MEDIA_TYPES,
    DocumentOut,
    DocumentsOut,
    DocumentsQuery,
    PreviewQuery,
)
from complaints.services.filing import documents

blp = Blueprint("documents", __name__, description="Papers and pictures, sent and read")
SENDERS = (Scope.FILE, Scope.FILE_ON_BEHALF, Scope.SPEAK_FOR_SELLERS, Scope.DECIDE)
PROBLEMS = (
    "paper-type", "paper-mismatch", "paper-empty", "paper-too-large", "paper-too-many-pixels",
    "paper-damaged", "paper-locked", "paper-quota", "unavailable",
    "too-many-attempts",
)  # fmt: skip
LOOKING = ("paper-damaged", "unavailable", "too-many-attempts")


@endpoint(blp, "POST", "/documents", scopes=SENDERS, answer=DocumentOut, status=201,
          upload=uploads.receive, refuses=PROBLEMS, bars=NO_CASE, notices=True)  # fmt: skip
def send_document(call: Call, paper: UploadedFile) -> Any:
    """Send one PDF, PNG, JPEG or WebP file of at most 20 MB, in the part “file”.

    What it is is found by its content. The same bytes again answer with the same document. Name it
    in a complaint by its `sha256`.
    """
    largest = call.context.config.max_upload
    document = documents.store_document(call.work, paper, largest=largest)
    return document, 201, {"Location": f"/api/v1/documents/{document.upload.id}"}


@endpoint(blp, "GET", "/documents", scopes=[Scope.READ], query=DocumentsQuery, answer=DocumentsOut,
          notices=True)  # fmt: skip
def list_documents(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List the documents that you sent, the newest first."""
    limit = query["limit"]
    before = after_id(query.get("cursor"))
    rows = document_queries.find_documents(call.work, before=before, limit=limit)
    return paging.page(rows, limit, lambda row: (row.upload.id,))


@endpoint(blp, "GET", "/documents/<id:document_id>", scopes=[Scope.READ], media=MEDIA_TYPES,
          refuses=LOOKING, notices=True)  # fmt: skip
def read_document(call: Call, document_id: int) -> Response:
    """Read a document, to be saved: your own as it was sent, of another's PDF the copy that we make
    from its pages. What staff read is kept in the ledger."""
    document = uploads.open_document(call.context, call.actor, document_id, now=call.now)
    return uploads.content(document, call.context, call.actor)


@endpoint(blp, "GET", "/documents/<id:document_id>/original", scopes=[Scope.READ],
          media=MEDIA_TYPES, notices=True)  # fmt: skip
def read_original(call: Call, document_id: int) -> Response:
    """Read a document as it was sent, to be saved: its sender and staff may. What staff read is
    kept in the ledger."""
    document = uploads.open_original(call.context, call.actor, document_id, now=call.now)
    return uploads.answer_original(document, call.context)


@endpoint(blp, "GET", "/documents/<id:document_id>/preview", scopes=[Scope.READ],
          query=PreviewQuery, media=["image/png"], refuses=LOOKING, notices=True)  # fmt: skip
def preview_document(call: Call, query: dict[str, Any], document_id: int) -> Response:
    """Look at a picture of a document, drawn anew as PNG, upright; of a PDF, at one of its pages.
    What staff look at is kept in the ledger."""
    document = uploads.open_document(call.context, call.actor, document_id, now=call.now)
    is_large = query["size"] == "large"
    return uploads.answer_preview(
        document, call.context, call.actor, number=query["page"], is_large=is_large
    )
