"""Telling buyers of illegal products before staff: what waits, one with its steps, and one raised
from a claim."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

from complaints.base.errors import not_found
from complaints.console import asking
from complaints.console.decisions.deciding import below, fields_of_form
from complaints.kit import case_lists, confirming
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.law import buyer_notices as notice_queries
from complaints.rules.law.buyer_notices import bought_since
from complaints.rules.staff.door_bars import OneOf, saying
from complaints.schemas.common import WhyIn
from complaints.schemas.law.buyer_notices import BuyerNoticeIn, BuyerNoticesQuery, BuyersToldIn
from complaints.services.law import buyer_notices
from complaints.words import message as _

pages = Blueprint("buyer_notice_pages", __name__, url_prefix="/console")
Form = MultiDict[str, str]
_BARS = saying("buyer_notice")


@page(pages, "GET", "/buyer-notices", who=STAFF,
      menu=MenuPlace("sellers", 53, "buyer_notices", _("Buyers to tell")))  # fmt: skip
def show_notices(call: PageCall) -> Answer:
    """List what buyers are to be told: what waits for staff, unless others are asked for."""
    query = call.query(BuyerNoticesQuery)
    listed = case_lists.page_of_buyer_notices(call.work, query)
    return call.render(
        "console/law/buyer_notices/list.html",
        rows=listed["items"],
        next=listed["next"],
        state=query["state"],
    )


@page(pages, "GET", "/buyer-notices/<id:buyer_notice_id>", who=STAFF)
def show_notice(call: PageCall, buyer_notice_id: int) -> Answer:
    """Show one with the steps that are open."""
    view = notice_queries.get_buyer_notice(call.work, buyer_notice_id)
    return call.render("console/law/buyer_notices/show.html", view=view)


@page(
    pages,
    "POST",
    "/buyer-notices/<id:buyer_notice_id>/<step>",
    who=STAFF,
    again=show_notice,
    bars=OneOf(dict.fromkeys(("told", "publish", "void"), _BARS)),
)
@confirming.asks(asking.buyer_notice)
def take_notice_step(call: PageCall, buyer_notice_id: int, step: str) -> Answer:
    """Take one step."""
    if step not in ACTS:
        raise not_found(_("page"))
    with below(step):
        ACTS[step](call, buyer_notice_id, fields_of_form(request.form, step))
    return call.redirect(
        "buyer_notice_pages.show_notice", buyer_notice_id=buyer_notice_id, message=_("Done.")
    )


@page(pages, "GET", "/claims/<id:claim_id>/buyer-notices", who=STAFF)
def ask_notice(call: PageCall, claim_id: int) -> Answer:
    """Ask what buyers of a claim's listing are told."""
    detail = claim_queries.claim_detail(call.work, claim_id)
    return call.render(
        "console/law/buyer_notices/raise.html",
        claim_id=claim_id,
        store=detail.place.store,
        listing=detail.place.listing,
        since=bought_since(call.now.date()),
    )


@page(pages, "POST", "/claims/<id:claim_id>/buyer-notices", who=STAFF, again=ask_notice,
      bars=saying("claim"))  # fmt: skip
def raise_notice(call: PageCall, claim_id: int) -> Answer:
    """Raise that buyers are to be told."""
    row = buyer_notices.raise_buyer_notice(call.work, claim_id, **call.form(BuyerNoticeIn))
    message = _("Raised. The marketplace tells the buyers; note here how many it told.")
    return call.redirect("buyer_notice_pages.show_notice", buyer_notice_id=row.id, message=message)


def _report(call: PageCall, buyer_notice_id: int, form: Form) -> None:
    buyer_notices.report_told(call.work, buyer_notice_id, **call.form(BuyersToldIn, form=form))


def _publish(call: PageCall, buyer_notice_id: int, _form: Form) -> None:
    buyer_notices.publish_notice(call.work, buyer_notice_id)


def _void(call: PageCall, buyer_notice_id: int, form: Form) -> None:
    buyer_notices.void_notice(call.work, buyer_notice_id, **call.form(WhyIn, form=form))


ACTS: dict[str, Callable[[PageCall, int, Form], None]] = {
    "told": _report,
    "publish": _publish,
    "void": _void,
}
