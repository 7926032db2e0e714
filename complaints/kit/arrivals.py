"""Files that come with a page's form, stored before the page's transaction begins.

Each file is stored by itself, so that a refused one does not stop the others. The outcomes are kept
for the view, which reads them through `kit/uploads.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import g, request
from werkzeug.datastructures import FileStorage

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.http import uploads
from complaints.http.endpoint import context
from complaints.papers.recognition import clean_name
from complaints.rules.actors import Actor
from complaints.services.filing import documents
from complaints.storage.context import Context
from complaints.words import message as _
from complaints.work import begin_work

Sender = Callable[..., Actor]
Arrive = Callable[..., None]
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One file of a form: the document that it is stored as, or the refusal."""

    field: str
    filename: str
    document_id: int | None = None
    refusal: Refusal | None = None


def arrive(sender: Actor, *, now: datetime) -> None:
    """Store each file of this request's form, also where other fields of the form are wrong."""
    service, stored = context(), []
    for number, (field, file) in enumerate(request.files.items(multi=True)):
        with file.stream:
            if file.filename:
                stored.append(_store_one(service, sender, field, file, number, now))
    g.received_files = tuple(stored)


def _store_one(
    service: Context, sender: Actor, field: str, file: FileStorage, number: int, now: datetime
) -> ReceivedFile:
    name = clean_name(file.filename) or "?"
    try:
        if number >= MOST_FILES:
            raise invalid(
                "/file", Code.TOO_MANY, _("Send at most ten files at once."), max=MOST_FILES
            )
        paper = uploads.keep_file(file, service, sender, now=now)
        largest = service.config.max_upload
        with begin_work(service, sender, now=now) as work:
            document = documents.store_document(work, paper, largest=largest)
    except Refusal as refusal:
        return ReceivedFile(field, name, refusal=refusal)
    return ReceivedFile(field, name, document_id=document.upload.id)


def received() -> tuple[ReceivedFile, ...]:
    """Return the files of this request's form."""
    files: tuple[ReceivedFile, ...] = g.get("received_files", ())
    return files
