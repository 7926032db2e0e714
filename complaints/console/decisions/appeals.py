"""Appeals as counsel from outside judges them: the case, the grounds, the decision.

Counsel sees the cases under appeal, and those that it judged; of the console nothing else.
"""

from __future__ import annotations

from flask import Blueprint

from complaints.console import asking
from complaints.console.cases import steps
from complaints.kit import confirming, dossiers
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import COUNSEL, Answer, PageCall, page
from complaints.queries.cases import boycotts as boycott_queries
from complaints.queries.cases import joinings as joining_queries
from complaints.rules.cases.boycotts import BOYCOTT, DECIDE_BOYCOTT
from complaints.rules.cases.joinings import DECIDE_JOINING, JOINING
from complaints.rules.staff.door_bars import IN_ITS_RECORD
from complaints.services.cases import boycotts, joinings
from complaints.words import message as _

pages = Blueprint("appeal_pages", __name__, url_prefix="/console/appeals")
DONE = _("The appeal is decided. The filer gets a letter.")


@page(
    pages,
    "GET",
    "",
    who=COUNSEL,
    menu=MenuPlace("complaints", 20, "appeals", _("Appeals to judge")),
)
def show_appeals(call: PageCall) -> Answer:
    """List the cases whose appeal waits, and those that were judged here."""
    boycott_rows = boycott_queries.list_boycotts(call.work, states=BOYCOTT.states, limit=100)
    joining_rows = joining_queries.list_joinings(call.work, states=JOINING.states, limit=100)
    return call.render(
        "console/decisions/appeals/list.html",
        boycotts=boycott_queries.details(call.work, boycott_rows),
        joinings=joining_queries.details(call.work, joining_rows),
    )


@page(pages, "GET", "/boycotts/<id:boycott_id>", who=COUNSEL)
def boycott(call: PageCall, boycott_id: int) -> Answer:
    """Show a boycott with the appeal against it."""
    return call.render(
        "console/decisions/appeals/boycott.html",
        case=boycott_queries.boycott_detail(call.work, boycott_id),
        act=DECIDE_BOYCOTT,
    )


@page(pages, "GET", "/boycotts/<id:boycott_id>/dossier.pdf", who=COUNSEL)
def print_dossier(call: PageCall, boycott_id: int) -> Answer:
    """Download all that is weighed in the case as one document."""
    return dossiers.dossier_pdf(call, boycott_id)


@page(pages, "POST", "/boycotts/<id:boycott_id>", who=COUNSEL, again=boycott, bars=IN_ITS_RECORD)
@confirming.asks(asking.counsels)
def judge_boycott(call: PageCall, boycott_id: int) -> Answer:
    """Uphold a boycott, or lift it."""
    steps.submit_step(call, boycotts.VERBS, DECIDE_BOYCOTT, boycott_id)
    return call.redirect("appeal_pages.boycott", boycott_id=boycott_id, message=DONE)


@page(pages, "GET", "/joinings/<id:joining_id>", who=COUNSEL)
def show_joining_appeal(call: PageCall, joining_id: int) -> Answer:
    """Show a joining with the appeal against it."""
    return call.render(
        "console/decisions/appeals/joining.html",
        case=joining_queries.joining_detail(call.work, joining_id),
        act=DECIDE_JOINING,
    )


@page(
    pages,
    "POST",
    "/joinings/<id:joining_id>",
    who=COUNSEL,
    again=show_joining_appeal,
    bars=IN_ITS_RECORD,
)
@confirming.asks(asking.counsels)
def judge_joining(call: PageCall, joining_id: int) -> Answer:
    """Uphold that two accounts are one party, or part them."""
    steps.submit_step(call, joinings.VERBS, DECIDE_JOINING, joining_id)
    return call.redirect("appeal_pages.show_joining_appeal", joining_id=joining_id, message=DONE)
