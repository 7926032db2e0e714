"""Clocks before staff: those whose end does nothing by itself, and a claim's that stand or run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, request

from complaints.base.errors import not_found
from complaints.console import asking
from complaints.console.decisions import claims as claim_pages
from complaints.console.decisions.deciding import below, fields_of_form
from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit import confirming
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.models import Claim
from complaints.queries.law import clocks as clock_queries
from complaints.rules.staff.door_bars import moving
from complaints.schemas.common import PageQuery
from complaints.schemas.decisions.claims import ReasonIn
from complaints.services.decisions import claims
from complaints.words import message as _

pages = Blueprint("clock_pages", __name__, url_prefix="/console/clocks")
VERBS: Final[dict[str, Callable[..., Claim]]] = {
    "pause": claims.pause,
    "resume": claims.resume,
    "carry_out": claims.carry_out_end,
    "leave": claims.leave,
}


@page(
    pages,
    "GET",
    "",
    who=STAFF,
    menu=MenuPlace("complaints", 28, "clocks", _("Deadlines to sort out")),
)
def show_overdue(call: PageCall) -> Answer:
    """List the clocks that wait for a word of staff, as they came."""
    query = call.query(PageQuery)
    after, limit = after_id(query.get("cursor")) or 0, query["limit"]
    rows = clock_queries.find_overdue(call.session, after=after, limit=limit + 1)
    listed = paging.page(rows, limit, lambda view: (view.clock.id,))
    return call.render("console/law/clocks.html", listed=listed)


def show_claim(call: PageCall, clock_id: int, step: str) -> Answer:
    """Show the claim of a clock again, with the form that was refused."""
    claim_id = clock_queries.claim_of(call.session, clock_id)
    if claim_id is None:
        raise not_found(_("deadline"))
    return claim_pages.show_claim(call, claim_id)


@page(pages, "POST", "/<id:clock_id>/<step>", who=STAFF, again=show_claim, bars=moving("clock"))
@confirming.asks(asking.clock)
def take_clock_step(call: PageCall, clock_id: int, step: str) -> Answer:
    """Let a clock stand still or run on; carry an overdue one out, or leave it."""
    if step not in VERBS:
        raise not_found(_("page"))
    name = f"clock{clock_id}"
    with below(name):
        sent: dict[str, Any] = {}
        if step != "resume":
            sent = call.form(ReasonIn, form=fields_of_form(request.form, name))
        claim = VERBS[step](call.work, clock_id, **sent)
    return call.redirect("claim_pages.show_claim", claim_id=claim.id, message=_("Done."))
