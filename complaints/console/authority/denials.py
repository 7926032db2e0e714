"""Denials at which a person looks: the papers of both sides side by side, and the decision."""

from __future__ import annotations

from flask import Blueprint, request

from complaints.console import asking
from complaints.console.decisions.deciding import below, fields_of_form
from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit import confirming
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.authority import alarms as alarm_queries
from complaints.queries.decisions import sides
from complaints.queries.staff import casework
from complaints.rules.staff.door_bars import deciding
from complaints.schemas.authority.proof import SettlementIn
from complaints.services.authority import alarms
from complaints.words import message as _

pages = Blueprint("denials", __name__, url_prefix="/console/denials")
A_PAGE = 50


@page(pages, "GET", "/", who=STAFF, menu=MenuPlace("filers", 25, "denials", _("Denials")))
def show_denials(call: PageCall) -> Answer:
    """List the denials that wait for a look, the newest first."""
    after = after_id(request.args.get("cursor"))
    rows = alarm_queries.find_alarms(call.work, waiting=None, look=True, after=after, limit=A_PAGE)
    shown = paging.page(rows, A_PAGE, lambda row: (row.alarm.id,))
    return call.render(
        "console/authority/denials/list.html", alarms=shown["items"], next=shown["next"]
    )


@page(pages, "GET", "/<id:alarm_id>", who=STAFF)
def show_denial(call: PageCall, alarm_id: int) -> Answer:
    """Show what each side has: its right, level, standing and papers."""
    view = alarm_queries.get_alarm(call.work, alarm_id)
    return call.render(
        "console/authority/denials/show.html",
        view=view,
        sides=[
            sides.of_denier(call.work, view.alarm),
            sides.side_of_filer(call.work, view.complaint),
        ],
        complaints=alarm_queries.complaints_about(call.session, view.alarm),
        lease=casework.lease_of(call.work, "alarm", alarm_id),
    )


@page(
    pages,
    "POST",
    "/<id:alarm_id>",
    who=STAFF,
    again=show_denial,
    bars=deciding("alarm"),
)
@confirming.asks(asking.denial)
def settle_denial(call: PageCall, alarm_id: int) -> Answer:
    """Settle the denial for one side."""
    with below("settlement"):
        sent = call.form(SettlementIn, form=fields_of_form(request.form, "settlement"))
        alarms.settle(call.work, alarm_id, **sent)
    message = _("The denial is settled. We have written to the account that made it.")
    return call.redirect("denials.show_denials", message=message)
