"""The sample of a boycott's case: each claim that was drawn, graded one after the other."""

from __future__ import annotations

from flask import Blueprint, request, url_for

from complaints.base.errors import not_found
from complaints.console.decisions.deciding import merit_options, require_version
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.cases import boycotts
from complaints.queries.cases.boycott_dossiers.graded import drawn_of
from complaints.queries.cases.boycotts import sample_of
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.filing import complaints as complaint_queries
from complaints.rules.kinds import Merit
from complaints.rules.staff.door_bars import moving
from complaints.schemas.decisions.claims import GradingIn
from complaints.services.decisions import claims
from complaints.words import message as _

pages = Blueprint("case_sample_pages", __name__, url_prefix="/console/boycotts")


@page(pages, "GET", "/<id:boycott_id>/sample", who=STAFF)
def show_sample(call: PageCall, boycott_id: int) -> Answer:
    """Show the claims that were drawn, and the next one that nobody has graded."""
    return _show(call, boycott_id)


def show_again(call: PageCall, boycott_id: int, claim_id: int) -> Answer:
    """Show the claim again whose grade was refused."""
    return _show(call, boycott_id, claim_id)


@page(pages, "POST", "/<id:boycott_id>/sample/<id:claim_id>", who=STAFF, again=show_again,
      bars=moving("claim"))  # fmt: skip
def grade_drawn(call: PageCall, boycott_id: int, claim_id: int) -> Answer:
    """Grade one claim of the sample, and go on to the next."""
    sent = call.form(GradingIn, besides={"version"})
    sent.pop("also_found")
    merit, expected = Merit(sent.pop("merit")), require_version(request.form)
    if claim_id not in sample_of(call.work, boycotts.get_boycott(call.work, boycott_id)):
        raise not_found(_("claim"))
    claims.grade(call.work, claim_id, merit=merit, **sent, expected=expected)
    return call.lead(
        url_for("case_sample_pages.show_sample", boycott_id=boycott_id),
        message=_("The grade is saved."),
    )


def _show(call: PageCall, boycott_id: int, claim_id: int | None = None) -> Answer:
    detail = boycotts.boycott_detail(call.work, boycott_id)
    drawn = drawn_of(call.work, detail.row)
    sample = sample_of(call.work, detail.row)
    views = claim_queries.by_ids(call.session, sample)
    if claim_id not in views and drawn is not None:
        claim_id = next(iter(drawn.left), None)
    chosen = views.get(claim_id) if claim_id is not None else None
    return call.render(
        "console/boycotts/sample.html",
        detail=detail,
        drawn=drawn,
        views=[views[each] for each in sample],
        chosen=chosen,
        complaint=chosen and complaint_queries.get_complaint(call.work, chosen.claim.complaint_id),
        merit_options=merit_options()[1:],
    )
