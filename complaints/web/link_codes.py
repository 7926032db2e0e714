"""The pages of every door of links by which a holder gets a code, enters it, or gets a new link."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, request

from complaints.http.languages import say_here
from complaints.kit.forms import Sent
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries.mailing import secret_links
from complaints.queries.mailing.secret_links import HeldLink
from complaints.rules.cases.warnings import DeliveredBy
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.mailing.secret_links import Door
from complaints.schemas.common import Body, text
from complaints.services.cases import warnings
from complaints.services.decisions import claims
from complaints.services.mailing import link_codes, renewals
from complaints.web.secret_links import actor_of, keep_secret, note_confirmed, reads
from complaints.words import message as _

# By the name of the pages' blueprint.
PAGES = {
    Door.ANSWER: "answer", Door.JOINING: "joined", Door.REPLY: "reply",
    Door.SUSPENSION: "suspended", Door.NOTICE: "noticed",
}  # fmt: skip
# The view of a door's page, where it is not `show`.
VIEWS = {Door.NOTICE: "show_notice"}
# The forms that a code leads on to, by their views: where its holder wanted to go.
FORMS = {Door.REPLY: ("answer", "report", "proceeding", "appeal", "rejoin")}
ON_ITS_WAY = {
    Reach.MAILBOX: _(
        "We have sent a code to the email address that we have on record. It works for one day."
    ),
    Reach.PLATFORM: _(
        "A code is on its way to your inbox at the marketplace. It works for 14 days."
    ),
    Reach.BY_HAND: _(
        "A code is on its way to you in the same way as the letter. It works for 14 days."
    ),
}


class CodeIn(Body):
    """The code of a letter, with or without spaces."""

    code = text(20, required=True, asks=_("Enter the code of 8 digits."))


def add(pages: Blueprint, door: Door) -> None:
    """Add the pages to those of a door, and keep all its addresses secret."""
    keep_secret(pages)
    view = VIEWS.get(door, "show")
    home = f"{PAGES[door]}.{view}"

    @page(pages, "GET", "/<token>/code", who=ANYONE)
    @reads(door)
    def code(call: PageCall, token: str) -> Answer:
        """Ask for the code, and offer to send one."""
        return call.render("web/links/code.html", token=token, door=door, then=_wanted(door))

    @page(pages, "POST", "/<token>/code", who=ANYONE, again=code)
    def ask_code(call: PageCall, token: str) -> Answer:
        """Send a code to whom the letter was written; whoever asks does not learn where."""
        held = secret_links.get_link(call.session, door, token)
        reach = link_codes.request_code(call.work, held, vault=call.context.vault)
        way = {"then": then} if (then := _wanted(door)) else {}
        return call.redirect(f"{PAGES[door]}.code", token=token, message=ON_ITS_WAY[reach], **way)

    @page(pages, "POST", "/<token>/confirm", who=ANYONE, again=code)
    def confirm(call: PageCall, token: str) -> Answer:
        """Let this browser act through the link, if the code is right. Wrong ones are counted."""
        held = secret_links.get_link(call.session, door, token)
        typed = call.form(CodeIn)["code"]
        if link_codes.use_code(call.work, held, typed, vault=call.context.vault):
            note_confirmed(held, call.now)
            _note_opened(call, held)
            then = _wanted(door) or view
            right = _("The code is right. You can answer now.")
            return call.redirect(f"{PAGES[door]}.{then}", token=token, message=right)
        wrong = say_here(
            _("This is not the code, or it no longer works. Check it, or get a new one.")
        )
        sent = Sent(request.form, {"code": wrong}, (("code", wrong),))
        return replace(call, sent=sent).render(
            "web/links/code.html", status=422, token=token, door=door, then=_wanted(door)
        )

    @page(pages, "POST", "/<token>/renew", who=ANYONE)
    def renew(call: PageCall, token: str) -> Answer:
        """Write a letter with a new link: it goes to the addressee, whoever asks for it."""
        renewals.renew(call.work, secret_links.get_link(call.session, door, token).letter)
        message = _("A new link is on its way to the same address as the first one.")
        return call.redirect(home, token=token, message=message)


def _note_opened(call: PageCall, held: HeldLink) -> None:
    """Note what reached its reader by this: a filer or a seller its warning; a seller, that a copy
    of its answer goes to the complainant."""
    work = call.work.by(actor_of(call, held))
    if held.letter.boycott_id is not None or held.letter.suspension_id is not None:
        warnings.note_letter_delivered(work, held.letter, DeliveredBy.OPENED)
    elif held.letter.filer_id is None:
        claims.note_told(work)


def _wanted(door: Door) -> str:
    """Return the view of the form that the holder came from, where the address names one."""
    then = request.args.get("then", "")
    return then if then in FORMS.get(door, ()) else ""
