"""A suit or a complaint to an authority about one claim, as its filer tells us of it."""

from __future__ import annotations

from flask import Blueprint

from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.kit import uploads
from complaints.kit.pages import NOTIFIERS, Answer, PageCall, page
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.law import proceedings as proceeding_queries
from complaints.queries.law.proceedings import ProceedingView
from complaints.rules.kinds import DocumentUse, Side
from complaints.rules.law.proceedings import Forum, Result
from complaints.schemas.law.proceedings import EndIn, SuitIn
from complaints.services.law import proceedings
from complaints.words import message as _

pages = Blueprint("my_proceedings", __name__, url_prefix="/claims")
# What `uploads.take_files` reads.
PAPERS = ("documents", "files")


@page(pages, "GET", "/<id:claim_id>/proceedings", who=NOTIFIERS)
def show_proceedings(call: PageCall, claim_id: int) -> Answer:
    """Show what goes on about a claim, and ask for what has begun."""
    return _render(call, claim_id)


@page(pages, "GET", "/<id:claim_id>/proceedings/<id:proceeding_id>", who=NOTIFIERS)
def show_one(call: PageCall, claim_id: int, proceeding_id: int) -> Answer:
    """Ask for the paper of one proceeding, and how it ended."""
    return _render(call, claim_id, one=proceeding_queries.get_proceeding(call.work, proceeding_id))


def _render(call: PageCall, claim_id: int, one: ProceedingView | None = None) -> Answer:
    return call.render(
        "web/proceedings/claim.html",
        detail=claim_queries.get_claim(call.work, claim_id),
        rows=proceeding_queries.proceedings_of_claims(call.work, [claim_id]),
        one=one,
        files=uploads.arrived_files(call),
    )


@page(
    pages,
    "POST",
    "/<id:claim_id>/proceedings",
    who=NOTIFIERS,
    again=show_proceedings,
    files=uploads.me,
)
def store_proceeding(call: PageCall, claim_id: int) -> Answer:
    """Store the notice; it counts at once."""
    arrived = uploads.take_files(call)
    if arrived.refused:
        return uploads.show_again(call, arrived, show_proceedings, claim_id=claim_id)
    sent = call.form(SuitIn, besides=PAPERS)
    proceedings.note_proceeding(
        call.work, [claim_id], side=Side.FILER, forum=Forum(sent.pop("forum")),
        said=sent.pop("note", None), **sent,
    )  # fmt: skip
    uploads.put_documents(call, arrived, claim_ids=[claim_id], use=DocumentUse.PROCEEDING)
    message = _(
        "We have your notice, and it counts from now. Send the document here as soon as you can."
    )
    return call.redirect("my_proceedings.show_proceedings", claim_id=claim_id, message=message)


@page(pages, "POST", "/<id:claim_id>/proceedings/<id:proceeding_id>/paper", who=NOTIFIERS,
      again=show_one, files=uploads.me)  # fmt: skip
def send_paper(call: PageCall, claim_id: int, proceeding_id: int) -> Answer:
    """Store its paper."""
    arrived = uploads.take_files(call)
    if arrived.refused:
        return uploads.show_again(
            call, arrived, show_one, claim_id=claim_id, proceeding_id=proceeding_id
        )
    if not arrived.documents:
        raise invalid("/files", Code.REQUIRED, _("Choose a file."))
    of_it = proceeding_queries.get_proceeding(call.work, proceeding_id).claim_ids
    uploads.put_documents(call, arrived, claim_ids=of_it, use=DocumentUse.PROCEEDING)
    message = _("We have your document and will check it.")
    return call.redirect("my_proceedings.show_proceedings", claim_id=claim_id, message=message)


@page(pages, "POST", "/<id:claim_id>/proceedings/<id:proceeding_id>/end", who=NOTIFIERS,
      again=show_one)  # fmt: skip
def store_result(call: PageCall, claim_id: int, proceeding_id: int) -> Answer:
    """Store how it ended, for staff to confirm."""
    sent = call.form(EndIn)
    proceedings.end_proceeding(
        call.work, proceeding_id, result=Result(sent["result"]), ended_on=sent.get("ended_on")
    )
    message = _("Thank you. We will check the document, then act on the result.")
    return call.redirect("my_proceedings.show_proceedings", claim_id=claim_id, message=message)
