"""The page behind a joining's signed link: an account reads why, and appeals; no account needed.

Whoever holds the link counts as the account that it was written to.
"""

from __future__ import annotations

from flask import Blueprint

from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries import joinings as joining_queries
from complaints.services import joinings
from complaints.web.cases import CaseText
from complaints.web.secret_links import keep_secret
from complaints.words import message as _

pages = Blueprint("joined", __name__, url_prefix="/joining")
keep_secret(pages)


@page(pages, "GET", "/<token>", who=ANYONE)
def show(call: PageCall, token: str) -> Answer:
    """Show the decision to the addressee of the link. Refuses with: not-found."""
    joining_id, filer_id = call.context.links.read_joining(token)
    actor = joining_queries.addressee_of(call.session, joining_id, filer_id)
    detail = joining_queries.detail(call.work.by(actor), joining_id)
    return call.render("web/joined.html", token=token, detail=detail)


@page(pages, "POST", "/<token>", who=ANYONE, again=show)
def send(call: PageCall, token: str) -> Answer:
    """Store the appeal. Refuses with: not-found; wrong-state."""
    joining_id, filer_id = call.context.links.read_joining(token)
    actor = joining_queries.addressee_of(call.session, joining_id, filer_id)
    joinings.appeal(call.work.by(actor), joining_id, grounds=call.form(CaseText)["text"])
    message = _(
        "Thank you: it has arrived. A person who took no part so far decides, and we will write to "
        "you. Keep the link: the case stays readable here."
    )
    return call.redirect("joined.show", token=token, message=message)
