"""One claim before a reviewer: what happened, and the steps beside a decision that it allows.

It is decided on the desk (`desk.py`). The steps are drawn from the claim's state table; each form
has fields of its own name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time

from flask import Blueprint, request, url_for
from werkzeug.datastructures import MultiDict

from complaints.base.errors import not_found
from complaints.console import asking
from complaints.console.decisions.deciding import (
    STEP_TEXTS,
    below,
    fields_of_form,
    merit_options,
    require_version,
)
from complaints.console.decisions.following import carried
from complaints.console.filing.timelines import timeline_of
from complaints.kit import confirming, letters
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.authority import rights
from complaints.queries.decisions import answers, claim_parts, pending, reasons, sides
from complaints.queries.decisions import appeals as appeal_queries
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.decisions.claims import ClaimDetail
from complaints.queries.filing import complaints as complaint_queries
from complaints.queries.filing import documents, evidence
from complaints.queries.filing.who_files import banner
from complaints.queries.law import buyer_notices, laws, official_orders, suits, threats
from complaints.queries.law import proceedings as proceeding_queries
from complaints.queries.logins import grants, people
from complaints.queries.sellers import listings_seen, relistings
from complaints.queries.staff import casework
from complaints.rules.decisions.appeals import APPEALABLE
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.kinds import AlsoFound, Merit, Side
from complaints.rules.law.clocks import STAFFS
from complaints.rules.staff.door_bars import CaseBar, OneOf, deciding, moving, saying
from complaints.schemas.decisions.appeals import EnteredAppealIn
from complaints.schemas.decisions.claims import (
    AskIn,
    CompleteIn,
    GoneIn,
    GradingIn,
    ReasonIn,
    WithdrawalIn,
)
from complaints.schemas.sellers.replies import DemandIn
from complaints.services.decisions import appeals, claims
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.letters.listings import stands

pages = Blueprint("claim_pages", __name__, url_prefix="/console")


@page(pages, "GET", "/claims/<id:claim_id>", who=STAFF)
def show_claim(call: PageCall, claim_id: int) -> Answer:
    """Show a claim with the steps that can be taken now."""
    detail = claim_queries.claim_detail(call.work, claim_id)
    complaint = complaint_queries.get_complaint(call.work, detail.claim.complaint_id)
    closed = bool(claim_parts.closed_to(call.work, {complaint.id: complaint.filer_id}))
    waits = pending.find_pending(call.work, complaint.id)
    tied = grants.is_tied(call.work, complaint.filer_id)
    possible = [] if tied else [*detail.possible, "demand"]
    if detail.claim.state in CLAIM.closed and not closed:
        possible.append("grade")
    appealing = _appealing(call, detail)
    if appealing is not None and not tied:
        possible.append("enter_appeal")
    return call.render(
        "console/decisions/claim.html",
        detail=detail,
        complaint=complaint,
        unstated=laws.unknown(call.session, [detail.place.marketplace]),
        # A counter-notice is the seller's own word: it has its page, by the link in the letter.
        steps=[step for step in possible if step in ACTS],
        step_texts=STEP_TEXTS,
        appealing=appealing,
        waits=[each for each in waits if claim_id in each.claim_ids],
        merit_options=merit_options(),
        findings=[(str(each), label("also_found", each)) for each in AlsoFound],
        waits_here=detail.claim.state in STAFFS
        or any(each.state == "filed" for each in detail.appeals),
        entries=timeline_of(detail.events),
        papers=documents.documents_of_claim(call.work, claim_id),
        statements=reasons.statements_of_claims(call.work, [claim_id]),
        proceedings=proceeding_queries.proceedings_of_claims(call.work, [claim_id]),
        official_orders=official_orders.orders_of_claim(call.work, claim_id),
        buyers=buyer_notices.live_notice_of_claim(call.work, claim_id),
        threats=threats.threats_of_claim(call.work, claim_id),
        clock_names=people.names(
            call.session, {clock.paused_by for clock in detail.clocks if clock.paused_by}
        ),
        stands=stands(detail.listing_state.to_staff(detail.claim)),
        relistings=relistings.find_relistings(call.session, detail.claim.listing_id),
        silent=answers.silent_side(call.work.session, claim_id),
        lease=casework.lease_of(call.work, "complaint", complaint.id),
        banner=banner(call.work, complaint),
        seen=listings_seen.of_listing(call.work, detail.claim.listing_id, claim_id),
        evidence=evidence.for_claim(call.work, detail.claim),
        right=sides.side_shown(call.work, complaint),
        stated=rights.right_of_complaint(call.session, complaint),
    )


@page(pages, "GET", "/statements/<id:statement_id>/statement.pdf", who=STAFF)
def save_statement(call: PageCall, statement_id: int) -> Answer:
    """Save a statement of reasons as PDF."""
    return letters.statement_pdf(call, statement_id)


def _appealing(call: PageCall, detail: ClaimDetail) -> Side | None:
    """Return the side that may appeal the claim's decision, in time or let in late."""
    appealed = {appeal.side for appeal in detail.appeals}
    for side, states in APPEALABLE.items():
        if detail.claim.state in states and side not in appealed:
            is_bound = suits.bound(call.session, [detail.claim.id])
            return None if is_bound else side
    return None


