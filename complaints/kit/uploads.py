"""Files that people send with a page's form, or one by one from its script.

A page that takes files says who sends them. They are recognised and stored before its transaction
begins, where the sender may send them, so that a refused form does not lose its files:

    def sender(call: PageCall, token: str) -> Actor: ...      # Refuses with: not-found

    @page(pages, "POST", "/<token>/counter", who=ANYONE, again=show, files=sender)
    def counter(call: PageCall, token: str) -> Answer:
        sent = call.form(CounterIn, besides=("documents",))
        arrived = uploads.take_files(call)
        ...                                # arrived.documents: named by the form, or sent with it
        if arrived.refused:                # the others are stored; these are shown with reasons
            return uploads.show_again(call, arrived, show, token=token)
        return call.redirect(...)

In the template `file_input(sent, "files", …, multiple=true,
upload_url=url_for("papers.send_document"), files=uploads.arrived_files(call))` (the last given by
the view), inside a form of enctype multipart/form-data: without scripts the files come with the
form, in `files`; with them each was sent alone to `upload_url`, and the form names its id, in
`documents`. A page for somebody without an account has an `upload_url` of its own, whose view is
`return uploads.answer_script(call)`.

A page that shows documents links to `papers.read` and `papers.preview` (kit/viewer.html), or,
without an account, to views of its own: `http.uploads.content(uploads.open_document(…), …)` and
`uploads.pictured(…)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from flask import jsonify, request
from flask import make_response as respond
from werkzeug.wrappers import Response

from complaints.base.codes import Code
from complaints.base.errors import FieldError, fault, invalid
from complaints.http import problems, uploads
from complaints.http.languages import say_here
from complaints.kit import arrivals
from complaints.kit.arrivals import ReceivedFile
from complaints.kit.forms import Sent
from complaints.kit.pages import Answer, PageCall
from complaints.queries.filing import documents as document_queries
from complaints.queries.filing.documents import DocumentView
from complaints.rules.actors import Actor
from complaints.rules.kinds import DocumentUse
from complaints.services.filing import documents
from complaints.words import message as _

PAGE = re.compile(r"\d{1,6}", re.ASCII)
ID = re.compile(r"\d{1,9}", re.ASCII)
FILES, KEPT = "files", "documents"


@dataclass(frozen=True, slots=True)
class Arrived:
    """The documents of a form, in its order, and the files that were refused."""

    documents: tuple[DocumentView, ...]
    refused: tuple[ReceivedFile, ...]

    @property
    def errors(self) -> list[FieldError]:
        """What was wrong with each refused file, for `call.form(…, also=arrived.errors)`."""
        return [_error(file, file.field) for file in self.refused]


def me(call: PageCall, **_path: Any) -> Actor:
    """Return the sender on pages of people who are signed in: the account's owner."""
    return call.actor


def take_files(call: PageCall, *, files: str = FILES, kept: str = KEPT) -> Arrived:
    """Return the documents that the form sent in `files` or names in `kept`.

    Ids that are not the sender's are left out.
    """
    received = [file for file in arrivals.received() if file.field == files]
    named = [int(text) for text in request.form.getlist(kept) if ID.fullmatch(text)]
    named += [file.document_id for file in received if file.document_id is not None]
    mine = document_queries.own(call.work, set(named))
    by_id = {view.upload.id: view for view in mine}
    return Arrived(
        tuple(by_id[id] for id in dict.fromkeys(named) if id in by_id),
        tuple(file for file in received if file.refusal is not None),
    )


def put_documents(
    call: PageCall,
    arrived: Arrived,
    *,
    claim_ids: Collection[int],
    use: DocumentUse,
    pass_on: bool = False,
) -> None:
    """Put the documents that a form sent to claims, where it sent any."""
    ids = [view.upload.id for view in arrived.documents]
    if ids:
        documents.put_to_claims(call.work, ids, claim_ids=claim_ids, use=use, pass_on=pass_on)


def arrived_files(call: PageCall) -> list[dict[str, Any]]:
    """Return what `file_input` shows as arrived (`files=`) when a form is shown again: {id, name},
    so that no file must be chosen a second time."""
    return [
        {"id": document.upload.id, "name": document.upload.filename or document.sha256[:12]}
        for document in take_files(call).documents
    ]


def show_again(
    call: PageCall,
    arrived: Arrived,
    show: Callable[..., Answer],
    *,
    files: str = FILES,
    **path: Any,
) -> Response:
    """Show the page again with the refused files and the reasons; the others stay stored."""
    reasons = tuple((files, f"{file.filename}: {_why(file)}") for file in arrived.refused)
    sent = Sent(request.form, {files: " ".join(sentence for _files, sentence in reasons)}, reasons)
    answer = respond(show(replace(call, sent=sent), **path))
    answer.status_code = 422
    return answer


def errors(arrived: Arrived, *, files: str = FILES) -> list[FieldError]:
    """Return why files were refused, as errors of their field, beside those of other fields."""
    return [_error(file, files) for file in arrived.refused]


def _error(file: ReceivedFile, field: str) -> FieldError:
    """Return why a file was refused, as an error of the form's field."""
    refusal = file.refusal
    assert refusal is not None
    reason = refusal.slug.replace("-", "_")
    error = (
        refusal.fields[0]
        if refusal.fields
        else fault(Code.UNUSABLE_FILE, refusal.message, reason=reason)
    )
    why = _("%(name)s: %(why)s", name=file.filename, why=refusal.message)
    return replace(error, pointer=f"/{field}", message=why)


def answer_script(call: PageCall) -> Response:
    """Answer a script that sent one file, in the field `file`, in JSON: its id and name, or why it
    was not taken."""
    arrived = take_files(call, files="file", kept="")
    for file in arrived.refused:
        assert file.refusal is not None
        return problems.response(file.refusal)
    if len(arrived.documents) != 1:
        return problems.response(invalid("/file", Code.REQUIRED, _("Send one file.")))
    (document,) = arrived.documents
    return respond(
        jsonify(
            id=document.upload.id,
            name=document.upload.filename,
            sha256=document.sha256,
            media_type=document.content.media_type,
            bytes=document.content.size,
        ),
        201,
    )


def open_document(call: PageCall, document_id: int) -> DocumentView:
    """Return a document to be shown, with the ledger's note for staff. Refuses with: not-found."""
    return uploads.open_document(call.context, call.actor, document_id, now=call.now)


def pictured(call: PageCall, document_id: int) -> Response:
    """Answer with a picture of a document: `?size=large` for a large one, `?page=2` for a page of a
    PDF. Refuses with: not-found, also for a page that it does not have; paper-damaged."""
    number = request.args.get("page", "1")
    return uploads.answer_preview(
        open_document(call, document_id),
        call.context,
        call.actor,
        number=int(number) if PAGE.fullmatch(number) else 0,
        is_large=request.args.get("size") == "large",
    )


def _why(file: ReceivedFile) -> str:
    assert file.refusal is not None
    return say_here(file.refusal.message)
