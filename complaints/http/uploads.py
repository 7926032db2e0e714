"""Files that come in and go out over HTTP, for every door.

A file is recognised and kept in the archive with no transaction open: the work on 20 MB must not
hold the database's write lock. A kept file that no row names is swept after a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import quote

from flask import Response, request
from werkzeug.datastructures import FileStorage

from complaints.base.clock import utcnow
from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid, not_found
from complaints.health.documents import require_place
from complaints.http import costs, identity
from complaints.http.drawn import Drawn
from complaints.http.places import Places, Work
from complaints.papers import pdfs, previews
from complaints.papers.meter import Meter
from complaints.papers.pictures import LARGE, SMALL
from complaints.papers.recognition import PDF, UploadedFile, recognise_file
from complaints.queries.filing.documents import DocumentView
from complaints.rules.actors import Actor
from complaints.rules.filing.documents import LOOKING, REFUSED, SENDING
from complaints.services.filing import documents
from complaints.storage.context import Context
from complaints.words import message as _
from complaints.work import begin_work

PRIVATE = "private, no-store"
PLACES = Places()
_drawn = Drawn(64_000_000)


def receive(context: Context) -> UploadedFile:
    """Return the one file of a multipart body (part `file`), recognised and kept.

    Refuses with: invalid-request; too-large; the paper-… problems; too-many-attempts; unavailable.
    """
    sender: Actor = request.environ["cleanhands.actor"]
    file = only_file()
    with file.stream:
        paper = keep_file(file, context, sender, now=utcnow())
    request.environ["cleanhands.upload"] = paper.sha256
    return paper


def only_file() -> FileStorage:
    """Return the one file of the request's body, in its part `file`. Refuses with:
    invalid-request."""
    files = list(request.files.items(multi=True))
    others = [*request.form, *(name for name, _ in files if name != "file")]
    if request.mimetype != "multipart/form-data" or len(files) != 1 or others:
        raise invalid(
            "/file", Code.REQUIRED, _("Send one file, as multipart/form-data, in the part “file”.")
        )
    return files[0][1]


def keep_file(file: FileStorage, context: Context, sender: Actor, *, now: datetime) -> UploadedFile:
    """Recognise one file and put it into the archive.

    Each file that is refused is counted, and what any file costs. Refuses with: the paper-…
    problems; too-many-attempts, after too many or too costly ones; unavailable, while too many
    files are looked at, or where the place of documents is not there.
    """
    subjects = (name_of(sender), identity.network_of(request))
    refused = costs.windows(context, "refused-file", subjects, REFUSED)
    sending = costs.windows(context, "sending-files", subjects, SENDING)
    costs.require_room(context, refused, sending, now=now)
    meter, is_refused = Meter(), False
    try:
        with PLACES.take_place(Work.RECOGNISE, subjects[0]), meter.running():
            paper = recognise_file(
                file.stream,  # type: ignore[arg-type]
                filename=file.filename,
                declared=file.content_type,
                most_bytes=context.config.max_upload,
                meter=meter,
            )
    except Refusal as refusal:
        is_refused = refusal.slug.startswith("paper-")
        raise
    finally:
        costs.count(context, refused if is_refused else (), sending, meter, now=now)
    require_place(context)
    context.archive.put(paper.content, paper.sha256)
    return paper


def name_of(actor: Actor) -> str:
    """Return the account under which places are kept and uses counted."""
    return f"{actor.kind}:{actor.id}"


def open_document(
    context: Context, actor: Actor, document_id: int, *, now: datetime
) -> DocumentView:
    """Return a document to be shown, with the ledger's note for staff. Refuses with: not-found."""
    # A GET runs in a session that writes nothing; that staff read it must be written all the same.
    with begin_work(context, actor, now=now) as work:
        return documents.read_document(work, document_id)


def open_original(
    context: Context, actor: Actor, document_id: int, *, now: datetime
) -> DocumentView:
    """Return a document to be saved as it was sent, with the ledger's note for staff. Refuses with:
    not-found, for all but its sender and staff."""
    with begin_work(context, actor, now=now) as work:
        return documents.read_as_sent(work, document_id)


