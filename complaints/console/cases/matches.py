"""Accounts that look like one of a boycotted or flagged filer: both sides before a reviewer.

Shows what two accounts share by kind, never the values.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, request

from complaints.base.errors import not_found
from complaints.console.cases.flags import VERDICTS
from complaints.console.decisions.deciding import below, fields_of_form, require_version
from complaints.kit import case_lists
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.cases import joinings, party_matches
from complaints.queries.cases import judgements as judgement_queries
from complaints.queries.findings import standing
from complaints.queries.logins import people
from complaints.rules.staff.door_bars import CaseBar, in_service
from complaints.schemas.cases.judgements import JudgementIn
from complaints.schemas.cases.matches import MatchesQuery
from complaints.services.cases import judgements
from complaints.words import message as _

pages = Blueprint("match_pages", __name__, url_prefix="/console/matches")
DONE: Final = {
    "no": _(
        "Saved: not the same. Complaints that nothing else holds go on, and the two are not "
        "matched again."
    ),
    "yes": _("Saved: the same. Another supervisor decides what follows from it."),
}


@page(pages, "GET", "", who=STAFF, menu=MenuPlace("filers", 25, "matches", _("Look-alikes")))
def show_matches(call: PageCall) -> Answer:
    """List matches, the newest first."""
    query = call.query(MatchesQuery)
    listed = case_lists.page_of_matches(call.work, query)
    return call.render("console/cases/matches/list.html", listed=listed, query=query, **VERDICTS)


@page(pages, "GET", "/<id:match_id>", who=STAFF)
def show_match(call: PageCall, match_id: int) -> Answer:
    """Show both accounts side by side, with what they share."""
    view = party_matches.get_match(call.work, match_id)
    said = judgement_queries.of_pair(call.session, view.filer.id, view.other.id)
    sides = party_matches.sides(call.work, view)
    records = standing.overall_of(call.session, [side.filer.id for side in sides])
    return call.render(
        "console/cases/matches/show.html",
        view=view,
        sides=sides,
        records=records,
        held=party_matches.held_by(call.work, match_id),
        joining=joinings.newest_between(call.session, view.filer.id, view.other.id),
        said=said,
        names=people.names(call.session, [row.person_id for row in said]),
        **VERDICTS,
    )


@page(
    pages,
    "POST",
    "/<id:match_id>/<verdict>",
    who=STAFF,
    again=show_match,
    bars=in_service("match", CaseBar.TIED),
)
def judge_match(call: PageCall, match_id: int, verdict: str) -> Answer:
    """Keep the answer: the same, or not."""
    if verdict not in DONE:
        raise not_found(_("page"))
    view = party_matches.get_match(call.work, match_id)
    with below(verdict):
        form = fields_of_form(request.form, verdict)
        sent = call.form(JudgementIn(only=("why",)), besides={"version"}, form=form)
        judgements.judge(
            call.work,
            filer=view.filer.id,
            other=view.other.id,
            verdict=verdict,
            expected=require_version(form),
            **sent,
        )
    return call.redirect("match_pages.show_match", match_id=match_id, message=DONE[verdict])
