"""One claim as its filer reads it: what became of the listing, and what the filer can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint

from complaints.kit import letters, uploads
from complaints.kit.pages import NOTIFIERS, Answer, PageCall, page
from complaints.models import Clock
from complaints.queries.decisions import appeals as appeal_queries
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.decisions import reasons
from complaints.queries.filing import complaints as complaint_queries
from complaints.queries.filing import documents as document_queries
from complaints.queries.law import clocks as running_clocks
from complaints.queries.law import proceedings as proceeding_queries
from complaints.queries.law import suits
from complaints.queries.sellers import counter_notices
from complaints.rules.decisions.appeals import APPEALABLE
from complaints.rules.decisions.claims import OPEN_STATES
from complaints.rules.filing.listing_urls import marketplace_name
from complaints.rules.kinds import DocumentUse, Side
from complaints.rules.law.clocks import by_the_end, last_day
from complaints.rules.law.regimes import ClockKind
from complaints.rules.law.restoration import LAWS_CLOCKS, back_on
from complaints.schemas import fields, validate
from complaints.schemas.common import Body
from complaints.schemas.decisions.claims import CompleteIn, PapersIn, ReplyIn, TraderSaidIn
from complaints.services.decisions import appeals, claims
from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters.boycotts import whats_asked
from complaints.words.letters.listings import stands

pages = Blueprint("my_claims", __name__, url_prefix="/claims")


# What `uploads.take_files` reads.
PAPERS = ("documents",)


@dataclass(frozen=True, slots=True)
class Runs:
    """What runs on a claim after the seller's answer: its clock, when the listing comes back, until
    when the filer can speak, and at what moment one that stands still for papers runs on."""

    clock: Clock
    back: date
    until: Message
    resumes: Message | None


class GroundsIn(Body):
    grounds = fields.String(required=True, validate=validate.Length(1, 5000))


@page(pages, "GET", "/<id:claim_id>", who=NOTIFIERS)
def show_claim(call: PageCall, claim_id: int) -> Answer:
    """Show one claim with its timeline, the seller's answer, and the steps that are open."""
    detail = claim_queries.claim_detail(call.work, claim_id)
    complaint = complaint_queries.get_complaint(call.work, detail.claim.complaint_id)
    appealed = [appeal for appeal in detail.appeals if appeal.side == Side.FILER]
    term = appeal_queries.term_of(call.session, claim_id, Side.FILER)
    in_time = term is None or call.now < term.ends_at
    is_bound = bool(suits.bound(call.session, [claim_id]))
    return call.render(
        "web/complaints/claim.html",
        market=marketplace_name,
        detail=detail,
        copies=counter_notices.copies_of(
            call.work,
            [view.notice for view in detail.counter_notices],
            vault=call.context.vault,
        ),
        complaint=complaint,
        stands=stands(detail.listing_state.to_filer(detail.claim)),
        can_appeal=(
            detail.claim.state in APPEALABLE[Side.FILER] and in_time and not (appealed or is_bound)
        ),
        appeal_until=term and last_day(term.ends_at, term.calendar),
        proceedings=proceeding_queries.proceedings_of_claims(call.work, [claim_id]),
        appealed=appealed,
        runs=_runs(call, claim_id),
        papers=[
            view
            for view in document_queries.documents_of_claim(call.work, claim_id)
            if view.document.upload.owner_kind == call.actor.kind
        ],
        statements=reasons.statements_of_claims(call.work, [claim_id]),
        files=uploads.arrived_files(call),
        lacks=whats_asked([[str(each) for each in detail.lacks]] if detail.lacks else []),
        shows=detail.lacks,
        is_open=detail.claim.state in OPEN_STATES,
    )


@page(pages, "GET", "/<id:claim_id>/statements/<id:statement_id>/statement.pdf", who=NOTIFIERS)
def save_statement(call: PageCall, claim_id: int, statement_id: int) -> Answer:
    """Save a statement of reasons about the claim as PDF."""
    return letters.statement_pdf(call, statement_id)