def content(document: DocumentView, context: Context, reader: Actor) -> Response:
    """Answer with a document, always as a download and never shown in place: to its sender what is
    kept, to others a PDF's copy that is made anew from its pages.

    Refuses with: not-found, where the bytes are gone; unreadable, where their key is; damaged;
    paper-damaged; too-many-attempts; unavailable.
    """
    if document.content.media_type != PDF or document.is_from(reader):
        return answer_original(document, context)
    with _at_work(context, reader) as meter:
        copy = pdfs.copy_pdf(_whole(document, context), meter)
    return _download(document, copy, len(copy))


def answer_original(document: DocumentView, context: Context) -> Response:
    """Answer with the bytes that are kept, of a PDF as it was sent, as a download.

    Refuses with: not-found, where the bytes are gone; unreadable, where their key is; damaged.
    """
    first, rest = _begun(document, context)
    return _download(document, _joined(first, rest), document.content.size)


def _download(document: DocumentView, body: bytes | Iterator[bytes], size: int) -> Response:
    response = Response(body, mimetype=document.content.media_type)
    response.content_length = size
    name = document.upload.filename or f"document-{document.upload.id}"
    response.headers["Content-Disposition"] = _attachment(name)
    response.headers["Cache-Control"] = PRIVATE
    return response


def answer_preview(
    document: DocumentView,
    context: Context,
    reader: Actor,
    *,
    number: int = 1,
    is_large: bool = False,
) -> Response:
    """Answer with a picture of the document, drawn by us: PNG of at most 1200 pixels a side, 2400
    where it is to be `is_large`; of a PDF, the page of this number.

    Refuses with: not-found, also for a page that it does not have; unreadable; damaged;
    paper-damaged; too-many-attempts; unavailable.
    """
    if not 1 <= number <= (document.content.pages or 1):
        raise not_found(_("page"))
    side = LARGE if is_large else SMALL

    def draw() -> bytes:
        with _at_work(context, reader) as meter:
            return previews.draw_picture(
                _whole(document, context),
                document.content.media_type,
                number=number,
                side=side,
                meter=meter,
            )

    # By key: what only a lost one opened is said to be unreadable, also where it was drawn before.
    key = context.vault.names[0]
    picture = _drawn.get((key, document.sha256, number, side), draw)
    response = Response(picture, mimetype="image/png")
    response.headers["Content-Disposition"] = 'inline; filename="preview.png"'
    response.headers["Cache-Control"] = PRIVATE
    return response


@contextmanager
def _at_work(context: Context, reader: Actor) -> Iterator[Meter]:
    """Hold a place for whoever looks at a document, and count what it costs.

    Refuses with: too-many-attempts; unavailable.
    """
    looking = costs.windows(context, "looking-at-files", [name_of(reader)], [LOOKING])
    costs.require_room(context, (), looking, now=utcnow())
    meter = Meter()
    try:
        with PLACES.take_place(Work.SHOW, name_of(reader)), meter.running():
            yield meter
    finally:
        costs.count(context, (), looking, meter, now=utcnow())


def answer_pdf(pdf: bytes, filename: str, languages: Iterable[str]) -> Response:
    """Answer with a PDF that was printed here in these languages, as a download of this name."""
    response = Response(pdf, mimetype="application/pdf")
    response.content_language.update(languages)
    response.headers["Content-Disposition"] = _attachment(filename)
    response.headers["Cache-Control"] = PRIVATE
    return response


def _whole(document: DocumentView, context: Context) -> bytes:
    first, rest = _begun(document, context)
    return first + b"".join(rest)


def _begun(document: DocumentView, context: Context) -> tuple[bytes, Iterator[bytes]]:
    """Read the first megabyte, so that a missing file is refused before the answer has begun."""
    try:
        bytes_ = context.archive.open(document.sha256)
        return next(bytes_), bytes_
    except FileNotFoundError:
        require_place(context)
        raise not_found(_("content; the document’s row is there, its file is not")) from None


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _attachment(name: str) -> str:
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
