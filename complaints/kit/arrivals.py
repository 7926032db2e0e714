"""Files that come with a page's form, stored before the page's transaction begins.

Each is stored by itself: one that is refused harms no other. What became of them waits for the view
(`kit/uploads.py` gives it what it needs of them).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Request, g, request
from werkzeug.datastructures import FileStorage

from complaints.context import Context
from complaints.errors import Refusal, invalid
from complaints.http import uploads
from complaints.http.endpoint import context
from complaints.papers.recognition import clean_name
from complaints.rules.actors import Actor
from complaints.services import documents
from complaints.words import message as _
from complaints.work import Work

Sender = Callable[..., Actor]
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Came:
    """One file of a form: the document that it became, or why it was not taken."""

    field: str
    filename: str
    document_id: int | None = None
    refusal: Refusal | None = None


def widen(request: Request, context: Context) -> None:
    """Let this request be as large as a form with files may be."""
    request.max_content_length = MOST_FILES * context.config.max_upload + uploads.OVERHEAD


def arrive(sender: Actor, *, now: datetime) -> None:
    """Store each file of this request's form, whatever is wrong with the rest of the form."""
    running, stored = context(), []
    for number, (field, file) in enumerate(request.files.items(multi=True)):
        with file.stream:
            if file.filename:
                stored.append(_came(running, sender, field, file, number, now))
    g.came = tuple(stored)


def _came(
    running: Context, sender: Actor, field: str, file: FileStorage, number: int, now: datetime
) -> Came:
    name = clean_name(file.filename) or "?"
    try:
        if number >= MOST_FILES:
            raise invalid("/file", _("Send at most ten files at once."))
        paper = uploads.keep(file, running)
        largest = running.config.max_upload
        with running.database.transaction() as session:
            work = Work(session, sender, now, running.links)
            made = documents.store(work, paper, largest=largest)
    except Refusal as refusal:
        return Came(field, name, refusal=refusal)
    return Came(field, name, document_id=made.upload.id)


def came() -> tuple[Came, ...]:
    """Return the files of this request's form."""
    found: tuple[Came, ...] = g.get("came", ())
    return found
