"""A brand owner's complaints: the list, one of them with each listing's fate, its receipt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.datastructures import MultiDict

from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.http import cursors, paging, tables
from complaints.kit import forms, listings, uploads
from complaints.kit.pages import NOTIFIERS, Answer, PageCall, page
from complaints.queries.cases import boycotts as boycott_queries
from complaints.queries.decisions.claims import EventView
from complaints.queries.filing import added_evidence
from complaints.queries.filing import complaints as complaint_queries
from complaints.queries.filing.complaint_filters import Filters
from complaints.queries.filing.complaints import ComplaintDetail
from complaints.queries.filing.documents import DocumentView
from complaints.queries.law import raised_proof
from complaints.rules.authority.territories import OutsideGround
from complaints.rules.decisions.claims import CLAIM, OPEN_STATES
from complaints.rules.filing import questions
from complaints.rules.filing.listing_urls import marketplace_name
from complaints.rules.kinds import DocumentKind, Side
from complaints.rules.machines import allowed
from complaints.schemas import fields
from complaints.schemas.common import Body, text
from complaints.schemas.filing.complaints import MOST_LINES, ComplaintsQuery, TerritoryGroundIn
from complaints.services.authority import territories
from complaints.services.filing import evidence
from complaints.services.filing.evidence import MOST_TIMES
from complaints.storage.links import mask
from complaints.web import cases
from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters.boycotts import whats_asked

pages = Blueprint("filed", __name__, url_prefix="/complaints")

# Kinds of events that decide a claim, and so carry its reason.
DECIDING = frozenset({"takedown", "rejection", "reinstatement", "lapse", "listing_gone"})
A_PAGE = 25
CHOICES = ("state", "claim_state", "basis", "right_kind", "marketplace", "search")
DAYS = {"filed_from": "00:00:00", "filed_to": "23:59:59"}


@page(pages, "GET", "/", who=NOTIFIERS)
def show_complaints(call: PageCall) -> Answer:
    """List the complaints that the filters choose, the newest first."""
    query = _query()
    before = cursors.before_moment(request.args.get("cursor"))
    rows = complaint_queries.find_complaints(
        call.work, _filters(query), before=before, limit=A_PAGE
    )
    shown = paging.page(
        rows, A_PAGE, lambda row: (row.complaint.filed_at.isoformat(), row.complaint.id)
    )
    chosen: dict[str, Any] = {
        name: value for name, value in request.args.items() if value and name in (*CHOICES, *DAYS)
    }
    return call.render(
        "web/complaints/list.html",
        complaints=shown["items"],
        stopped=cases.stopping(cases.open_cases(call)),
        next_url=url_for("filed.show_complaints", **{**chosen, "cursor": shown["next"]})
        if shown["next"]
        else "",
        first=before is None,
        chosen=chosen,
        csv_url=url_for("filed.export", **chosen),
    )


@page(pages, "GET", "/table.csv", who=NOTIFIERS)
def export(call: PageCall) -> Answer:
    """Download the filtered complaints as CSV, one line for each listing."""
    lines = complaint_queries.claim_lines(call.work, _filters(_query()), limit=MOST_LINES)
    return tables.csv_file("complaints.csv", list(lines.keys()), lines)


def _query() -> dict[str, Any]:
    """Return the filters in the page's address, loaded by the API's schema."""
    form = MultiDict([(n, v) for n, v in request.args.items() if n in CHOICES])
    for name, hour in DAYS.items():
        if request.args.get(name):
            form[name] = f"{request.args[name]}T{hour}Z"
    return forms.read_form(ComplaintsQuery, form)


def _filters(query: dict[str, Any]) -> Filters:
    return Filters(**{name: value for name, value in query.items() if name != "limit"})


@page(pages, "GET", "/<id:complaint_id>", who=NOTIFIERS)
def show_complaint(call: PageCall, complaint_id: int) -> Answer:
    """Show one complaint: what was filed, and what became of each listing."""
    complaint = complaint_queries.get_complaint(call.work, complaint_id)
    detail = complaint_queries.complaint_detail(call.work, complaint)
    open_to = [
        view.claim.id for view in detail.claims if allowed(CLAIM, view.claim.state, "withdraw")
    ]
    return call.render(
        "web/complaints/show.html",
        market=marketplace_name,
        stands=listings.in_words(
            detail.claims, listings.states_of(call.work, detail.claims), Side.FILER
        ),
        detail=detail,
        answers=questions.answered(complaint.basis, detail.answers or {}),
        reasons=reasons(detail.events),
        can_withdraw=frozenset(open_to),
        kept=_kept(detail),
        lane=_in_the_lane(call, detail),
        lacks=_lacks(call, detail),
        waits={state: _count(detail, state) for state in ("incomplete", "countered")},
        can_add=any(view.claim.state in OPEN_STATES for view in detail.claims),
        times_left=MOST_TIMES - len(added_evidence.times_added(call.session, complaint_id)),
        files=uploads.arrived_files(call),
        grounds=list(OutsideGround),
    )


class TerritoryForm(Body):
    territory_ground = fields.Nested(TerritoryGroundIn, required=True)


@page(pages, "POST", "/<id:complaint_id>/territory-ground", who=NOTIFIERS, again=show_complaint)
def say_why_it_binds(call: PageCall, complaint_id: int) -> Answer:
    """Say why the right binds where it is not registered."""
    sent = forms.read_form(TerritoryForm, request.form)["territory_ground"]
    territories.state_ground(call.work, complaint_id, **sent)
    message = _("You have said why your right applies there. A person looks at it.")
    return call.redirect("filed.show_complaint", message=message, complaint_id=complaint_id)


class EvidenceForm(Body):
    note = text(5000, required=True, asks=_("Write what the documents show."))
    pass_on = fields.Boolean(load_default=False)


@page(pages, "POST", "/<id:complaint_id>/evidence", who=NOTIFIERS, again=show_complaint,
      files=uploads.me)  # fmt: skip
def send_evidence(call: PageCall, complaint_id: int) -> Answer:
    """Add evidence to the complaint while it is not decided."""
    arrived = uploads.take_files(call)
    wrong = list(uploads.errors(arrived))
    if not arrived.documents and not wrong:
        wrong.append(FieldError(f"/{uploads.FILES}", Code.REQUIRED, _("Choose a file.")))
    sent = forms.read_form(EvidenceForm, request.form, besides=(uploads.KEPT,), also=wrong)
    evidence.add_evidence(
        call.work,
        complaint_id,
        documents=[_as_evidence(view, sent["pass_on"]) for view in arrived.documents],
        note=sent["note"],
        vault=call.context.vault,
    )
    message = _("You have added the evidence. Our staff read it before they decide.")
    return call.redirect("filed.show_complaint", message=message, complaint_id=complaint_id)


def _as_evidence(view: DocumentView, pass_on: bool) -> dict[str, Any]:
    return {
        "kind": DocumentKind.EVIDENCE,
        "sha256": view.sha256,
        "filename": view.upload.filename,
        "pass_on": pass_on,
    }


def reasons(events: Sequence[EventView]) -> dict[int, Message]:
    """Return the newest decision's reason by claim."""
    newest: dict[int, Message] = {}
    for view in events:
        if view.event.kind in DECIDING and view.reason:
            newest.update(dict.fromkeys(view.claim_ids, view.reason))
    return newest


