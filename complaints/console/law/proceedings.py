"""Suits and the like before staff: those that wait, one with its steps, and a notice entered for a
side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

from complaints.base.errors import not_found
from complaints.console import asking
from complaints.console.decisions.deciding import below, fields_of_form, require_version
from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit import confirming
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.filing import documents
from complaints.queries.law import proceedings as proceeding_queries
from complaints.rules.kinds import DocumentUse, Side
from complaints.rules.law.proceedings import Forum, Result
from complaints.rules.staff.door_bars import CaseBar, OneOf, deciding, moving, saying
from complaints.schemas.common import PageQuery, one_of
from complaints.schemas.law.proceedings import CarryOutIn, DeclineIn, EndIn, SuitIn
from complaints.services.law import proceedings
from complaints.words import message as _

pages = Blueprint("proceeding_pages", __name__, url_prefix="/console")
Form = MultiDict[str, str]


class EnteredSuitIn(SuitIn):
    side = one_of(Side, required=True)


@page(pages, "GET", "/proceedings", who=STAFF,
      menu=MenuPlace("complaints", 27, "proceedings", _("Lawsuits and disputes")))  # fmt: skip
def show_proceedings(call: PageCall) -> Answer:
    """List the proceedings that wait for staff."""
    query = call.query(PageQuery)
    rows = proceeding_queries.find_proceedings(
        call.work, only_waiting=True, after=after_id(query.get("cursor")), limit=query["limit"]
    )
    listed = paging.page(rows, query["limit"], lambda view: (view.row.id,))
    return call.render(
        "console/law/proceedings/list.html", rows=listed["items"], next=listed["next"]
    )


@page(pages, "GET", "/proceedings/<id:proceeding_id>", who=STAFF)
def show_proceeding(call: PageCall, proceeding_id: int) -> Answer:
    """Show a proceeding with its papers and the steps that are open."""
    view = proceeding_queries.get_proceeding(call.work, proceeding_id)
    put = documents.put_to(call.work, view.claim_ids, DocumentUse.PROCEEDING)
    papers = {each.upload.id: each for some in put.values() for each in some}
    return call.render(
        "console/law/proceedings/show.html",
        view=view,
        papers=[papers[key] for key in sorted(papers)],
    )


# Beside each of `ACTS`, what stands in its way.
STEP_BARS = OneOf(
    {
        "see_paper": moving("proceeding"),
        "end": saying("proceeding"),
        "carry_out": deciding("proceeding", CaseBar.BESIDE),
        "decline": deciding("proceeding", CaseBar.BESIDE),
    }
)


@page(
    pages,
    "POST",
    "/proceedings/<id:proceeding_id>/<step>",
    who=STAFF,
    again=show_proceeding,
    bars=STEP_BARS,
)
@confirming.asks(asking.proceeding)
def take_proceeding_step(call: PageCall, proceeding_id: int, step: str) -> Answer:
    """Take one step."""
    if step not in ACTS:
        raise not_found(_("page"))
    with below(step):
        ACTS[step](call, proceeding_id, fields_of_form(request.form, step))
    return call.redirect(
        "proceeding_pages.show_proceeding", proceeding_id=proceeding_id, message=_("Done.")
    )


@page(pages, "GET", "/claims/<id:claim_id>/proceedings", who=STAFF)
def enter(call: PageCall, claim_id: int) -> Answer:
    """Ask for a notice that came to staff."""
    claim_queries.require_visible(call.work, claim_id)
    return call.render("console/law/proceedings/note.html", claim_id=claim_id)


@page(
    pages, "POST", "/claims/<id:claim_id>/proceedings", who=STAFF, again=enter, bars=saying("claim")
)
def record_proceeding(call: PageCall, claim_id: int) -> Answer:
    """Record a notice for a side."""
    sent: dict[str, Any] = call.form(EnteredSuitIn)
    row = proceedings.note_proceeding(
        call.work, [claim_id], side=Side(sent.pop("side")), forum=Forum(sent.pop("forum")),
        said=sent.pop("note", None), **sent,
    )  # fmt: skip
    return call.redirect(
        "proceeding_pages.show_proceeding", proceeding_id=row.id, message=_("Done.")
    )


def _see_paper(call: PageCall, proceeding_id: int, form: Form) -> None:
    proceedings.see_paper(call.work, proceeding_id, expected=require_version(form))


def _end(call: PageCall, proceeding_id: int, form: Form) -> None:
    sent = call.form(EndIn, besides={"version"}, form=form)
    proceedings.end_proceeding(
        call.work, proceeding_id, result=Result(sent["result"]), ended_on=sent.get("ended_on"),
        expected=require_version(form),
    )  # fmt: skip


def _carry_out(call: PageCall, proceeding_id: int, form: Form) -> None:
    sent = call.form(CarryOutIn, besides={"version"}, form=form)
    proceedings.carry_out(call.work, proceeding_id, **sent, expected=require_version(form))


def _decline(call: PageCall, proceeding_id: int, form: Form) -> None:
    sent = call.form(DeclineIn, besides={"version"}, form=form)
    proceedings.decline(call.work, proceeding_id, **sent, expected=require_version(form))


ACTS: dict[str, Callable[[PageCall, int, Form], None]] = {
    "see_paper": _see_paper,
    "end": _end,
    "carry_out": _carry_out,
    "decline": _decline,
}
