"""A seller's report that it was asked for money or a favour to have the complaint taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import request

from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.kit import uploads
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.rules.kinds import DocumentUse
from complaints.rules.sellers.demands import DemandChannel, Demanded
from complaints.schemas.sellers.replies import DemandIn
from complaints.services.decisions import claims
from complaints.web.reply import steps
from complaints.web.reply.complaint import detail_of
from complaints.web.reply.holder import acts_by_link, fills_in, pages, sender
from complaints.words import message as _
from complaints.words.forms import STILL_TO_COME
from complaints.words.labels import label
from complaints.words.letters.receipts import REPORT, given


@page(pages, "GET", "/<token>/demand", who=ANYONE)
@fills_in
def report(call: PageCall, token: str) -> Answer:
    """Ask what was demanded, when, how and in which words."""
    return call.render(
        "web/reply/demand.html",
        detail=detail_of(call),
        token=token,
        files=uploads.arrived_files(call),
        demanded=[(str(one), label("demanded", one)) for one in Demanded],
        channels=[(str(one), label("demand_channel", one)) for one in DemandChannel],
    )


@page(pages, "POST", "/<token>/demand", who=ANYONE, again=report, files=sender)
@acts_by_link
def send_report(call: PageCall, token: str) -> Answer:
    """Read the report back; then store it, for all of the seller's listings in this complaint."""
    changing = steps.wants_to_change(call)
    if changing is not None:
        return report(changing, token=token)
    arrived = uploads.take_files(call)

    def check(right: Mapping[str, Any]) -> Iterator[FieldError]:
        # Nothing is chosen for the seller: what was not asked for would stand in its report.
        if not request.form.get("asked_for"):
            yield FieldError("/asked_for", Code.REQUIRED, _("Choose what you were asked for."))
        if right.get("asked_on") is not None and right["asked_on"] > call.now.date():
            yield FieldError("/asked_on", Code.IN_THE_FUTURE, STILL_TO_COME)

    sent = call.form(DemandIn, besides=steps.BESIDES, also=arrived.errors, check=check)
    mine = [view.claim.id for view in detail_of(call).claims]
    asked_for, channel = Demanded(sent["asked_for"]), sent.get("channel")

    def store() -> None:
        claims.report_demand(
            call.work,
            mine,
            statement=sent["statement"],
            asked_for=asked_for,
            words=sent.get("words"),
            asked_on=sent.get("asked_on"),
            channel=DemandChannel(channel) if channel else None,
        )
        uploads.put_documents(call, arrived, claim_ids=mine, use=DocumentUse.DEMAND_REPORT)

    rows = [
        *given(_("What you were asked for"), label("demanded", asked_for)),
        *given(_("What happened"), sent["statement"]),
        *given(_("The exact words"), sent.get("words")),
        *given(_("When you were asked"), sent.get("asked_on")),
        *given(_("How you were asked"), label("demand_channel", channel) if channel else None),
        *steps.documents(arrived),
    ]
    return steps.read_back_or_send(call, token, steps.Sending(REPORT, rows, store, arrived))
