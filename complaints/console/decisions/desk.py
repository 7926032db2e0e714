"""The decision desk: one claim on one screen, decided there whatever waits: the claim itself, a
counter-notice, or an appeal.

A decision is chosen, its letters are read as they would go, and it is sent; then the next case
comes. What was decided can be undone for the policy's minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.datastructures import MultiDict

from complaints.base.codes import Code
from complaints.base.errors import invalid, not_found
from complaints.console.decisions import following
from complaints.console.decisions.choices import choices
from complaints.console.decisions.deciding import (
    decided,
    merit_options,
    reader_options,
    require_version,
)
from complaints.kit.forms import Sent
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.models import Claim, Complaint
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.decisions import desk as desk_queries
from complaints.queries.decisions import pending
from complaints.queries.decisions.desk.beside import BesideGroup
from complaints.queries.filing import evidence
from complaints.queries.law import laws
from complaints.queries.sellers import listings_seen
from complaints.rules.decisions.claims import TAKING_DOWN
from complaints.rules.filing import questions
from complaints.rules.staff.door_bars import NO_CASE, CaseBar, OneOf, deciding, rehearsing
from complaints.schemas.decisions.appeals import AppealDecisionIn
from complaints.schemas.decisions.claims import BulkDecisionIn
from complaints.schemas.decisions.deciding import decision_given
from complaints.services.decisions import appeals, claims, rehearsals
from complaints.words import message as _
from complaints.words.letters.listings import stands

pages = Blueprint("desk", __name__, url_prefix="/console/desk")
# What of the form is not the decision's: what the reader saw, and which appeal it judges.
_BESIDES = {"version", "appeal_id", "claim_ids", "opened", "leave", "tick", "untick"}
# Of how many letters one reads all.
READ = 10


def _decided_here(given: Mapping[str, Any]) -> str:
    """Return what the form decides: an appeal, where it names one, or claims."""
    return "appeal" if given.get("appeal_id") else "claims"


LETTER_BARS = OneOf(
    {
        "claims": rehearsing("claim", CaseBar.BESIDE),
        "appeal": rehearsing("appeal", CaseBar.BESIDE, CaseBar.DECIDED),
    },
    _decided_here,
)
DECISION_BARS = OneOf(
    {
        "claims": deciding("claim", CaseBar.BESIDE),
        "appeal": deciding("appeal", CaseBar.BESIDE, CaseBar.DECIDED),
    },
    _decided_here,
)


@page(pages, "GET", "/<id:claim_id>", who=STAFF)
def show_desk(call: PageCall, claim_id: int) -> Answer:
    """Show all that a decision of a claim needs, and the form to decide it."""
    desk = desk_queries.get_desk(call.work, claim_id)
    offered = choices(desk)
    return call.render(
        "console/decisions/desk/show.html",
        desk=desk,
        detail=desk.detail,
        claim=desk.claim,
        complaint=desk.complaint,
        seen=desk.shown.seen,
        evidence=desk.shown.evidence,
        right=desk.shown.right,
        answers=questions.answered(desk.complaint.complaint.basis, desk.complaint.answers or {}),
        choices=offered,
        chosen=_chosen(call.sent, desk.beside),
        reader_options=reader_options(),
        merit_options=merit_options(),
        stands=stands(desk.detail.listing_state.to_staff(desk.claim)),
        unstated=laws.unknown(call.session, [desk.detail.place.marketplace]),
        carried=following.carried(),
        filters=following.filters(),
    )


@page(pages, "GET", "/complaints/<id:complaint_id>", who=STAFF)
def lead_to_desk(call: PageCall, complaint_id: int) -> Answer:
    """Lead to the desk of a complaint's first claim that waits for a decision."""
    claim_id = desk_queries.first_to_decide(call.session, complaint_id)
    if claim_id is None:
        raise not_found(_("claim"))
    return call.lead(url_for("desk.show_desk", claim_id=claim_id, **following.carried()))


@page(pages, "POST", "/<id:claim_id>/letters", who=STAFF, again=show_desk, bars=LETTER_BARS)
def letters(call: PageCall, claim_id: int) -> Answer:
    """Show the letters that a decision would send, and store nothing."""
    claim = claim_queries.get_claim(call.work, claim_id).claim
    groups = desk_queries.groups_beside(call.work, claim) if _takes_down() else []
    back = claims.staying_back(groups, _ids(claim))
    chosen = [each for each in _ids(claim) if each not in {one.id for one in back}]
    facts: dict[str, Any] = {
        "claim_id": claim_id,
        "reference": call.session.get_one(Complaint, claim.complaint_id).reference,
        "typed": _typed(chosen, claim),
        "carried": following.carried(),
        "filters": following.filters(),
    }
    unopened = claims.unopened_groups(groups, chosen, _opened(call))
    if unopened:
        call.form(BulkDecisionIn, besides=_BESIDES)
        claims.lock_unchanged(call.session, claim.complaint_id, require_version(request.form))
        pending.require_none(call.session, chosen)
        return _open_one(call, claim, groups, unopened, chosen, facts)
    written = rehearsals.letters_of(
        call.work, lambda: _take(call, claim, undoable=False, claim_ids=chosen)
    )
    return call.render(
        "console/decisions/desk/letters.html",
        letters=written[:READ],
        more=max(0, len(written) - READ),
        minutes=call.work.policy.law.pending_minutes,
        decision=request.form.get("decision"),
        number=len(chosen),
        back=back,
        **facts,
    )


