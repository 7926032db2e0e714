"""The seller's last word in a round: its answer to the filer's reply."""

from __future__ import annotations

from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, row_id, text
from complaints.services import claims
from complaints.web.reply.complaint import detail_of, done
from complaints.web.reply.holder import acts_by_link, fills_in, pages
from complaints.words import message as _


class RejoinsIn(Body):
    """The API's answer to a reply, about several listings at once."""

    claim_ids = fields.List(row_id(), required=True, validate=validate.Length(1, 300))
    statement = text(20000, required=True)


@page(pages, "GET", "/<token>/rejoin", who=ANYONE)
@fills_in
def rejoin(call: PageCall, token: str) -> Answer:
    """Ask what the seller says to the filer's reply, and for which listings."""
    detail = detail_of(call)
    if not detail.to_rejoin:
        return call.render("web/reply/closed.html", token=token)
    return call.render("web/reply/rejoin.html", detail=detail, token=token)


@page(pages, "POST", "/<token>/rejoin", who=ANYONE, again=rejoin)
@acts_by_link
def send_rejoin(call: PageCall, token: str) -> Answer:
    """Store the answer."""
    sent = call.form(RejoinsIn)
    for claim_id in sorted(set(sent["claim_ids"])):
        claims.rejoin(call.work, claim_id, statement=sent["statement"])
    return done(call, token, _("Your answer has arrived. Staff decide now and write to you."))
