"""The page behind a signed link: a warned filer reads its case, answers, appeals; no account.

Whoever holds the link counts as the addressee. The token in the path is the secret: the page is
never cached, indexed, or named to another site.
"""

from __future__ import annotations

from flask import Blueprint, request

from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries import boycotts as boycott_queries
from complaints.services import boycotts
from complaints.web import cases
from complaints.web.cases import AnswerText
from complaints.web.secret_links import keep_secret
from complaints.words import message as _

pages = Blueprint("answer", __name__, url_prefix="/answer")
keep_secret(pages)


@page(pages, "GET", "/<token>", who=ANYONE)
def show(call: PageCall, token: str) -> Answer:
    """Show the case to the addressee of the link. Refuses with: not-found."""
    boycott_id = call.context.links.read_boycott(token)
    actor = boycott_queries.addressee_of(call.session, boycott_id)
    case = boycott_queries.detail(call.work.by(actor), boycott_id)
    return call.render(
        "web/answer.html",
        token=token,
        case=case,
        state=cases.state_by_clock(case, call.now),
        step=cases.step(case, call.now),
        a=cases.words(),
    )


@page(pages, "POST", "/<token>", who=ANYONE, again=show)
def send(call: PageCall, token: str) -> Answer:
    """Store the answer or the appeal. Refuses with: not-found; wrong-state."""
    boycott_id = call.context.links.read_boycott(token)
    actor = boycott_queries.addressee_of(call.session, boycott_id)
    sent = call.form(AnswerText, besides={"step"})
    if request.form.get("step") == "appeal":
        boycotts.appeal(call.work.by(actor), boycott_id, grounds=sent["text"])
    else:
        boycotts.answer(call.work.by(actor), boycott_id, **sent)
    message = _(
        "Thank you: it has arrived. Staff will read it, and we will write to you. Keep the link: "
        "the case stays readable here."
    )
    return call.redirect("answer.show", token=token, message=message)
