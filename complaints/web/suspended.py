"""The page behind the link about a suspension: a seller reads its case, answers and appeals.

Reading needs the link alone; answering and appealing a code beside it (`web/secret_links.py`).
"""

from __future__ import annotations

from flask import Blueprint, request

from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries.cases import suspension_grounds
from complaints.queries.cases import suspensions as suspension_queries
from complaints.queries.mailing import secret_links
from complaints.queries.sellers import strikes
from complaints.rules.mailing.secret_links import Door
from complaints.services.cases import suspensions
from complaints.web import link_codes
from complaints.web.cases import AnswerText
from complaints.web.secret_links import acts, may_act, reads
from complaints.words import message as _
from complaints.words.letters.redress import BEYOND_US, in_lines
from complaints.words.letters.suspensions import reach_of

pages = Blueprint("suspended", __name__, url_prefix="/suspension")
link_codes.add(pages, Door.SUSPENSION)


@page(pages, "GET", "/<token>", who=ANYONE)
@reads(Door.SUSPENSION)
def show(call: PageCall, token: str) -> Answer:
    """Show the case to the addressee of the link. Refuses with: not-found."""
    detail = suspension_queries.suspension_detail(call.work, _suspension_of(call, token))
    stands = detail.in_case and detail.row.imposed_at and detail.row.state != "lifted"
    return call.render(
        "web/suspended.html",
        token=token,
        may_act=may_act(call),
        detail=detail,
        row=detail.row,
        record=strikes.strikes_of_stores(
            call.work, suspension_grounds.stores_of(call.session, detail.row.id)
        ),
        beyond_us=in_lines(_("Whether you appeal to us or not:"), BEYOND_US) if stands else None,
        scale=call.work.policy.law.scale,
        places=_("It applies here: %(places)s.", places=reach_of(detail.row.territory)),
    )


@page(pages, "POST", "/<token>", who=ANYONE, again=show)
@acts(Door.SUSPENSION)
def send_words(call: PageCall, token: str) -> Answer:
    """Store the answer or the appeal. Refuses with: not-found; code-needed; wrong-state."""
    suspension_id = _suspension_of(call, token)
    sent = call.form(AnswerText, besides={"step"})
    if request.form.get("step") == "appeal":
        suspensions.appeal_suspension(call.work, suspension_id, grounds=sent["text"])
    else:
        suspensions.answer_warning(call.work, suspension_id, **sent)
    message = _(
        "Thank you. We have what you wrote. Our staff read it, and we will write to you. Keep the "
        "link: you can always read the case here."
    )
    return call.redirect("suspended.show", token=token, message=message)


def _suspension_of(call: PageCall, token: str) -> int:
    return secret_links.get_link(call.session, Door.SUSPENSION, token).letter.suspension_id or 0
