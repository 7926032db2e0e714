"""A complaint before a reviewer: right, evidence, targets, the filer's record, similar complaints.

A decision may be for several claims at once. Notes for staff and words to the filer and the seller
are two different fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request

from complaints.console.deciding import (
    DECISION_KEYS,
    STEP_TEXTS,
    below,
    decided,
    merit_options,
    part,
    reader_options,
    reason_options,
    the_version,
)
from complaints.console.note_forms import take_note
from complaints.console.timelines import timeline_of
from complaints.errors import invalid
from complaints.kit import listings
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.models import Complaint
from complaints.queries import (
    boycotts,
    casework,
    claim_parts,
    laws,
    pending,
    sides,
    similar,
    standing,
)
from complaints.queries import complaints as complaint_queries
from complaints.queries import notes as note_queries
from complaints.queries import proceedings as proceeding_queries
from complaints.queries.complaints import ComplaintDetail
from complaints.queries.pending import PendingView
from complaints.queries.who_files import banner
from complaints.rules import questions
from complaints.rules.claims import CLAIM, TAKING_DOWN
from complaints.rules.kinds import Basis
from complaints.schemas.checks import AuthorityIn, ReleaseIn
from complaints.schemas.claims import BulkDecisionIn
from complaints.schemas.deciding import given
from complaints.schemas.proof import ProofIn
from complaints.services import checks, claims, holds
from complaints.words import Message
from complaints.words import message as _

pages = Blueprint("complaint_pages", __name__, url_prefix="/console/complaints")

DECISIONS = ("take_down", "reject", "stand", "reinstate")


@page(pages, "GET", "/<id:complaint_id>", who=STAFF)
def show(call: PageCall, complaint_id: int) -> Answer:
    """Show a complaint with all that a decision needs."""
    complaint = complaint_queries.get(call.work, complaint_id)
    detail = complaint_queries.detail(call.work, complaint)
    actor = call.actor
    closed = bool(claim_parts.closed_to(call.work, {complaint.id: complaint.filer_id}))
    states = listings.states_of(call.work, detail.claims)
    waits = pending.waiting(call.work, complaint_id)
    possible = _possible(detail, waits)
    return call.render(
        "console/complaint.html",
        detail=detail,
        unstated=laws.unknown(call.session, {view.place.marketplace for view in detail.claims}),
        answers=_answers(detail),
        decisions=[] if closed else possible,
        closed=closed and bool(possible),
        step_texts=STEP_TEXTS,
        decision_keys=DECISION_KEYS,
        reason_options=reason_options(possible, Basis(complaint.basis)),
        reader_options=reader_options(),
        waits=waits,
        merit_options=merit_options(),
        entries=timeline_of(detail.events),
        listing_states=states,
        stands=listings.in_words(detail.claims, states, None),
        record=standing.of_filer(call.work.by(actor), complaint.filer_id),
        alike=similar.of_complaint(call.work.by(actor), complaint_id),
        notes=note_queries.about(call.work.by(actor), "complaint", complaint_id),
        more=casework.of_claims(call.work, [view.claim.id for view in detail.claims]),
        lease=casework.lease_of(call.work.by(actor), "complaint", complaint_id),
        banner=banner(call.work, complaint),
        proceedings=proceeding_queries.of_claims(
            call.work, [view.claim.id for view in detail.claims]
        ),
        last_because=boycotts.passing(call.session, [complaint.id], call.now).get(complaint.id),
        **_proof(call, complaint),
    )


def _proof(call: PageCall, complaint: Complaint) -> dict[str, Any]:
    """Return what the filer has shown, and whether a paper of it is still to be compared."""
    side = sides.of_filer(call.work, complaint)
    proven = side.right if side.own else side.authorization
    return {"side": side, "to_compare": proven is not None and proven.proof_by is None}


@page(pages, "POST", "/<id:complaint_id>/decide", who=STAFF, again=show)
def decide(call: PageCall, complaint_id: int) -> Answer:
    """Decide the chosen claims, all in the same way."""
    which = request.form.get("which", "chosen")
    sent = call.form(BulkDecisionIn, besides={"version", "which"})
    if which == "all":
        sent.pop("claim_ids", None)
    elif not sent.get("claim_ids"):
        raise invalid("/claim_ids", _("Choose the claims that this decision is for."))
    rows = claims.decide_complaint(
        call.work,
        complaint_id,
        **given(sent),
        expected=the_version(request.form),
        undoable=True,
    )
    message = decided(rows, pending.waiting(call.work, complaint_id))
    return call.redirect("complaint_pages.show", complaint_id=complaint_id, message=message)


@page(pages, "POST", "/<id:complaint_id>/authority", who=STAFF, again=show)
def verify_authority(call: PageCall, complaint_id: int) -> Answer:
    """Record that the filer may speak for the rights holder."""
    with below("authority"):
        sent = call.form(AuthorityIn, form=part(request.form, "authority"))
        checks.verify_authority(call.work, complaint_id, **sent)
    message = _("The authority is verified: claims can be taken down now.")
    return call.redirect("complaint_pages.show", complaint_id=complaint_id, message=message)


@page(pages, "POST", "/<id:complaint_id>/release", who=STAFF, again=show)
def release(call: PageCall, complaint_id: int) -> Answer:
    """Let a held complaint go on: a person has looked at who files."""
    with below("release"):
        sent = call.form(ReleaseIn, form=part(request.form, "release"))
        holds.settle(call.work, complaint_id, **sent)
    message = _("This complaint goes on: claims can be taken down now.")
    return call.redirect("complaint_pages.show", complaint_id=complaint_id, message=message)


@page(pages, "POST", "/<id:complaint_id>/proof", who=STAFF, again=show)
def see(call: PageCall, complaint_id: int) -> Answer:
    """Record that a person compared the paper of the filer's right, or of its authorization."""
    side = sides.of_filer(call.work, complaint_queries.get(call.work, complaint_id))
    with below("proof"):
        sent = call.form(ProofIn, form=part(request.form, "proof"))
        if side.own or side.authorization is None:
            assert side.right is not None
            checks.see_right(call.work, side.right.id, **sent)
        else:
            checks.see_authorization(call.work, side.authorization.id, **sent)
    message = _("The paper is recorded as compared.")
    return call.redirect(
        "complaint_pages.show", complaint_id=complaint_id, message=message, _anchor="proof"
    )


