"""The page behind the link about a notice without an account: what became of it, and the appeal.

Reading needs the link alone; appealing a code beside it (`web/secret_links.py`). It files nothing
and withdraws nothing: for that its filer comes in by `/notices`.
"""

from __future__ import annotations

from flask import Blueprint

from complaints.base.errors import not_found
from complaints.kit import letters, listings
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries.decisions import appeals as appeal_queries
from complaints.queries.decisions import reasons
from complaints.queries.filing import complaints as complaint_queries
from complaints.queries.filing.complaints import ComplaintDetail
from complaints.queries.law import suits
from complaints.queries.mailing import secret_links
from complaints.rules.decisions.appeals import APPEALABLE
from complaints.rules.filing.listing_urls import marketplace_name
from complaints.rules.kinds import Side
from complaints.rules.law.clocks import last_day
from complaints.rules.mailing.secret_links import Door
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, row_id, text
from complaints.services.decisions import appeals
from complaints.web import link_codes
from complaints.web.secret_links import acts, may_act, reads
from complaints.words import message as _
from complaints.words.forms import CHOOSE_LISTINGS

pages = Blueprint("noticed", __name__, url_prefix="/notice")
link_codes.add(pages, Door.NOTICE)


class AppealsIn(Body):
    claim_ids = fields.List(
        row_id(), required=True, validate=validate.Length(1, 300), asks=CHOOSE_LISTINGS
    )
    grounds = text(5000, required=True, asks=_("Say why the decision is wrong."))


@page(pages, "GET", "/<token>", who=ANYONE)
@reads(Door.NOTICE)
def show_notice(call: PageCall, token: str) -> Answer:
    """Show the notice to the addressee of the link, and what became of each listing."""
    detail = _detail_of(call, token)
    ids = [view.claim.id for view in detail.claims]
    appealed = reasons.appealed(call.session, Side.FILER, set(ids))
    terms = appeal_queries.terms_of(call.session, ids, Side.FILER)
    over = {id_ for id_, term in terms.items() if call.now >= term.ends_at}
    lost = {view.claim.id for view in detail.claims if _is_lost(view.claim.state)}
    return call.render(
        "web/noticed.html",
        token=token,
        may_act=may_act(call),
        detail=detail,
        market=marketplace_name,
        stands=listings.in_words(
            detail.claims, listings.states_of(call.work, detail.claims), Side.FILER
        ),
        to_appeal=lost - appealed - over - suits.bound(call.session, ids),
        appealed=appealed,
        until={id_: last_day(term.ends_at, term.calendar) for id_, term in terms.items()},
        statements=reasons.statements_of_claims(call.work, ids),
    )


def _is_lost(state: str) -> bool:
    return state in APPEALABLE[Side.FILER]


@page(pages, "POST", "/<token>", who=ANYONE, again=show_notice)
@acts(Door.NOTICE)
def send_appeal(call: PageCall, token: str) -> Answer:
    """Store the appeal. Refuses with: not-found; code-needed; wrong-state."""
    sent = call.form(AppealsIn)
    chosen = {*sent["claim_ids"]}
    if chosen - {view.claim.id for view in _detail_of(call, token).claims}:
        raise not_found(_("claim"))
    for claim_id in sorted(chosen):
        appeals.file(call.work, claim_id, side=Side.FILER, grounds=sent["grounds"])
    message = _("We have your appeal. A different person decides it.")
    return call.redirect("noticed.show_notice", token=token, message=message)


@page(pages, "GET", "/<token>/statements/<id:statement_id>/statement.pdf", who=ANYONE)
@reads(Door.NOTICE)
def save_notice_statement(call: PageCall, token: str, statement_id: int) -> Answer:
    """Save a statement of reasons about the notice as PDF. Refuses with: not-found."""
    detail = _detail_of(call, token)
    about = reasons.statements_of_claims(call.work, [view.claim.id for view in detail.claims])
    if statement_id not in {view.statement.id for view in about}:
        raise not_found(_("statement"))
    return letters.statement_pdf(call, statement_id)


def _detail_of(call: PageCall, token: str) -> ComplaintDetail:
    letter = secret_links.get_link(call.session, Door.NOTICE, token).letter
    complaint = complaint_queries.get_complaint(call.work, letter.complaint_id or 0)
    return complaint_queries.complaint_detail(call.work, complaint)
