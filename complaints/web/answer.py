"""The page behind a letter's link: a warned filer reads its case, answers, appeals; no account.

Reading needs the link alone; answering a code beside it, or a sign-in (`web/secret_links.py`). The
warning counts as delivered by either, not by the link, which somebody else may have opened.
"""

from __future__ import annotations

from flask import Blueprint, request

from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries.cases import boycotts as boycott_queries
from complaints.queries.mailing import secret_links
from complaints.rules.mailing.secret_links import Door
from complaints.services.cases import boycotts
from complaints.web import cases, link_codes
from complaints.web.cases import AnswerText
from complaints.web.secret_links import acts, may_act, reads
from complaints.words import message as _

pages = Blueprint("answer", __name__, url_prefix="/answer")
link_codes.add(pages, Door.ANSWER)


@page(pages, "GET", "/<token>", who=ANYONE)
@reads(Door.ANSWER)
def show(call: PageCall, token: str) -> Answer:
    """Show the case to the addressee of the link. Refuses with: not-found."""
    case = boycott_queries.boycott_detail(call.work, _boycott_of(call, token))
    if cases.is_first_read(call, case.row):
        cases.note_read(call, case.row.id)
        return call.redirect("answer.show", token=token)
    return call.render(
        "web/answer.html",
        token=token,
        may_act=may_act(call),
        case=case,
        **cases.named_in(call, case),
        state=cases.state_by_clock(case, call.now),
        step=cases.step(case, call.now),
        a=cases.messages(call, case.filer.id),
    )


@page(pages, "POST", "/<token>", who=ANYONE, again=show)
@acts(Door.ANSWER)
def send(call: PageCall, token: str) -> Answer:
    """Store the answer or the appeal. Refuses with: not-found; code-needed; wrong-state."""
    boycott_id = _boycott_of(call, token)
    sent = call.form(AnswerText, besides={"step"})
    if request.form.get("step") == "appeal":
        boycotts.appeal(call.work, boycott_id, grounds=sent["text"])
    else:
        boycotts.answer(call.work, boycott_id, **sent)
    message = _(
        "Thank you. We have your answer. Our staff will read it, and we will write to "
        "you. Keep the link: you can always read the case here."
    )
    return call.redirect("answer.show", token=token, message=message)


def _boycott_of(call: PageCall, token: str) -> int:
    return secret_links.get_link(call.session, Door.ANSWER, token).letter.boycott_id or 0