@page(pages, "POST", "/<id:complaint_id>/notes", who=STAFF, again=show)
def write_note(call: PageCall, complaint_id: int) -> Answer:
    """Write a note for staff."""
    take_note(call, "complaint", complaint_id)
    message = _("The note is kept. Only staff read it.")
    return call.redirect(
        "complaint_pages.show", complaint_id=complaint_id, message=message, _anchor="notes"
    )


def _possible(detail: ComplaintDetail, waits: Sequence[PendingView]) -> list[str]:
    """Return the decisions that at least one claim allows now, in the order of `DECISIONS`; one
    that is being decided allows none."""
    locked = {claim_id for view in waits for claim_id in view.claim_ids}
    nothing_down = detail.authority == "asked" or detail.held_until is not None
    barred = TAKING_DOWN if nothing_down else frozenset()
    possible = {
        step.event
        for view in detail.claims
        if view.claim.id not in locked
        for step in CLAIM.steps_from(view.claim.state, listing_down=view.claim.listing_down)
    }
    return [decision for decision in DECISIONS if decision in possible and decision not in barred]


def _answers(detail: ComplaintDetail) -> list[tuple[Message | str, Message | str]]:
    """Return the questions about the accusation with the filer's answers, as (label, answer)."""
    answers: dict[str, Any] = detail.complaint.answers or {}
    question_set = questions.of(Basis(detail.complaint.basis))
    known = {question.name: question for question in question_set.questions}
    pairs = []
    for name, answer in answers.items():
        question = known.get(name)
        choices = {each.value: each.label for each in question.choices} if question else {}
        pairs.append(
            (
                question.label if question else name,
                choices.get(answer, answer),
            )
        )
    return pairs
