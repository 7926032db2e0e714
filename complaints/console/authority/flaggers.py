"""Trusted flaggers: administrators enter them, approve, note what became of them, and report."""

from __future__ import annotations

from flask import Blueprint, request

from complaints.kit import forms
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import ADMINISTRATORS, Answer, PageCall, page
from complaints.queries.authority import flaggers as flagger_queries
from complaints.rules.authority.flaggers import FlaggerChange
from complaints.rules.kinds import Basis
from complaints.rules.law import transparency
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.authority.flaggers import FlaggerChangeIn, FlaggerIn, FlaggerReportQuery
from complaints.services.authority import flaggers
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("flagger_pages", __name__, url_prefix="/console/trusted-flaggers")


@page(
    pages,
    "GET",
    "",
    who=ADMINISTRATORS,
    menu=MenuPlace("complaints", 65, "flaggers", _("Trusted flaggers")),
)
def show_flaggers(call: PageCall) -> Answer:
    """List the trusted flaggers, and enter another."""
    return call.render(
        "console/authority/flaggers/list.html",
        flaggers=flagger_queries.find_flaggers(call.work),
        bases=[(str(each), label("basis", each)) for each in Basis],
        filer=request.args.get("filer", ""),
    )


@page(pages, "POST", "", who=ADMINISTRATORS, again=show_flaggers, bars=NO_CASE)
def enter_flagger(call: PageCall) -> Answer:
    """Enter what a coordinator made public: another administrator approves it."""
    row = flaggers.enter(call.work, **call.form(FlaggerIn), vault=call.context.vault)
    message = _(
        "%(name)s waits for the approval of a second administrator. Until then its complaints have "
        "their ordinary place.",
        name=row.entity,
    )
    return call.redirect("flagger_pages.show_flaggers", message=message)


@page(pages, "GET", "/<id:flagger_id>", who=ADMINISTRATORS)
def show_flagger(call: PageCall, flagger_id: int) -> Answer:
    """Show an entry, what may be noted of it, and its report of a year."""
    query = forms.read_form(FlaggerReportQuery, request.args, besides={"lang"})
    period = transparency.year(query.get("year", call.now.year), now=call.now)
    report = flagger_queries.report(call.work, flagger_id, period)
    possible = report.flagger.possible
    return call.render(
        "console/authority/flaggers/show.html",
        report=report,
        changes=[(str(each), label("flagger_change", each)) for each in possible],
        years=list(transparency.published_years(call.now.date())),
    )


@page(pages, "POST", "/<id:flagger_id>/approve", who=ADMINISTRATORS, again=show_flaggers,
      bars=NO_CASE)  # fmt: skip
def approve_flagger(call: PageCall, flagger_id: int) -> Answer:
    """Approve what another administrator entered."""
    row = flaggers.approve_entry(call.work, flagger_id, vault=call.context.vault)
    message = _(
        "Approved: %(name)s. Its complaints in its field go first from now on.", name=row.entity
    )
    return call.redirect("flagger_pages.show_flagger", message=message, flagger_id=flagger_id)


@page(pages, "POST", "/<id:flagger_id>/status", who=ADMINISTRATORS, again=show_flagger,
      bars=NO_CASE)  # fmt: skip
def note_flagger(call: PageCall, flagger_id: int) -> Answer:
    """Note what the coordinator did, or that the entry was wrong."""
    sent = call.form(FlaggerChangeIn)
    flaggers.note_change(
        call.work, flagger_id, change=FlaggerChange(sent["change"]), on=sent["on"],
        source=sent["source"], vault=call.context.vault,
    )  # fmt: skip
    return call.redirect("flagger_pages.show_flagger", message=_("Noted."), flagger_id=flagger_id)
