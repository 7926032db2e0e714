"""Files that come in and go out over HTTP, for every door.

A file is recognised and kept in the archive with no transaction open: the work on 20 MB must not
hold the database's write lock. A kept file that no row names is swept after a day.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import quote

from flask import Response, request
from werkzeug.datastructures import FileStorage

from complaints.base.clock import utcnow
from complaints.base.errors import Refusal, invalid, not_found
from complaints.http import identity
from complaints.http.drawn import Drawn
from complaints.papers import previews
from complaints.papers.pictures import LARGE, SMALL
from complaints.papers.recognition import UploadedFile, recognise_file
from complaints.queries.filing.documents import DocumentView
from complaints.rules.actors import Actor
from complaints.rules.filing.documents import REFUSED
from complaints.rules.logins.accounts import Limit
from complaints.services.filing import documents
from complaints.services.logins import attempts
from complaints.storage.context import Context
from complaints.words import message as _
from complaints.work import UnitOfWork

PRIVATE = "private, no-store"
# Of the eight workers of a server, so many look at strangers' files at once, and so many draw.
_recognising, _drawing = threading.Semaphore(4), threading.Semaphore(2)
# Seconds that a picture waits for its turn to be drawn.
PATIENCE = 5.0
_drawn = Drawn(64_000_000)


def receive(context: Context) -> UploadedFile:
    """Return the one file of a multipart body (part `file`), recognised and kept.

    Refuses with: invalid-request; too-large; the paper-… problems.
    """
    files = list(request.files.items(multi=True))
    others = [*request.form, *(name for name, _ in files if name != "file")]
    if request.mimetype != "multipart/form-data" or len(files) != 1 or others:
        raise invalid("/file", _("Send one file, as multipart/form-data, in the part “file”."))
    sender: Actor = request.environ["cleanhands.actor"]
    with files[0][1].stream:
        paper = keep_file(files[0][1], context, sender, now=utcnow())
    request.environ["cleanhands.upload"] = paper.sha256
    return paper


def keep_file(file: FileStorage, context: Context, sender: Actor, *, now: datetime) -> UploadedFile:
    """Recognise one file and put it into the archive.

    Each file that is refused is counted. Refuses with: the paper-… problems; too-many-attempts,
    after too many of these; unavailable, while too many files are looked at.
    """
    counters = _counters(context, sender)
    with context.database.reading() as session:
        for key, limit in counters:
            attempts.require_left(session, key, limit, now=now)
    try:
        with _one_of_few(_recognising):
            paper = recognise_file(
                file.stream,  # type: ignore[arg-type]
                filename=file.filename,
                declared=file.content_type,
                most_bytes=context.config.max_upload,
            )
    except Refusal as refusal:
        if refusal.slug.startswith("paper-"):
            with context.database.transaction() as session:
                for key, limit in counters:
                    attempts.count_attempt(session, key, limit, now=now)
        raise
    context.archive.put(paper.content, paper.sha256)
    return paper


def _counters(context: Context, sender: Actor) -> list[tuple[str, Limit]]:
    """Return under what the refused files of this sender, and of its network, are counted."""
    subjects = (f"{sender.kind}:{sender.id}", identity.network_of(request))
    digests = (
        context.vault.digest(f"attempt-{label}", subject)
        for label, subject in zip(("sender", "network"), subjects, strict=True)
    )
    return [
        (f"refused-file:{digest}", limit) for digest, limit in zip(digests, REFUSED, strict=True)
    ]


@contextmanager
def _one_of_few(places: threading.Semaphore, patience: float = 0.0) -> Iterator[None]:
    """Refuses with: unavailable, where no place gets free within `patience` seconds: to wait longer
    would hold a worker."""
    if not places.acquire(timeout=patience):
        raise Refusal(
            "unavailable", _("We are checking too many files right now. Try again in a moment.")
        )
    try:
        yield
    finally:
        places.release()


def open_document(
    context: Context, actor: Actor, document_id: int, *, now: datetime
) -> DocumentView:
    """Return a document to be shown, with the ledger's note for staff. Refuses with: not-found."""
    # A GET runs in a session that writes nothing; that staff read it must be written all the same.
    with context.database.transaction() as session:
        work = UnitOfWork(session, actor, now, context.links)
        return documents.read_document(work, document_id)


def content(document: DocumentView, context: Context) -> Response:
    """Answer with the original bytes, always as a download and never shown in place.

    Refuses with: not-found, where the bytes are gone; unreadable, where their key is; damaged.
    """
    first, rest = _begun(document, context)
    response = Response(_joined(first, rest), mimetype=document.content.media_type)
    response.content_length = document.content.size
    name = document.upload.filename or f"document-{document.upload.id}"
    response.headers["Content-Disposition"] = _attachment(name)
    response.headers["Cache-Control"] = PRIVATE
    return response


def answer_preview(
    document: DocumentView, context: Context, *, number: int = 1, is_large: bool = False
) -> Response:
    """Answer with a picture of the document, drawn by us: PNG of at most 1200 pixels a side, 2400
    where it is to be `is_large`; of a PDF, the page of this number.

    Refuses with: not-found, also for a page that it does not have; unreadable; damaged;
    paper-damaged.
    """
    if not 1 <= number <= (document.content.pages or 1):
        raise not_found(_("page"))
    first, rest = _begun(document, context)
    side = LARGE if is_large else SMALL

    def draw() -> bytes:
        # A page shows some at once: each waits for a moment, and takes no worker for long.
        with _one_of_few(_drawing, patience=PATIENCE):
            data = first + b"".join(rest)
            return previews.draw_picture(
                data, document.content.media_type, number=number, side=side
            )

    picture = _drawn.get((document.sha256, number, side), draw)
    response = Response(picture, mimetype="image/png")
    response.headers["Content-Disposition"] = 'inline; filename="preview.png"'
    response.headers["Cache-Control"] = PRIVATE
    return response


def answer_pdf(pdf: bytes, filename: str, languages: Iterable[str]) -> Response:
    """Answer with a PDF that was printed here in these languages, as a download of this name."""
    response = Response(pdf, mimetype="application/pdf")
    response.content_language.update(languages)
    response.headers["Content-Disposition"] = _attachment(filename)
    response.headers["Cache-Control"] = PRIVATE
    return response


def _begun(document: DocumentView, context: Context) -> tuple[bytes, Iterator[bytes]]:
    """Read the first megabyte, so that a missing file is refused before the answer has begun."""
    try:
        bytes_ = context.archive.open(document.sha256)
        return next(bytes_), bytes_
    except FileNotFoundError:
        raise not_found(_("content; the document’s row is there, its file is not")) from None


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _attachment(name: str) -> str:
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