def _open_one(
    call: PageCall,
    claim: Claim,
    groups: Sequence[BesideGroup],
    unopened: Sequence[BesideGroup],
    chosen: Collection[int],
    facts: Mapping[str, Any],
) -> Answer:
    """Show one listing of the next group that is to be taken down and of which none is opened."""
    group = unopened[0]
    # One that goes along: what stays back says nothing of the others.
    one = next(each for each in group.members if each.id in chosen)
    detail = claim_queries.claim_detail(call.work, one.id)
    asked = sum(not each.is_own and not set(chosen).isdisjoint(each.ids) for each in groups)
    return call.render(
        "console/decisions/desk/open_one.html",
        group=group,
        one=one,
        detail=detail,
        rest=[each for each in group.members if each.id in chosen and each.id != one.id],
        left_out=[each for each in group.members if each.id in chosen],
        seen=listings_seen.of_listing(call.work, detail.claim.listing_id, one.id),
        evidence=evidence.for_claim(call.work, detail.claim),
        mark=call.work.links.opened(call.work.actor.person_id, one.id),
        done=asked - len(unopened),
        asked=asked,
        decision=request.form.get("decision"),
        **facts,
    )


@page(pages, "POST", "/<id:claim_id>/change", who=STAFF, bars=NO_CASE)
def change_decision(call: PageCall, claim_id: int) -> Answer:
    """Show the desk again with what was typed, from the page of the letters."""
    return show_desk(PageCall(call.work, call.context, None, call.me, Sent(request.form)), claim_id)


@page(pages, "POST", "/<id:claim_id>/send", who=STAFF, again=show_desk, bars=DECISION_BARS)
def send_decision(call: PageCall, claim_id: int) -> Answer:
    """Decide, for the claim and those chosen with it, and go on to the next case."""
    claim = claim_queries.get_claim(call.work, claim_id).claim
    rows = _take(call, claim, undoable=True)
    message = decided(rows, pending.find_pending(call.work, claim.complaint_id))
    address = following.take_next_case(call, claim.complaint_id, claim_id)
    if address is None:
        return call.redirect("queue.show_queue", message=message, **following.filters())
    return call.lead(address, message=message)


def _take(
    call: PageCall, claim: Claim, *, undoable: bool, claim_ids: Collection[int] | None = None
) -> list[Claim]:
    """Take the decision that the form says; return the claims that it is about. `claim_ids` are
    those to decide, where some that the form names stay back."""
    form = request.form
    if form.get("appeal_id"):
        sent = call.form(AppealDecisionIn, besides=_BESIDES)
        appeals.decide(
            call.work, _appeal_id(call, claim), **decision_given(sent),
            expected=require_version(form), undoable=undoable,
        )  # fmt: skip
        return [claim]
    sent = call.form(BulkDecisionIn, besides=_BESIDES)
    return list(
        claims.decide_together(
            call.work, claim, **decision_given(sent), opened=_opened(call),
            claim_ids=_ids(claim) if claim_ids is None else claim_ids,
            expected=require_version(form), undoable=undoable,
        )
    )  # fmt: skip


def _takes_down() -> bool:
    form = request.form
    return form.get("decision") in TAKING_DOWN and not form.get("appeal_id")


def _opened(call: PageCall) -> set[int]:
    """Return the claims that the reader opened, by the marks in the form."""
    person_id = call.work.actor.person_id
    marks = request.form.getlist("opened")
    return {
        claim_id
        for mark in marks
        if (claim_id := call.work.links.read_opened(person_id, mark)) is not None
    }


def _typed(chosen: Collection[int], claim: Claim) -> list[tuple[str, str]]:
    """Return what the form holds, with the claims that go on being chosen."""
    left = {"once", "claim_ids", "leave", "tick", "untick"}
    kept = [(name, text) for name, text in request.form.items(multi=True) if name not in left]
    return [*kept, *(("claim_ids", str(each)) for each in chosen if each != claim.id)]


def _ids(claim: Claim) -> list[int]:
    """Return the claims that the form decides: the desk's own, and those ticked beside it."""
    left = set(_several("leave", request.form))
    ticked = [each for each in request.form.getlist("claim_ids") if each not in left]
    if any(not (each.isascii() and each.isdigit() and len(each) < 16) for each in ticked):
        raise invalid(
            "/claim_ids",
            Code.WRONG_TYPE,
            _("Choose the listings from the table."),
            type="array",
        )
    return sorted({claim.id, *map(int, ticked)})


def _appeal_id(call: PageCall, claim: Claim) -> int:
    """Return the appeal that the form decides. Refuses with: not-found, for another claim's."""
    text = request.form["appeal_id"]
    mine = {str(each.id): each.id for each in claim_queries.appeals(call.work, [claim.id])}
    if text not in mine:
        raise not_found(_("appeal"))
    return mine[text]


def _chosen(sent: Sent, groups: Sequence[BesideGroup]) -> set[str]:
    """Return the claims that are ticked: those alike the desk's own, or as the form was sent, with
    what its buttons tick and untick."""
    if not sent.values:
        return {str(each.id) for group in groups for each in group.members if group.is_own}
    ticked = {*sent.values.getlist("claim_ids"), *_several("tick", sent.values)}
    return ticked - {*_several("untick", sent.values)}


def _several(name: str, form: MultiDict[str, str]) -> list[str]:
    """Return the claims that a button names, their ids with spaces between."""
    return form.get(name, "").split()
