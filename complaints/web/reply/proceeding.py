"""A suit or another proceeding, as the accused seller tells us of it, and of its end."""

from __future__ import annotations

from complaints.errors import invalid
from complaints.kit import uploads
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries import proceedings as proceeding_queries
from complaints.queries.proceedings import ProceedingView
from complaints.rules.kinds import DocumentUse, Side
from complaints.rules.proceedings import Forum, Result
from complaints.schemas.proceedings import EndIn, SuitOfClaimsIn
from complaints.services import proceedings
from complaints.web.reply.complaint import detail_of, done
from complaints.web.reply.holder import acts_by_link, fills_in, pages, sender
from complaints.words import message as _


@page(pages, "GET", "/<token>/proceeding", who=ANYONE)
@fills_in
def proceeding(call: PageCall, token: str) -> Answer:
    """Show what goes on about the seller's listings, and ask for what it knows."""
    return _render(call, token)


@page(pages, "GET", "/<token>/proceeding/<id:proceeding_id>", who=ANYONE)
@fills_in
def one_proceeding(call: PageCall, token: str, proceeding_id: int) -> Answer:
    """Ask for the paper of one proceeding, and how it ended."""
    return _render(call, token, one=proceeding_queries.get(call.work, proceeding_id))


def _render(call: PageCall, token: str, one: ProceedingView | None = None) -> Answer:
    files = uploads.listed(call)
    return call.render(
        "web/reply/proceeding.html", detail=detail_of(call), token=token, one=one, files=files
    )


@page(pages, "POST", "/<token>/proceeding", who=ANYONE, again=proceeding, files=sender)
@acts_by_link
def send_proceeding(call: PageCall, token: str) -> Answer:
    """Store the notice."""
    arrived = uploads.take(call)
    if arrived.refused:
        return uploads.show_again(call, arrived, proceeding, token=token)
    sent = call.form(SuitOfClaimsIn, besides={"documents", "files"})
    chosen = sorted(set(sent.pop("claim_ids")))
    proceedings.note(
        call.work, chosen, side=Side.SELLER, forum=Forum(sent.pop("forum")),
        said=sent.pop("note", None), **sent,
    )  # fmt: skip
    uploads.put(call, arrived, claim_ids=chosen, use=DocumentUse.PROCEEDING)
    return done(call, token, _("Your notice has arrived. Staff look at its paper."))


@page(pages, "POST", "/<token>/proceeding/<id:proceeding_id>/paper", who=ANYONE,
      again=one_proceeding, files=sender)  # fmt: skip
@acts_by_link
def send_paper(call: PageCall, token: str, proceeding_id: int) -> Answer:
    """Store its paper."""
    arrived = uploads.take(call)
    if arrived.refused:
        return uploads.show_again(
            call, arrived, one_proceeding, token=token, proceeding_id=proceeding_id
        )
    if not arrived.documents:
        raise invalid("/files", _("Choose a file."))
    of_it = proceeding_queries.get(call.work, proceeding_id).claim_ids
    uploads.put(call, arrived, claim_ids=of_it, use=DocumentUse.PROCEEDING)
    return done(call, token, _("The paper has arrived. Staff look at it."))


@page(pages, "POST", "/<token>/proceeding/<id:proceeding_id>/end", who=ANYONE,
      again=one_proceeding)  # fmt: skip
@acts_by_link
def end_proceeding(call: PageCall, token: str, proceeding_id: int) -> Answer:
    """Store how it ended, for staff to confirm."""
    sent = call.form(EndIn)
    proceedings.end(
        call.work, proceeding_id, result=Result(sent["result"]), ended_on=sent.get("ended_on")
    )
    return done(call, token, _("Thank you. Staff confirm it by its paper, then carry it out."))
