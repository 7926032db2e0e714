"""Letters as staff read them: what was written to whom, without the secrets of their links."""

from __future__ import annotations

from flask import Blueprint

from complaints.console import letters_by_mail
from complaints.http import paging, uploads
from complaints.http.cursors import after_id
from complaints.kit import printing
from complaints.kit.navigation import Place
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.links import mask
from complaints.queries import inboxes as inbox_queries
from complaints.queries import letters as letter_queries
from complaints.schemas.letters import LettersQuery
from complaints.words import LANGUAGES
from complaints.words import message as _

pages = Blueprint("letter_pages", __name__, url_prefix="/console/letters")
KINDS = {
    "boycott_warning": _("Warning"),
    "boycott_imposed": _("Boycott imposed"),
    "boycott_dropped": _("Warning closed"),
    "boycott_heeded": _("Warning heeded"),
    "boycott_upheld": _("Appeal: boycott stays"),
    "boycott_lifted": _("Boycott lifted"),
    "boycott_expired": _("Boycott over"),
    "account_joined": _("Account counted together with another"),
    "joining_upheld": _("Accounts stay counted together"),
    "account_parted": _("Accounts parted"),
    "party_warned": _("Warning, to another account"),
    "party_bound": _("Boycott imposed, to another account"),
    "party_freed": _("Case over, to another account"),
}


@page(pages, "GET", "", who=STAFF, menu=Place(70, "letters", _("Letters")))
def find(call: PageCall) -> Answer:
    """List letters, the newest first."""
    query = call.query(LettersQuery)
    rows = letter_queries.list_letters(
        call.work,
        kind=query.get("kind"),
        filer_id=query.get("filer"),
        complaint_id=query.get("complaint"),
        boycott_id=query.get("boycott"),
        did_not_go=query["did_not_go"],
        before=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    listed = paging.page(rows, query["limit"], lambda letter: (letter.id,))
    return call.render(
        "console/letters/list.html",
        rows=listed["items"],
        next=listed["next"],
        query=query,
        kinds=KINDS,
        deliveries=letters_by_mail.of_letters(call, rows),
        to_accounts=letters_by_mail.to_accounts(call) if query["did_not_go"] else [],
        addressees=letter_queries.addressees(call.session, rows),
        reaches=inbox_queries.reaches(call.session, rows),
    )


@page(pages, "GET", "/<id:letter_id>", who=STAFF)
def show(call: PageCall, letter_id: int) -> Answer:
    """Show one letter, its link masked."""
    letter = letter_queries.get(call.work, letter_id)
    return call.render(
        "console/letters/show.html",
        letter=letter,
        body=mask(letter.body),
        delivery=letters_by_mail.of_letters(call, [letter]).get(letter.id),
        kind=KINDS.get(letter.kind, letter.kind),
        addressee=letter_queries.addressees(call.session, [letter])[letter.id],
        reaches=inbox_queries.reaches(call.session, [letter])[letter.id],
    )


@page(pages, "GET", "/<id:letter_id>/letter.pdf", who=STAFF)
def printed(call: PageCall, letter_id: int) -> Answer:
    """Save one letter as PDF, its link masked."""
    letter = letter_queries.get(call.work, letter_id)
    pdf = printing.letter(letter, mask(letter.body))
    return uploads.printed(pdf, f"letter-{letter.id}.pdf", LANGUAGES)
