"""The page behind the link about a joining: an account reads why, and appeals; no account needed.

Reading needs the link alone; an appeal a code beside it, or a sign-in (`web/secret_links.py`).
"""

from __future__ import annotations

from flask import Blueprint

from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries.cases import joinings as joining_queries
from complaints.queries.mailing import secret_links
from complaints.rules.mailing.secret_links import Door
from complaints.services.cases import joinings
from complaints.web import cases, link_codes
from complaints.web.cases import CaseText
from complaints.web.secret_links import acts, may_act, reads
from complaints.words import message as _

pages = Blueprint("joined", __name__, url_prefix="/joining")
link_codes.add(pages, Door.JOINING)


@page(pages, "GET", "/<token>", who=ANYONE)
@reads(Door.JOINING)
def show(call: PageCall, token: str) -> Answer:
    """Show the decision to the addressee of the link. Refuses with: not-found."""
    detail = joining_queries.joining_detail(call.work, _joining_of(call, token))
    return call.render(
        "web/joined.html",
        token=token,
        may_act=may_act(call),
        detail=detail,
        a=cases.messages(call, detail.account.id),
    )


@page(pages, "POST", "/<token>", who=ANYONE, again=show)
@acts(Door.JOINING)
def send(call: PageCall, token: str) -> Answer:
    """Store the appeal. Refuses with: not-found; code-needed; wrong-state."""
    joining_id = _joining_of(call, token)
    joinings.appeal(call.work, joining_id, grounds=call.form(CaseText)["text"])
    message = _(
        "Thank you. We have your appeal. Somebody who has had no part in the case "
        "decides, and we will write to you. Keep the link: you can always read the case "
        "here."
    )
    return call.redirect("joined.show", token=token, message=message)


def _joining_of(call: PageCall, token: str) -> int:
    return secret_links.get_link(call.session, Door.JOINING, token).letter.joining_id or 0
