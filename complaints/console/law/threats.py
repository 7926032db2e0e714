"""Suspicions of a threat to somebody, for whoever entered one and for supervisors: those that wait,
one with its steps, and one entered from a claim.

No API has them: a key can be a program's, and these are read by as few as can act on them.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

from complaints.base.errors import not_found
from complaints.console import asking
from complaints.console.decisions.deciding import below, fields_of_form
from complaints.kit import case_lists, confirming
from complaints.kit.countries import countries
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.law import threats as threat_queries
from complaints.rules.law.threats import sees_all
from complaints.rules.staff.door_bars import NO_CASE, CaseBar, OneOf, in_service
from complaints.schemas.common import WhyIn
from complaints.schemas.law.threats import ThreatIn, ThreatsQuery, ThreatToldIn
from complaints.services.law import threats
from complaints.words import message as _

pages = Blueprint("threat_pages", __name__, url_prefix="/console")
Form = MultiDict[str, str]


@page(pages, "GET", "/threats", who=STAFF,
      menu=MenuPlace("sellers", 54, "threats", _("Threats to somebody")))  # fmt: skip
def show_threats(call: PageCall) -> Answer:
    """List the suspicions that the reader may see: those of which no authority was told, unless
    others are asked for."""
    query = call.query(ThreatsQuery)
    listed = case_lists.page_of_threats(call.work, query)
    return call.render(
        "console/law/threats/list.html",
        rows=listed["items"],
        next=listed["next"],
        state=query["state"],
        # Of all colleagues' alone, so for nobody else.
        told=threat_queries.count_told(call.work) if sees_all(call.actor.role) else None,
    )


@page(pages, "GET", "/threats/<id:threat_id>", who=STAFF)
def show_threat(call: PageCall, threat_id: int) -> Answer:
    """Show one with the steps that are open."""
    view = threat_queries.get_threat(call.work, threat_id)
    return call.render("console/law/threats/show.html", view=view, countries=countries())


@page(
    pages,
    "POST",
    "/threats/<id:threat_id>/<step>",
    who=STAFF,
    again=show_threat,
    bars=OneOf(dict.fromkeys(("told", "void"), in_service("threat", CaseBar.TIED))),
)
@confirming.asks(asking.threat)
def take_threat_step(call: PageCall, threat_id: int, step: str) -> Answer:
    """Take one step."""
    if step not in ACTS:
        raise not_found(_("page"))
    with below(step):
        ACTS[step](call, threat_id, fields_of_form(request.form, step))
    return call.redirect("threat_pages.show_threat", threat_id=threat_id, message=_("Done."))


@page(pages, "GET", "/claims/<id:claim_id>/threats", who=STAFF)
def ask_threat(call: PageCall, claim_id: int) -> Answer:
    """Ask what gives rise to a suspicion."""
    claim_queries.require_visible(call.work, claim_id)
    return call.render("console/law/threats/enter.html", claim_id=claim_id)


@page(pages, "POST", "/claims/<id:claim_id>/threats", who=STAFF, again=ask_threat, bars=NO_CASE)
def enter_threat(call: PageCall, claim_id: int) -> Answer:
    """Enter what gives rise to a suspicion."""
    row = threats.enter_threat(call.work, claim_id, **call.form(ThreatIn))
    message = _("Entered. Now tell the authority, and note here which one you told.")
    return call.redirect("threat_pages.show_threat", threat_id=row.id, message=message)


def _told(call: PageCall, threat_id: int, form: Form) -> None:
    threats.note_told(call.work, threat_id, **call.form(ThreatToldIn, form=form))


def _void(call: PageCall, threat_id: int, form: Form) -> None:
    threats.void_threat(call.work, threat_id, **call.form(WhyIn, form=form))


ACTS: dict[str, Callable[[PageCall, int, Form], None]] = {"told": _told, "void": _void}
