"""An appeal against a takedown: once a listing, decided by another person than the first."""

from __future__ import annotations

from complaints.kit import uploads
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.rules.kinds import DocumentUse, Side
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, row_id, text
from complaints.services.decisions import appeals
from complaints.web.reply import steps
from complaints.web.reply.complaint import detail_of, listings_row
from complaints.web.reply.holder import acts_by_link, fills_in, pages, sender
from complaints.words import message as _
from complaints.words.forms import CHOOSE_LISTINGS
from complaints.words.letters.receipts import APPEAL, given


class AppealsIn(Body):
    """The API's appeal, about several listings at once."""

    claim_ids = fields.List(
        row_id(), required=True, validate=validate.Length(1, 300), asks=CHOOSE_LISTINGS
    )
    grounds = text(5000, required=True, asks=_("Say why the decision is wrong."))


@page(pages, "GET", "/<token>/appeal", who=ANYONE)
@fills_in
def appeal(call: PageCall, token: str) -> Answer:
    """Ask for which listings, and why the decision is wrong."""
    detail = detail_of(call)
    if not detail.to_appeal:
        return call.render("web/reply/closed.html", token=token)
    files = uploads.arrived_files(call)
    return call.render("web/reply/appeal.html", detail=detail, token=token, files=files)


@page(pages, "POST", "/<token>/appeal", who=ANYONE, again=appeal, files=sender)
@acts_by_link
def send_appeal(call: PageCall, token: str) -> Answer:
    """Read the appeal back; then store it."""
    changing = steps.wants_to_change(call)
    if changing is not None:
        return appeal(changing, token=token)
    arrived = uploads.take_files(call)
    sent = call.form(AppealsIn, besides=steps.BESIDES, also=arrived.errors)
    chosen = sorted(set(sent["claim_ids"]))

    def store() -> None:
        for claim_id in chosen:
            appeals.file(call.work, claim_id, side=Side.SELLER, grounds=sent["grounds"])
        uploads.put_documents(call, arrived, claim_ids=chosen, use=DocumentUse.APPEAL)

    rows = [
        *listings_row(detail_of(call), chosen),
        *given(_("Why the decision is wrong"), sent["grounds"]),
        *steps.documents(arrived),
    ]
    return steps.read_back_or_send(call, token, steps.Sending(APPEAL, rows, store, arrived))
