"""A filer before a reviewer: its record among its peers, its months, its targets, what it shares.

Shows kinds and counts of what is shared, never values: reading an original takes a reason and
leaves an entry in the ledger.
"""

from __future__ import annotations

from flask import Blueprint, request

from complaints.console.cases.flags import VERDICTS
from complaints.console.decisions.deciding import below, fields_of_form
from complaints.console.findings.life_lines import days_chart, life_chart
from complaints.console.findings.pictures import filed_chart, funnel_chart, months_chart
from complaints.console.staff.note_forms import take_note
from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.cases import party_matches
from complaints.queries.decisions import sides
from complaints.queries.findings import dossiers as dossier_queries
from complaints.queries.findings import life_lines, standing
from complaints.queries.logins import filers as filer_queries
from complaints.queries.sellers import downtimes
from complaints.queries.staff import notes as note_queries
from complaints.rules.kinds import RightKind
from complaints.rules.staff.door_bars import NO_CASE, saying
from complaints.schemas.common import WhyIn
from complaints.schemas.findings.standing import FunnelQuery
from complaints.schemas.logins.filers import FilersQuery
from complaints.services.logins import filers
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("filer_pages", __name__, url_prefix="/console/filers")


@page(pages, "GET", "", who=STAFF, menu=MenuPlace("filers", 40, "filers", _("Filers")))
def show_filers(call: PageCall) -> Answer:
    """Find accounts by a part of their name."""
    query = call.query(FilersQuery)
    limit = query["limit"]
    rows = filer_queries.find_filers(
        call.work, name=query.get("name"), after=after_id(query.get("cursor")), limit=limit
    )
    listed = paging.page(rows, limit, lambda row: (row.id,))
    standings = standing.overall_of(call.session, [row.id for row in rows[:limit]])
    return call.render(
        "console/filers.html", name=query.get("name"), filers=listed, standings=standings
    )


@page(pages, "GET", "/<id:filer_id>", who=STAFF)
def show_filer(call: PageCall, filer_id: int) -> Answer:
    """Show a filer."""
    dossier = dossier_queries.dossier_of_filer(call.work, filer_id)
    own_standing = standing.standing_of_filer(call.work, filer_id)
    kind = call.query(FunnelQuery).get("right_kind") or _main_kind(own_standing)
    funnel = standing.funnel(call.work, filer_id, kind)
    picture = None
    if funnel is not None:
        title = _("This filer among all who file on this kind of right")
        picture = funnel_chart(title, funnel, dossier.filer.name)
    return call.render(
        "console/logins/filer.html",
        dossier=dossier,
        standing=own_standing,
        kind=kind,
        kind_options=[
            (right_kind, label("right_kind", right_kind)) for right_kind in ("", *RightKind)
        ],
        picture=picture,
        life=life_chart(
            _("What happened when"),
            life_lines.lines_of_filer(dossier.months, dossier.flags, dossier.boycotts),
            call.now,
        ),
        outcomes=months_chart(_("Claims closed, by month"), dossier.months),
        held=days_chart(
            _("Days that its claims held listings down, by month"),
            downtimes.by_month_of_filer(call.session, filer_id, call.now),
        ),
        filed=filed_chart(_("Complaints filed by month"), dossier.months),
        notes=note_queries.notes_about(call.work, "filer", filer_id),
        alike=party_matches.find_matches(call.work, filer_id=filer_id, limit=20)[:20],
        rights=sides.rights_of(call.work, dossier.filer),
        **VERDICTS,
    )


@page(pages, "POST", "/<id:filer_id>/notes", who=STAFF, again=show_filer, bars=saying("filer"))
def write_note(call: PageCall, filer_id: int) -> Answer:
    """Write a note for staff."""
    take_note(call, "filer", filer_id)
    return call.redirect(
        "filer_pages.show_filer", filer_id=filer_id, message=_("The note is saved.")
    )


@page(pages, "POST", "/<id:filer_id>/identities", who=STAFF, again=show_filer, bars=NO_CASE)
def read_identities(call: PageCall, filer_id: int) -> Answer:
    """Show the filer's identity attributes; the ledger keeps who read them and why."""
    with below("identities"):
        why = call.form(WhyIn, form=fields_of_form(request.form, "identities"))["why"]
        items = filers.read_identities(call.work, filer_id, why=why, vault=call.context.vault)
    filer = filer_queries.get_filer(call.work, filer_id)
    answer = call.render("console/logins/identities.html", filer=filer, items=items)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _main_kind(own_standing: standing.StandingDetail) -> str:
    """Return the kind of right with most of the filer's weight; empty where nothing is counted."""
    if not own_standing.by_kind:
        return ""
    return max(own_standing.by_kind, key=lambda row: row.figures.weight).right_kind