# Beside each of `ACTS`, what stands in its way.
STEP_BARS = OneOf(
    {
        "ask": moving("claim"),
        "complete": saying("claim"),
        "gone": moving("claim"),
        "demand": saying("claim"),
        "withdraw": saying("claim"),
        "grade": deciding("claim", CaseBar.BESIDE),
        "enter_appeal": saying("claim", CaseBar.DECIDED),
        "take_up": moving("claim"),
        "discard": moving("claim"),
    }
)


@page(pages, "POST", "/claims/<id:claim_id>/<step>", who=STAFF, again=show_claim, bars=STEP_BARS)
@confirming.asks(asking.claim)
def take_claim_step(call: PageCall, claim_id: int, step: str) -> Answer:
    """Take one step."""
    if step not in ACTS:
        raise not_found(_("page"))
    with below(step):
        ACTS[step](call, claim_id, fields_of_form(request.form, step))
    return call.redirect("claim_pages.show_claim", claim_id=claim_id, message=_("Done."))


@page(pages, "GET", "/appeals/<id:appeal_id>", who=STAFF)
def lead_to_appeal(call: PageCall, appeal_id: int) -> Answer:
    """Lead to the desk of the claim that an appeal is about, or to the boycott or the joining."""
    subject, subject_id = appeal_queries.subject_of_appeal(call.work, appeal_id)
    if subject != "claim":
        return call.lead(f"/console/{subject}s/{subject_id}")
    return call.lead(url_for("desk.show_desk", claim_id=subject_id, **carried()))


Form = MultiDict[str, str]


def _ask(call: PageCall, claim_id: int, form: Form) -> None:
    filled = MultiDict(form.items(multi=True))
    day = filled.get("answer_due", "")
    try:
        # A day is over when it is over everywhere that the filer may be asked from.
        end = datetime.combine(datetime.fromisoformat(day).date(), time(23, 59), UTC)
        filled["answer_due"] = end.isoformat()
    except ValueError:
        pass
    sent = call.form(AskIn, besides={"version"}, form=filled)
    claims.ask_filer(call.work, claim_id, **sent, expected=require_version(form))


def _complete(call: PageCall, claim_id: int, form: Form) -> None:
    sent = call.form(CompleteIn, besides={"version"}, form=form)
    claims.complete(call.work, claim_id, note=sent["note"], expected=require_version(form))


def _gone(call: PageCall, claim_id: int, form: Form) -> None:
    sent = call.form(GoneIn, besides={"version"}, form=form)
    claims.gone(call.work, claim_id, note=sent.get("note"), expected=require_version(form))


def _demand(call: PageCall, claim_id: int, form: Form) -> None:
    sent = call.form(DemandIn, besides={"version"}, form=form)
    claims.report_demand(
        call.work, [claim_id], statement=sent["statement"], expected=require_version(form)
    )


def _withdraw(call: PageCall, claim_id: int, form: Form) -> None:
    sent = call.form(WithdrawalIn, besides={"version"}, form=form)
    claims.withdraw(call.work, claim_id, reason=sent.get("reason"), expected=require_version(form))


def _grade(call: PageCall, claim_id: int, form: Form) -> None:
    sent = call.form(GradingIn, besides={"version"}, form=form)
    merit = Merit(sent.pop("merit"))
    findings = [AlsoFound(each) for each in sent.pop("also_found")]
    claims.grade(
        call.work,
        claim_id,
        merit=merit,
        also_found=findings,
        **sent,
        expected=require_version(form),
    )


def _enter_appeal(call: PageCall, claim_id: int, form: Form) -> None:
    sent = call.form(EnteredAppealIn, besides={"version"}, form=form)
    side = Side(sent.pop("side"))
    appeals.file(call.work, claim_id, side=side, **sent, expected=require_version(form))


def _take_up(call: PageCall, claim_id: int, form: Form) -> None:
    sent = call.form(ReasonIn, besides={"version"}, form=form)
    claims.take_up(call.work, claim_id, **sent, expected=require_version(form))


def _discard(call: PageCall, claim_id: int, form: Form) -> None:
    sent = call.form(ReasonIn, besides={"version"}, form=form)
    claims.discard(call.work, claim_id, **sent, expected=require_version(form))


ACTS: dict[str, Callable[[PageCall, int, Form], None]] = {
    "ask": _ask,
    "complete": _complete,
    "gone": _gone,
    "demand": _demand,
    "withdraw": _withdraw,
    "grade": _grade,
    "enter_appeal": _enter_appeal,
    "take_up": _take_up,
    "discard": _discard,
}
