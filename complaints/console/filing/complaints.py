"""A complaint before a reviewer: right, evidence, targets, the filer's record, similar complaints.

Its claims are decided on the desk (`desk.py`); here is what concerns all of them.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from complaints.console import asking
from complaints.console.decisions.deciding import below, fields_of_form
from complaints.console.filing.timelines import timeline_of
from complaints.console.staff.note_forms import take_note
from complaints.kit import confirming, forms, listings
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.models import Complaint
from complaints.queries.authority import rights as right_queries
from complaints.queries.cases import boycotts
from complaints.queries.decisions import pending, sides
from complaints.queries.filing import complaints as complaint_queries
from complaints.queries.filing import similar
from complaints.queries.filing.complaints import ComplaintDetail
from complaints.queries.filing.who_files import banner
from complaints.queries.findings import standing
from complaints.queries.law import laws
from complaints.queries.law import proceedings as proceeding_queries
from complaints.queries.staff import casework
from complaints.queries.staff import notes as note_queries
from complaints.rules.authority.territories import may_be_designated
from complaints.rules.filing import questions
from complaints.rules.law.clocks import STAFFS
from complaints.rules.staff.door_bars import moving, saying
from complaints.schemas.authority.proof import ProofIn
from complaints.schemas.authority.rights import TerritoriesIn
from complaints.schemas.filing.checks import AuthorityIn, ReleaseIn
from complaints.services.authority import territories
from complaints.services.cases import holds
from complaints.services.filing import checks
from complaints.words import counted
from complaints.words import message as _

pages = Blueprint("complaint_pages", __name__, url_prefix="/console/complaints")


@page(pages, "GET", "/<id:complaint_id>", who=STAFF)
def show_complaint(call: PageCall, complaint_id: int) -> Answer:
    """Show a complaint with all that a decision needs."""
    complaint = complaint_queries.get_complaint(call.work, complaint_id)
    detail = complaint_queries.complaint_detail(call.work, complaint)
    states = listings.states_of(call.work, detail.claims)
    waits = pending.find_pending(call.work, complaint_id)
    return call.render(
        "console/filing/complaint.html",
        detail=detail,
        unstated=laws.unknown(call.session, {view.place.marketplace for view in detail.claims}),
        answers=questions.answered(detail.complaint.basis, detail.answers or {}),
        is_to_decide=_is_to_decide(detail),
        waits=waits,
        entries=timeline_of(detail.events),
        listing_states=states,
        stands=listings.in_words(detail.claims, states, None),
        record=standing.standing_of_filer(call.work, complaint.filer_id),
        alike=similar.find_similar(call.work, complaint_id),
        notes=note_queries.notes_about(call.work, "complaint", complaint_id),
        more=casework.answers_and_appeals(call.work, [view.claim.id for view in detail.claims]),
        lease=casework.lease_of(call.work, "complaint", complaint_id),
        banner=banner(call.work, complaint),
        proceedings=proceeding_queries.proceedings_of_claims(
            call.work, [view.claim.id for view in detail.claims]
        ),
        is_named=bool(may_be_designated(detail.right.kind, detail.right.jurisdiction)),
        namings=right_queries.namings(call.work, complaint.right_id),
        last_because=boycotts.passing(call.session, [complaint.id], call.now).get(complaint.id),
        **_proof(call, complaint),
    )


def _is_to_decide(detail: ComplaintDetail) -> bool:
    """Say whether a claim waits for a decision, or an appeal for a judge."""
    return any(view.claim.state in STAFFS for view in detail.claims)


def _proof(call: PageCall, complaint: Complaint) -> dict[str, Any]:
    """Return what the filer has shown, and whether a paper of it is still to be compared."""
    side = sides.side_of_filer(call.work, complaint)
    proven = side.right if side.own else side.authorization
    return {"side": side, "to_compare": proven is not None and proven.proof_by is None}


@page(
    pages,
    "POST",
    "/<id:complaint_id>/authority",
    who=STAFF,
    again=show_complaint,
    bars=moving("complaint"),
)
def verify_authority(call: PageCall, complaint_id: int) -> Answer:
    """Record that the filer may speak for the rights holder."""
    with below("authority"):
        sent = call.form(AuthorityIn, form=fields_of_form(request.form, "authority"))
        checks.verify_authority(call.work, complaint_id, **sent)
    message = _("The authority is verified: listings can be taken down now.")
    return call.redirect(
        "complaint_pages.show_complaint", complaint_id=complaint_id, message=message
    )


@page(
    pages,
    "POST",
    "/<id:complaint_id>/release",
    who=STAFF,
    again=show_complaint,
    bars=moving("complaint"),
)
@confirming.asks(asking.ask_release)
def release_complaint(call: PageCall, complaint_id: int) -> Answer:
    """Let a held complaint go on: a person has looked at who files."""
    with below("release"):
        sent = call.form(ReleaseIn, form=fields_of_form(request.form, "release"))
        holds.settle_hold(call.work, complaint_id, **sent)
    message = _("This complaint goes on: claims can be taken down now.")
    return call.redirect(
        "complaint_pages.show_complaint", complaint_id=complaint_id, message=message
    )


@page(
    pages,
    "POST",
    "/<id:complaint_id>/proof",
    who=STAFF,
    again=show_complaint,
    bars=saying("complaint"),
)
def see(call: PageCall, complaint_id: int) -> Answer:
    """Record that a person compared the paper of the filer's right, or of its authorization."""
    side = sides.side_of_filer(call.work, complaint_queries.get_complaint(call.work, complaint_id))
    with below("proof"):
        sent = call.form(ProofIn, form=fields_of_form(request.form, "proof"))
        if side.own or side.authorization is None:
            assert side.right is not None
            checks.see_right(call.work, side.right.id, **sent)
        else:
            checks.see_authorization(call.work, side.authorization.id, **sent)
    message = _("The document is recorded as compared.")
    return call.redirect(
        "complaint_pages.show_complaint",
        complaint_id=complaint_id,
        message=message,
        _anchor="proof",
    )


@page(
    pages,
    "POST",
    "/<id:complaint_id>/territories",
    who=STAFF,
    again=show_complaint,
    bars=saying("complaint"),
)
def correct_territories(call: PageCall, complaint_id: int) -> Answer:
    """Record where the right of a complaint applies, from its register."""
    complaint = complaint_queries.get_complaint(call.work, complaint_id)
    with below("territories"):
        form = fields_of_form(request.form, "territories")
        form.setlist("territories", forms.parts_typed(form.pop("territories", "")))
        sent = call.form(TerritoriesIn, form=form)
        named = territories.name_territories(
            call.work, complaint.right_id, sent["territories"], reason=sent.get("reason")
        )
    message = counted(
        "It is recorded where the right applies, and the filer is told. %(num)s listing of its "
        "open complaints is offered elsewhere.",
        "It is recorded where the right applies, and the filer is told. %(num)s listings of its "
        "open complaints are offered elsewhere.",
        named.outside,
    )
    return call.redirect(
        "complaint_pages.show_complaint",
        complaint_id=complaint_id,
        message=message,
        _anchor="territories",
    )


@page(
    pages,
    "POST",
    "/<id:complaint_id>/notes",
    who=STAFF,
    again=show_complaint,
    bars=saying("complaint"),
)
def write_note(call: PageCall, complaint_id: int) -> Answer:
    """Write a note for staff."""
    take_note(call, "complaint", complaint_id)
    message = _("The note is saved. Only staff can read it.")
    return call.redirect(
        "complaint_pages.show_complaint",
        complaint_id=complaint_id,
        message=message,
        _anchor="notes",
    )
