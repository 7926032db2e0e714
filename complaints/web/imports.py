"""Many complaints at once, by a file: sent, followed by a progress bar, and what was not filed."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, g, request

from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.http import importing, paging, rejects, tables
from complaints.http.cursors import after_id
from complaints.http.endpoint import context
from complaints.http.languages import pick
from complaints.kit import uploads
from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.queries.filing import imports as import_queries
from complaints.rules.actors import Actor
from complaints.rules.filing.imports import MOST_ROWS, count_rows_left, state_of_import
from complaints.schemas.filing import complaint_rows
from complaints.services.filing import imports
from complaints.words import message as _

pages = Blueprint("my_imports", __name__, url_prefix="/imports")

A_PAGE = 25


@page(pages, "GET", "/", who=FILERS)
def show_imports(call: PageCall) -> Answer:
    """Ask for a file, and list those that were sent."""
    before = after_id(request.args.get("cursor"))
    rows = import_queries.find_imports(call.work, before=before, limit=A_PAGE)
    shown = paging.page(rows, A_PAGE, lambda row: (row.id,))
    return call.render(
        "web/imports/list.html", imports=shown["items"], next=shown["next"],
        state_of=state_of_import, most=MOST_ROWS,
    )  # fmt: skip


def _store(sender: Actor, *, now: datetime) -> None:
    """Store the file's complaints before the page's transaction begins, which holds the lock."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise invalid("/file", Code.REQUIRED, _("Choose a file."))
    sets_aside = request.form.get("wrong_targets") == "set_aside"
    sent = importing.read_file(file, context(), sender)
    language = pick(request)
    stored = importing.store_file(context(), sender, sent, language=language, sets_aside=sets_aside)
    g.sent_import = stored.id


@page(pages, "POST", "/", who=FILERS, again=show_imports, files=uploads.me, arrive=_store)
def send_file(call: PageCall) -> Answer:
    """Take a file of complaints, and show how far it is."""
    return call.redirect(".show_import", import_id=g.sent_import)


@page(pages, "GET", "/template.csv", who=FILERS)
def save_template(call: PageCall) -> Answer:
    """Download an empty table."""
    return tables.csv_file("complaints-template.csv", complaint_rows.USUAL, ())


@page(pages, "GET", "/<id:import_id>", who=FILERS)
def show_import(call: PageCall, import_id: int) -> Answer:
    """Show how far an import is, and what was not filed."""
    row = import_queries.get_import(call.work, import_id)
    return call.render(
        "web/imports/show.html", row=row, state=state_of_import(row), left=count_rows_left(row)
    )


@page(pages, "POST", "/<id:import_id>/cancel", who=FILERS, again=show_import)
def file_no_more(call: PageCall, import_id: int) -> Answer:
    """File no more of an import's rows."""
    imports.cancel_import(call.work, import_id)
    done = _("No more of this file is filed. What was filed stays.")
    return call.redirect(".show_import", import_id=import_id, message=done)


@page(pages, "GET", "/<id:import_id>/rejects.csv", who=FILERS)
def save_rejects(call: PageCall, import_id: int) -> Answer:
    """Download the rows that were not filed."""
    row = import_queries.get_import(call.work, import_id)
    return rejects.answer_rejects(call.session, call.context, row)
