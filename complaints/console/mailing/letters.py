"""Letters as staff read them: what was written to whom, without their links. What goes by hand is
taken out here, by one who takes no part in the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from complaints.console import asking_access
from complaints.console.decisions.deciding import refusal_of
from complaints.console.mailing import letters_by_mail
from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit import confirming
from complaints.kit import letters as papers
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.models import Letter
from complaints.queries.mailing import account_letters, addressees, handing_out
from complaints.queries.mailing import letters as letter_queries
from complaints.rules.mailing.deliveries import BY_ITSELF_FOR
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.mailing.secret_links import door_of
from complaints.rules.staff.door_bars import saying
from complaints.schemas.common import WhyIn
from complaints.schemas.mailing.letters import LettersQuery, PostedIn
from complaints.services.mailing import arrivals, letters
from complaints.storage.links import mask
from complaints.words import message as _
from complaints.words.letter_kinds import KINDS

pages = Blueprint("letter_pages", __name__, url_prefix="/console/letters")


@page(pages, "GET", "", who=STAFF, menu=MenuPlace("records", 70, "letters", _("Letters")))
def show_letters(call: PageCall) -> Answer:
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
        "console/mailing/letters/list.html",
        rows=listed["items"],
        next=listed["next"],
        query=query,
        kinds=KINDS,
        deliveries=letters_by_mail.of_letters(call, rows),
        to_accounts=letters_by_mail.to_accounts(call) if query["did_not_go"] else [],
        addressees=letter_queries.addressees(call.session, rows),
        reaches=addressees.ways(call.work, rows),
    )


@page(pages, "GET", "/<id:letter_id>", who=STAFF)
def show_letter(call: PageCall, letter_id: int) -> Answer:
    """Show one letter, its link masked."""
    letter = letter_queries.get_letter(call.work, letter_id)
    return call.render(
        "console/mailing/letters/show.html",
        letter=letter,
        body=mask(letter.body),
        delivery=letters_by_mail.of_letters(call, [letter]).get(letter.id),
        waits_for_word=letters_by_mail.waits_for_word(call, letter),
        by_itself_for=BY_ITSELF_FOR.days,
        kind=KINDS[letter.kind],
        addressee=letter_queries.addressees(call.session, [letter])[letter.id],
        reaches=addressees.way_of(call.work, letter),
        reports=letter_queries.reports_of(call.session, letter),
        may_enter=refusal_of(lambda: handing_out.require_entry(call.work, letter)) is None,
        has_link=door_of(letter) is not None,
        has_code=account_letters.code_of(call.session, letter.id) is not None,
        **_why_not(call, letter),
    )


def _why_not(call: PageCall, letter: Letter) -> dict[str, Any]:
    """Return why the reader cannot take the letter out by hand, or its code, or have it sent again;
    None for what it can."""
    work, by_hand = call.work, Reach.BY_HAND
    asked: dict[str, Callable[[], None]] = {
        "why_not": lambda: handing_out.require_link(work, letter, by_hand),
        "why_no_code": lambda: handing_out.require_code(work, letter, by_hand),
        "why_not_again": lambda: handing_out.require_resend(work, letter),
    }
    if door_of(letter) is None:
        return dict.fromkeys(asked)
    return {name: refusal_of(require) for name, require in asked.items()}


@page(pages, "POST", "/<id:letter_id>/send", who=STAFF, again=show_letter, bars=saying("letter"))
@confirming.asks(asking_access.taking_out)
def send_letter(call: PageCall, letter_id: int) -> Answer:
    """Take a letter out by hand: it is shown once, with its link, to be printed."""
    taken = letters.hand_out(call.work, letter_id, Reach.BY_HAND, vault=call.context.vault)
    return _taken_out(call, letter_id, taken.letter.subject, taken.body)


@page(pages, "POST", "/<id:letter_id>/code", who=STAFF, again=show_letter, bars=saying("letter"))
@confirming.asks(asking_access.taking_out)
def send_code(call: PageCall, letter_id: int) -> Answer:
    """Take the letter out that has the code for this letter's link."""
    vault = call.context.vault
    code = letters.hand_out_code_of(call.work, letter_id, Reach.BY_HAND, vault=vault)
    return _taken_out(call, letter_id, code.subject, code.body)


def _taken_out(call: PageCall, letter_id: int, subject: str, body: str) -> Answer:
    answer = call.render(
        "console/mailing/letters/taken_out.html", letter_id=letter_id, subject=subject, body=body
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@page(pages, "POST", "/<id:letter_id>/resend", who=STAFF, again=show_letter, bars=saying("letter"))
@confirming.asks(asking_access.resending)
def resend_letter(call: PageCall, letter_id: int) -> Answer:
    """Revoke the links of a letter, and let it go out once more, with a new one."""
    letters.resend(call.work, letter_id)
    message = _("Its links are revoked. The letter waits to go out with a new one.")
    return call.redirect("letter_pages.show_letter", letter_id=letter_id, message=message)


@page(pages, "POST", "/<id:letter_id>/posted", who=STAFF, again=show_letter, bars=saying("letter"))
def enter_posting(call: PageCall, letter_id: int) -> Answer:
    """Enter on which day a printed letter was posted."""
    arrivals.note_posted(call.work, letter_id, **call.form(PostedIn))
    message = _("It is recorded that the letter was posted.")
    return call.redirect("letter_pages.show_letter", letter_id=letter_id, message=message)


@page(
    pages, "POST", "/<id:letter_id>/returned", who=STAFF, again=show_letter, bars=saying("letter")
)
def enter_return(call: PageCall, letter_id: int) -> Answer:
    """Enter that the post brought a letter back, or that there is no address to post it to."""
    arrivals.note_returned(call.work, letter_id, **call.form(WhyIn))
    message = _("It is recorded that the letter did not arrive by post.")
    return call.redirect("letter_pages.show_letter", letter_id=letter_id, message=message)


@page(pages, "GET", "/<id:letter_id>/letter.pdf", who=STAFF)
def save_letter(call: PageCall, letter_id: int) -> Answer:
    """Save one letter as PDF, its link masked."""
    return papers.letter_pdf(call, letter_id)
