"""The demo's outbox: letters land here instead of in mailboxes, for everybody to read.

It is served in the demo alone: a letter's link or code signs in as its addressee.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect
from markupsafe import Markup

from complaints.base.errors import not_found
from complaints.http.languages import say_here
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries.mailing import account_letters as account_letter_queries
from complaints.queries.mailing import letters as letter_queries
from complaints.rules.actors import SYSTEM
from complaints.rules.mailing.inboxes import Reach
from complaints.services.mailing import account_letters, letters
from complaints.storage.links import PLACE, mask
from complaints.words import message as _

SHOWN = 40
# A link ends before the colon, the full stop or the Chinese words that follow it.
LINK = re.compile(r"(https?://[!#-;=?-~]*[\w/=])", re.ASCII)
ANCHOR = Markup('<a class="govuk-link ch-anywhere" href="{0}">{0}</a>')

pages = Blueprint("outbox", __name__)


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """One letter as the outbox shows it."""

    to: str
    at: datetime
    subject: str
    body: str
    # The letter whose link the page makes when it is opened; none where the text says it all.
    letter_id: int | None = None


@page(pages, "GET", "/demo/outbox", who=ANYONE)
def show_outbox(call: PageCall) -> Answer:
    """Show the latest letters, the newest first."""
    letters_shown = sorted(_to_accounts(call) + _to_parties(call), key=lambda letter: letter.at)
    return call.render("web/outbox.html", letters=letters_shown[::-1][:SHOWN], linked=linked)


def linked(text: str) -> Markup:
    """Return a line of a letter, with its addresses as links."""
    parts = enumerate(LINK.split(text))
    return Markup("").join(ANCHOR.format(part) if at % 2 else part for at, part in parts)


def _to_accounts(call: PageCall) -> list[ShownLetter]:
    rows = account_letter_queries.list_letters(call.session, unsent=False, limit=SHOWN)
    return [
        ShownLetter(
            letter.email or say_here(_("The holder of a link")),
            row.created_at,
            letter.subject,
            letter.body,
        )
        for row, letter in account_letters.opened_letters(call.session, rows, call.context.vault)
    ]


def _to_parties(call: PageCall) -> list[ShownLetter]:
    return [
        ShownLetter(
            say_here(_("The seller (complaint no. %(id)s)", id=str(row.claim_id)))
            if row.claim_id
            else name,
            row.created_at,
            row.subject,
            mask(row.body),
            row.id if PLACE in row.body else None,
        )
        for row, name in letter_queries.latest(call.session, limit=SHOWN)
    ]


@page(pages, "POST", "/demo/outbox/<id:letter_id>/open", who=ANYONE)
def follow_letter(call: PageCall, letter_id: int) -> Answer:
    """Follow the link of a letter, as its addressee does: it is made for this."""
    work = call.work.by(SYSTEM)
    sent = letters.hand_out(work, letter_id, Reach.MAILBOX, vault=call.context.vault)
    if sent.link is None:
        raise not_found(_("page"))
    return redirect(sent.link.removeprefix(call.context.links.base_url), code=303)
