"""A seller's report that it was asked for money or a favour to have the complaint taken back."""

from __future__ import annotations

from complaints.kit import uploads
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.rules.demands import DemandChannel, Demanded
from complaints.rules.kinds import DocumentUse
from complaints.schemas.replies import DemandIn
from complaints.services import claims, documents
from complaints.web.reply.complaint import detail_of, done
from complaints.web.reply.holder import acts_by_link, fills_in, pages, sender
from complaints.words import message as _
from complaints.words.labels import label


@page(pages, "GET", "/<token>/demand", who=ANYONE)
@fills_in
def report(call: PageCall, token: str) -> Answer:
    """Ask what was demanded, when, by which way and in which words."""
    return call.render(
        "web/reply/demand.html",
        detail=detail_of(call),
        token=token,
        files=uploads.listed(call),
        demanded=[(str(one), label("demanded", one)) for one in Demanded],
        channels=[(str(one), label("demand_channel", one)) for one in DemandChannel],
    )


@page(pages, "POST", "/<token>/demand", who=ANYONE, again=report, files=sender)
@acts_by_link
def send_report(call: PageCall, token: str) -> Answer:
    """Store the report, for all of the seller's listings in this complaint."""
    arrived = uploads.take(call)
    if arrived.refused:
        return uploads.show_again(call, arrived, report, token=token)
    sent = call.form(DemandIn, besides={"documents", "files"})
    ids = [view.upload.id for view in arrived.documents]
    mine = [view.claim.id for view in detail_of(call).claims]
    channel = sent.get("channel")
    claims.report_demand(
        call.work,
        mine,
        statement=sent["statement"],
        asked_for=Demanded(sent["asked_for"]),
        words=sent.get("words"),
        asked_on=sent.get("asked_on"),
        channel=DemandChannel(channel) if channel else None,
    )
    if ids:
        documents.put(
            call.work, ids, claim_ids=mine, use=DocumentUse.DEMAND_REPORT,
            pass_on=False,
        )  # fmt: skip
    return done(call, token, _("Your report has arrived. The complainant does not see it."))
