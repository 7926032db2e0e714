"""Documents of people who are signed in: sent by a page's script, saved, previewed, printed.

The blueprint is called `papers`, since the API's is `documents`.
"""

from __future__ import annotations

from flask import Blueprint, request

from complaints.http import uploads as http_uploads
from complaints.http.languages import pick
from complaints.kit import printing, uploads
from complaints.kit.pages import NOTIFIERS, SIGNED_IN, Answer, PageCall, page
from complaints.queries.filing import complaints

pages = Blueprint("papers", __name__, url_prefix="/documents")


@page(pages, "POST", "", who=SIGNED_IN | NOTIFIERS, files=uploads.me)
def send_document(call: PageCall) -> Answer:
    """Store one file."""
    return uploads.answer_script(call)


@page(pages, "GET", "/<id:document_id>", who=SIGNED_IN | NOTIFIERS)
def read_document(call: PageCall, document_id: int) -> Answer:
    """Download a document: one's own as it was sent, of another's PDF the copy made from its
    pages."""
    return http_uploads.content(uploads.open_document(call, document_id), call.context, call.actor)


@page(pages, "GET", "/<id:document_id>/original", who=SIGNED_IN | NOTIFIERS)
def save_original(call: PageCall, document_id: int) -> Answer:
    """Download a document as it was sent: its sender and staff may."""
    document = http_uploads.open_original(call.context, call.actor, document_id, now=call.now)
    return http_uploads.answer_original(document, call.context)


@page(pages, "GET", "/<id:document_id>/preview", who=SIGNED_IN | NOTIFIERS)
def preview_document(call: PageCall, document_id: int) -> Answer:
    """Show a picture of a document, drawn by us."""
    return uploads.pictured(call, document_id)


@page(pages, "GET", "/receipts/<id:complaint_id>", who=SIGNED_IN | NOTIFIERS)
def save_receipt(call: PageCall, complaint_id: int) -> Answer:
    """Download the receipt of a complaint, in the language of the pages."""
    complaint = complaints.get_complaint(call.work, complaint_id)
    detail = complaints.complaint_detail(call.work, complaint)
    config = call.context.config
    language = pick(request)
    pdf = printing.print_receipt(
        detail, base_url=config.base_url, language=language, test=config.test
    )
    return http_uploads.answer_pdf(pdf, f"{complaint.reference}.pdf", [language])