def _kept(detail: ComplaintDetail) -> int:
    """Return how many claims a boycott still keeps: some may have been taken up since, and those
    under laws that know no suspension were processed."""
    return _count(detail, "not_processed") if detail.complaint.boycott_id else 0


def _lacks(call: PageCall, detail: ComplaintDetail) -> tuple[Message, ...]:
    """Return what lacks of the proof that the filer is asked for, because it is bound."""
    claims = [view.claim for view in detail.claims]
    return whats_asked(list(raised_proof.find_lacking(call.work, claims).values()))


def _in_the_lane(call: PageCall, detail: ComplaintDetail) -> int:
    """Return how many claims a person decides in the lane, because the filer is bound."""
    bound = boycott_queries.passing(call.session, [detail.complaint.id], call.now)
    return _count(detail, "received") if bound else 0


def _down(call: PageCall, detail: ComplaintDetail) -> int:
    """Return how many of its listings are down now, by whatever complaint."""
    return sum(state.is_down for state in listings.states_of(call.work, detail.claims).values())


def _count(detail: ComplaintDetail, state: str) -> int:
    return sum(view.claim.state == state for view in detail.claims)


@page(pages, "GET", "/<id:complaint_id>/receipt", who=NOTIFIERS)
def show_receipt(call: PageCall, complaint_id: int) -> Answer:
    """Say that the complaint has arrived, under which number, and what happens now."""
    complaint = complaint_queries.get_complaint(call.work, complaint_id)
    detail = complaint_queries.complaint_detail(call.work, complaint)
    before = request.args.get("before", "")
    return call.render(
        "web/complaints/receipt.html",
        detail=detail,
        answers=questions.answered(complaint.basis, detail.answers or {}),
        kept=_kept(detail),
        lane=_in_the_lane(call, detail),
        lacks=_lacks(call, detail),
        down=_down(call, detail),
        cases=cases.open_cases(call),
        mask=mask,
        warned=boycott_queries.shown_with(call.session, complaint),
        a=cases.messages(call, call.actor.filer_id),
        before=int(before) if before.isdecimal() and len(before) < 4 else 0,
    )
