"""My letters: what was written to the account that is signed in, on screen and as PDF."""

from __future__ import annotations

from flask import Blueprint

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit import letters
from complaints.kit.pages import NOTIFIERS, Answer, PageCall, page
from complaints.models import Boycott, Letter
from complaints.queries.mailing import letters as letter_queries
from complaints.schemas.common import PageQuery, query_number
from complaints.storage.links import PLACE, mask
from complaints.web import cases
from complaints.words.letter_kinds import KINDS

pages = Blueprint("my_letters", __name__, url_prefix="/letters")


class MineQuery(PageQuery):
    complaint = query_number()


@page(pages, "GET", "/", who=NOTIFIERS)
def show_letters(call: PageCall) -> Answer:
    """List the letters to the account, the newest first; about one complaint, where asked for."""
    query = call.query(MineQuery)
    rows = letter_queries.list_letters(
        call.work,
        complaint_id=query.get("complaint"),
        before=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    listed = paging.page(rows, query["limit"], lambda letter: (letter.id,))
    return call.render(
        "web/letters/list.html", rows=listed["items"], next=listed["next"], query=query, kinds=KINDS
    )


@page(pages, "GET", "/<id:letter_id>", who=NOTIFIERS)
def show_letter(call: PageCall, letter_id: int) -> Answer:
    """Show one letter to the account; a link that acts without signing in is masked."""
    letter = letter_queries.get_letter(call.work, letter_id)
    if _notes_warning_read(call, letter):
        return call.redirect("my_letters.show_letter", letter_id=letter_id)
    return call.render(
        "web/letters/show.html", letter=letter, body=mask(letter.body), masked=PLACE in letter.body
    )


@page(pages, "GET", "/<id:letter_id>/letter.pdf", who=NOTIFIERS)
def save_letter(call: PageCall, letter_id: int) -> Answer:
    """Save one letter to the account as PDF."""
    if _notes_warning_read(call, letter_queries.get_letter(call.work, letter_id)):
        return call.redirect("my_letters.save_letter", letter_id=letter_id)
    return letters.letter_pdf(call, letter_id)


def _notes_warning_read(call: PageCall, letter: Letter) -> bool:
    """Note that the account reads the warning that a letter is about; say whether that was new."""
    warning = call.session.get(Boycott, letter.boycott_id) if letter.boycott_id else None
    if warning is None or not cases.is_first_read(call, warning):
        return False
    cases.note_read(call, warning.id)
    return True
