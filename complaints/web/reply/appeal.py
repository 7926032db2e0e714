"""An appeal against a takedown: once a listing, decided by another person than the first."""

from __future__ import annotations

from complaints.kit import uploads
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.rules.kinds import DocumentUse, Side
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, row_id, text
from complaints.services import appeals
from complaints.web.reply.complaint import detail_of, done
from complaints.web.reply.holder import acts_by_link, fills_in, pages, sender
from complaints.words import message as _


class AppealsIn(Body):
    """The API's appeal, about several listings at once."""

    claim_ids = fields.List(row_id(), required=True, validate=validate.Length(1, 300))
    grounds = text(5000, required=True)


@page(pages, "GET", "/<token>/appeal", who=ANYONE)
@fills_in
def appeal(call: PageCall, token: str) -> Answer:
    """Ask for which listings, and why the decision is wrong."""
    detail = detail_of(call)
    if not detail.to_appeal:
        return call.render("web/reply/closed.html", token=token)
    files = uploads.listed(call)
    return call.render("web/reply/appeal.html", detail=detail, token=token, files=files)


@page(pages, "POST", "/<token>/appeal", who=ANYONE, again=appeal, files=sender)
@acts_by_link
def send_appeal(call: PageCall, token: str) -> Answer:
    """Store the appeal."""
    arrived = uploads.take(call)
    if arrived.refused:
        return uploads.show_again(call, arrived, appeal, token=token)
    sent = call.form(AppealsIn, besides={"documents", "files"})
    chosen = sorted(set(sent["claim_ids"]))
    for claim_id in chosen:
        appeals.file(
            call.work, claim_id, side=Side.SELLER, grounds=sent["grounds"],
        )  # fmt: skip
    uploads.put(call, arrived, claim_ids=chosen, use=DocumentUse.APPEAL)
    message = _("Your appeal has arrived. Somebody else than the first decides it.")
    return done(call, token, message)
