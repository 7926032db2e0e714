"""A suit or another proceeding, as the accused seller tells us of it, and of its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from complaints.base.codes import Code
from complaints.base.errors import FieldError, invalid_fields
from complaints.kit import uploads
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries.law import proceedings as proceeding_queries
from complaints.queries.law.proceedings import ProceedingView
from complaints.rules.kinds import DocumentUse, Side
from complaints.rules.law.proceedings import Forum, Result
from complaints.schemas.law.proceedings import EndIn, SuitOfClaimsIn
from complaints.services.law import proceedings
from complaints.web.reply import steps
from complaints.web.reply.complaint import detail_of, done, listings_row
from complaints.web.reply.holder import acts_by_link, fills_in, pages, sender
from complaints.words import message as _
from complaints.words.forms import STILL_TO_COME
from complaints.words.labels import label
from complaints.words.letters.receipts import NOTICE, given


@page(pages, "GET", "/<token>/proceeding", who=ANYONE)
@fills_in
def proceeding(call: PageCall, token: str) -> Answer:
    """Show what goes on about the seller's listings, and ask for what it knows."""
    return _render(call, token)


@page(pages, "GET", "/<token>/proceeding/<id:proceeding_id>", who=ANYONE)
@fills_in
def one_proceeding(call: PageCall, token: str, proceeding_id: int) -> Answer:
    """Ask for the paper of one proceeding, and how it ended."""
    return _render(call, token, one=proceeding_queries.get_proceeding(call.work, proceeding_id))


def _render(call: PageCall, token: str, one: ProceedingView | None = None) -> Answer:
    files = uploads.arrived_files(call)
    return call.render(
        "web/reply/proceeding.html", detail=detail_of(call), token=token, one=one, files=files
    )


@page(pages, "POST", "/<token>/proceeding", who=ANYONE, again=proceeding, files=sender)
@acts_by_link
def send_proceeding(call: PageCall, token: str) -> Answer:
    """Read the notice back; then store it."""
    changing = steps.wants_to_change(call)
    if changing is not None:
        return proceeding(changing, token=token)
    arrived = uploads.take_files(call)

    def check(right: Mapping[str, Any]) -> Iterator[FieldError]:
        if right.get("begun_on") is not None and right["begun_on"] > call.now.date():
            yield FieldError("/begun_on", Code.IN_THE_FUTURE, STILL_TO_COME)

    sent = call.form(SuitOfClaimsIn, besides=steps.BESIDES, also=arrived.errors, check=check)
    chosen = sorted(set(sent.pop("claim_ids")))
    forum, said = Forum(sent.pop("forum")), sent.pop("note", None)

    def store() -> None:
        proceedings.note_proceeding(
            call.work, chosen, side=Side.SELLER, forum=forum, said=said, **sent
        )
        uploads.put_documents(call, arrived, claim_ids=chosen, use=DocumentUse.PROCEEDING)

    rows = [
        *listings_row(detail_of(call), chosen),
        *given(_("Who is dealing with the case"), label("forum", forum), sent["name"]),
        *given(_("Case or file number"), sent.get("reference")),
        *given(_("Filed on"), sent.get("begun_on")),
        *given(_("What our staff should know"), said),
        *steps.documents(arrived),
    ]
    return steps.read_back_or_send(call, token, steps.Sending(NOTICE, rows, store, arrived))


@page(pages, "POST", "/<token>/proceeding/<id:proceeding_id>/paper", who=ANYONE,
      again=one_proceeding, files=sender)  # fmt: skip
@acts_by_link
def send_paper(call: PageCall, token: str, proceeding_id: int) -> Answer:
    """Store its document."""
    arrived = uploads.take_files(call)
    if arrived.refused or not arrived.documents:
        raise invalid_fields(
            arrived.errors or [FieldError("/files", Code.REQUIRED, _("Choose a file."))]
        )
    of_it = proceeding_queries.get_proceeding(call.work, proceeding_id).claim_ids
    uploads.put_documents(call, arrived, claim_ids=of_it, use=DocumentUse.PROCEEDING)
    return done(call, token, _("We have your document. Our staff will check it."))


@page(pages, "POST", "/<token>/proceeding/<id:proceeding_id>/end", who=ANYONE,
      again=one_proceeding)  # fmt: skip
@acts_by_link
def end_proceeding(call: PageCall, token: str, proceeding_id: int) -> Answer:
    """Store how it ended, for staff to confirm."""
    sent = call.form(EndIn)
    proceedings.end_proceeding(
        call.work, proceeding_id, result=Result(sent["result"]), ended_on=sent.get("ended_on")
    )
    return done(
        call,
        token,
        _("Our staff check this against the document, and then do what the result says."),
    )
