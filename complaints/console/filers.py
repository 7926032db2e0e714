"""A filer before a reviewer: its record among its peers, its months, its targets, what it shares.

Kinds and counts of what is shared, never values: to read an original takes a reason and leaves an
entry in the ledger.
"""

from __future__ import annotations

from flask import Blueprint, request

from complaints.console.deciding import below, part
from complaints.console.noting import take_note
from complaints.console.pictures import filed_chart, funnel_chart, months_chart
from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit.navigation import Place
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries import dossiers as asked
from complaints.queries import filers as filers_asked
from complaints.queries import notes as notes_asked
from complaints.queries import standing
from complaints.rules.kinds import RightKind
from complaints.schemas.common import WhyIn
from complaints.schemas.filers import FilersQuery
from complaints.schemas.standing import FunnelQuery
from complaints.services import filers
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("case_filers", __name__, url_prefix="/console/filers")


@page(pages, "GET", "", who=STAFF, menu=Place(40, "filers", _("Filers")))
def find(call: PageCall) -> Answer:
    """Find accounts by a part of their name."""
    query = call.query(FilersQuery)
    limit = query["limit"]
    rows = filers_asked.find(
        call.work, name=query.get("name"), after=after_id(query.get("cursor")), limit=limit
    )
    turned = paging.page(rows, limit, lambda row: (row.id,))
    stood = standing.overall_of(call.session, [row.id for row in rows[:limit]])
    return call.render("console/filers.html", name=query.get("name"), found=turned, stood=stood)


@page(pages, "GET", "/<id:filer_id>", who=STAFF)
def show(call: PageCall, filer_id: int) -> Answer:
    """Show a filer."""
    dossier = asked.of_filer(call.work, filer_id)
    stands = standing.of_filer(call.work, filer_id)
    kind = call.query(FunnelQuery).get("right_kind") or _main_kind(stands)
    funnel = standing.funnel(call.work, filer_id, kind)
    picture = None
    if funnel is not None:
        title = _("This filer among all that file on such rights")
        picture = funnel_chart(title, funnel, dossier.filer.name)
    return call.render(
        "console/filer.html",
        it=dossier,
        stands=stands,
        kind=kind,
        kind_options=[(each, label("right_kind", each)) for each in ("", *RightKind)],
        funnel=funnel,
        picture=picture,
        outcomes=months_chart(_("Claims by the month of their end"), dossier.months),
        filed=filed_chart(_("Complaints filed by month"), dossier.months),
        notes=notes_asked.about(call.work, "filer", filer_id),
    )


@page(pages, "POST", "/<id:filer_id>/notes", who=STAFF, again=show)
def write_note(call: PageCall, filer_id: int) -> Answer:
    """Write a note for staff."""
    take_note(call, "filer", filer_id)
    return call.redirect("case_filers.show", filer_id=filer_id, said=_("The note is kept."))


@page(pages, "POST", "/<id:filer_id>/identities", who=STAFF, again=show)
def read_identities(call: PageCall, filer_id: int) -> Answer:
    """Open what the filer showed of itself; who read it and why is in the ledger."""
    with below("identities"):
        why = call.form(WhyIn, form=part(request.form, "identities"))["why"]
        items = filers.read_identities(call.work, filer_id, why=why, vault=call.context.vault)
    filer = filers_asked.get(call.work, filer_id)
    answer = call.render("console/identities.html", filer=filer, items=items)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _main_kind(stands: standing.WholeStanding) -> str:
    """The kind of right that most of the filer's weight is of."""
    if not stands.by_kind:
        return ""
    return max(stands.by_kind, key=lambda each: each.figures.weight).right_kind
