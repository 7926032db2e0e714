"""Files that people send with a page's form, or one by one from its script.

A page that takes files says who sends them; they are recognised and stored before its transaction
begins, when that somebody may, so that a form which is refused loses none:

    def sender(call: PageCall, token: str) -> Actor: ...      # Refuses with: not-found

    @page(pages, "POST", "/<token>/counter", who=ANYONE, again=show, files=sender)
    def counter(call: PageCall, token: str) -> Answer:
        sent = call.form(CounterIn, besides=("documents",))
        arrived = uploads.take(call, actor=sender(call, token))
        ...                                # arrived.documents: what the form named, what it brought
        if arrived.refused:                # the good ones are stored, the others are told
            return uploads.show_again(call, arrived, show, token=token)
        return call.redirect(...)

In the template `file_input(sent, "files", …, multiple=true, upload_url=url_for("papers.send"),
files=uploads.listed(call))` (the last given by the view), inside a form of enctype
multipart/form-data: without scripts the files come with the form, in `files`; with them each was
sent alone to `upload_url`, and the form names its id, in `documents`. A page for somebody without
an account has an `upload_url` of its own, whose view is `return uploads.answer(call, actor=…)`.

A page that shows documents links to `papers.read` and `papers.preview`, or, without an
account, to views of its own: `uploads.opened(…)`, then `http.uploads.content` or `preview`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import jsonify, request
from flask import make_response as respond
from werkzeug.wrappers import Response

from complaints.errors import invalid
from complaints.http import problems, uploads
from complaints.http.languages import say_here
from complaints.kit import arrivals
from complaints.kit.arrivals import Came
from complaints.kit.forms import Sent
from complaints.kit.pages import Answer, PageCall
from complaints.queries import documents as asked
from complaints.queries.documents import DocumentView
from complaints.rules.actors import Actor
from complaints.words import message as _

ID = re.compile(r"\d{1,9}", re.ASCII)
FILES, KEPT = "files", "documents"


@dataclass(frozen=True, slots=True)
class Arrived:
    """The documents of a form, in the order of their ids, and the files that were not taken."""

    documents: tuple[DocumentView, ...]
    refused: tuple[Came, ...]


def me(call: PageCall, **_path: Any) -> Actor:
    """The sender on pages of people who are signed in: their account's owner."""
    return call.actor


def take(
    call: PageCall, *, actor: Actor | None = None, files: str = FILES, kept: str = KEPT
) -> Arrived:
    """Return what the form brought in `files`, and what it names in `kept`.

    `actor` is who sends, where nobody is signed in. Ids that are not the sender's are left out.
    """
    came = [one for one in arrivals.came() if one.field == files]
    named = {int(text) for text in request.form.getlist(kept) if ID.fullmatch(text)}
    named |= {one.document_id for one in came if one.document_id is not None}
    return Arrived(
        tuple(asked.own(call.work.by(actor or call.actor), named)),
        tuple(one for one in came if one.refusal is not None),
    )


def listed(call: PageCall, *, actor: Actor | None = None) -> list[dict[str, Any]]:
    """Return what `file_input` shows as arrived (`files=`) when a form is shown again: {id, name},
    so that no file must be chosen a second time."""
    return [
        {"id": one.upload.id, "name": one.upload.filename or one.sha256[:12]}
        for one in take(call, actor=actor).documents
    ]


def show_again(
    call: PageCall,
    arrived: Arrived,
    show: Callable[..., Answer],
    *,
    files: str = FILES,
    **path: Any,
) -> Response:
    """Show the page again with what was refused and why; what was stored stays so."""
    said = tuple((files, f"{one.filename}: {_why(one)}") for one in arrived.refused)
    sent = Sent(request.form, {files: " ".join(sentence for _files, sentence in said)}, said)
    answer = respond(show(replace(call, sent=sent), **path))
    answer.status_code = 422
    return answer


def answer(call: PageCall, *, actor: Actor | None = None) -> Response:
    """Answer a script that sent one file, in the field `file`, in JSON: its id and name, or why it
    was not taken."""
    arrived = take(call, actor=actor, files="file", kept="")
    for one in arrived.refused:
        assert one.refusal is not None
        return problems.response(one.refusal)
    if len(arrived.documents) != 1:
        return problems.response(invalid("/file", _("Send one file.")))
    (made,) = arrived.documents
    return respond(
        jsonify(
            id=made.upload.id,
            name=made.upload.filename,
            sha256=made.sha256,
            media_type=made.content.media_type,
            bytes=made.content.size,
        ),
        201,
    )


def opened(call: PageCall, document_id: int, *, actor: Actor | None = None) -> DocumentView:
    """Return a document to be shown; that staff open it is noted. Refuses with: not-found."""
    return uploads.opened(call.context, actor or call.actor, document_id, now=call.now)


def _why(one: Came) -> str:
    assert one.refusal is not None
    return say_here(one.refusal.message)