@page(pages, "POST", "/<id:claim_id>/complete", who=NOTIFIERS, again=show_claim, files=uploads.me)
def complete(call: PageCall, claim_id: int) -> Answer:
    """Send what staff asked for."""
    sent = call.form(CompleteIn, besides=PAPERS)
    arrived = uploads.take_files(call)
    if arrived.refused:
        return uploads.show_again(call, arrived, show_claim, claim_id=claim_id)
    use = DocumentUse(sent["shows"] or DocumentUse.COMPLETION)
    uploads.put_documents(call, arrived, claim_ids=[claim_id], use=use)
    claims.complete(call.work, claim_id, note=sent["note"])
    return call.redirect(
        "my_claims.show_claim", message=_("Sent. Our staff continue with it."), claim_id=claim_id
    )


@page(pages, "POST", "/<id:claim_id>/reply", who=NOTIFIERS, again=show_claim, files=uploads.me)
def reply(call: PageCall, claim_id: int) -> Answer:
    """Stand by the claim against the seller's answer."""
    sent = call.form(ReplyIn, besides=PAPERS)
    arrived = uploads.take_files(call)
    if arrived.refused:
        return uploads.show_again(call, arrived, show_claim, claim_id=claim_id)
    claims.reply(call.work, claim_id, statement=sent["statement"])
    uploads.put_documents(
        call, arrived, claim_ids=[claim_id], use=DocumentUse.REPLY, pass_on=sent["pass_on"]
    )
    message = _("Sent. Our staff decide after reading both answers.")
    return call.redirect("my_claims.show_claim", message=message, claim_id=claim_id)


@page(pages, "POST", "/<id:claim_id>/trader", who=NOTIFIERS, again=show_claim)
def say_what_is_shown(call: PageCall, claim_id: int) -> Answer:
    """Say what the store shows of its trader."""
    sent = call.form(TraderSaidIn)
    claims.report_trader(call.work, claim_id, **sent)
    message = _("Saved. Our staff and the seller read it.")
    return call.redirect("my_claims.show_claim", message=message, claim_id=claim_id)


@page(pages, "POST", "/<id:claim_id>/await-papers", who=NOTIFIERS, again=show_claim)
def await_papers(call: PageCall, claim_id: int) -> Answer:
    """Let the time stand still while papers from abroad are on their way."""
    sent = call.form(PapersIn)
    claims.await_papers(call.work, claim_id, why=sent["why"])
    message = _("The deadline is on hold. Tell us here when the documents have arrived.")
    return call.redirect("my_claims.show_claim", message=message, claim_id=claim_id)


@page(pages, "POST", "/<id:claim_id>/papers-came", who=NOTIFIERS, again=show_claim)
def papers_came(call: PageCall, claim_id: int) -> Answer:
    """Let the time run on."""
    claims.papers_came(call.work, claim_id)
    return call.redirect(
        "my_claims.show_claim", message=_("The deadline continues from now."), claim_id=claim_id
    )


@page(pages, "POST", "/<id:claim_id>/appeal", who=NOTIFIERS, again=show_claim, files=uploads.me)
def appeal_decision(call: PageCall, claim_id: int) -> Answer:
    """Appeal the decision."""
    sent = call.form(GroundsIn, besides=PAPERS)
    arrived = uploads.take_files(call)
    if arrived.refused:
        return uploads.show_again(call, arrived, show_claim, claim_id=claim_id)
    appeals.file(call.work, claim_id, side=Side.FILER, **sent)
    uploads.put_documents(call, arrived, claim_ids=[claim_id], use=DocumentUse.APPEAL)
    message = _("We have your appeal. A different person decides it.")
    return call.redirect("my_claims.show_claim", message=message, claim_id=claim_id)


def _runs(call: PageCall, claim_id: int) -> list[Runs]:
    kinds = (*LAWS_CLOCKS, ClockKind.REPLY)
    return [
        Runs(
            clock,
            back_on(clock.calendar, clock.ends_at),
            by_the_end(clock.ends_at, clock.calendar),
            by_the_end(clock.resumes_at, clock.calendar) if clock.resumes_at else None,
        )
        for clock in running_clocks.running(call.work.session, claim_id, *kinds)
    ]
