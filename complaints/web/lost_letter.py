"""The way to a complaint for a seller that lost the letter with the link to it.

What is answered is the same whether there is a complaint or not: who asks learns that from the
mailbox on record alone.
"""

from __future__ import annotations

from flask import Blueprint, request

from complaints.http import identity
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.schemas.common import Body, text
from complaints.services.mailing import renewals
from complaints.words import message as _

pages = Blueprint("lost_letter", __name__, url_prefix="/lost-letter")


class LostIn(Body):
    url = text(2000, required=True, asks=_("Enter the address of the listing."))
    mailbox = text(320, required=True, asks=_("Enter your email address."))


@page(pages, "GET", "", who=ANYONE)
def ask_mailbox(call: PageCall) -> Answer:
    """Ask for the listing's address, and for the mailbox that the marketplace has."""
    return call.render("web/links/lost.html")


@page(pages, "POST", "", who=ANYONE, again=ask_mailbox)
def send_link(call: PageCall) -> Answer:
    """Write a letter with a new link to the mailbox on record, if it is the one that was typed."""
    sent = call.form(LostIn)
    renewals.find_again(
        call.work,
        url=sent["url"],
        mailbox=sent["mailbox"],
        network=identity.network_of(request),
        vault=call.context.vault,
    )
    return call.redirect("lost_letter.sent")


@page(pages, "GET", "/sent", who=ANYONE)
def sent(call: PageCall) -> Answer:
    """Say what happens now, alike for everybody."""
    return call.render("web/links/sent.html", days=call.work.links.reply_days)
