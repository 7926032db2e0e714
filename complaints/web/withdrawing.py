"""Withdrawing: a page that names the listings and what becomes of each, then the withdrawal itself.

A complaint's page leads here for the listings that were ticked or for all, a listing's for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, make_response, request

from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.kit import confirming, forms, listings
from complaints.kit.forms import Sent
from complaints.kit.pages import NOTIFIERS, Answer, PageCall, page
from complaints.queries.decisions.claims import ClaimView
from complaints.queries.filing import complaints as complaint_queries
from complaints.queries.filing.complaints import ComplaintDetail
from complaints.queries.sellers.listing_states import ListingState
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.filing.listing_urls import marketplace_name
from complaints.rules.machines import allowed
from complaints.schemas.filing.complaints import WithdrawComplaintIn
from complaints.services.decisions import claims
from complaints.web import complaints as filed
from complaints.words import Message, counted
from complaints.words import message as _

pages = Blueprint("withdrawing", __name__, url_prefix="/complaints")


@dataclass(frozen=True, slots=True)
class Leaving:
    """A claim that is to be withdrawn, what becomes of its listing, and whether it comes back."""

    view: ClaimView
    becomes: Message
    comes_back: bool


@page(pages, "GET", "/<id:complaint_id>/withdraw", who=NOTIFIERS)
def ask_withdrawal(call: PageCall, complaint_id: int) -> Answer:
    """Name the listings that would be withdrawn and what becomes of each; withdraw nothing."""
    detail = complaint_queries.complaint_detail(
        call.work, complaint_queries.get_complaint(call.work, complaint_id)
    )
    chosen = _chosen(detail)
    if not chosen:
        nothing = invalid(
            "/claim_ids", Code.REQUIRED, _("Select at least one listing to withdraw.")
        )
        sent = forms.again(nothing, request.values)
        return make_response(filed.show_complaint(replace(call, sent=sent), complaint_id), 422)
    ids = {view.claim.id for view in chosen}
    states = listings.states_of(call.work, chosen)
    leaving = [_leaving(view, states[view.claim.id], ids) for view in chosen]
    return call.render(
        "web/complaints/withdraw.html",
        detail=detail,
        leaving=leaving,
        back=sum(each.comes_back for each in leaving),
        market=marketplace_name,
    )


@page(pages, "POST", "/<id:complaint_id>/withdraw", who=NOTIFIERS, again=ask_withdrawal)
def withdraw_listings(call: PageCall, complaint_id: int) -> Answer:
    """Withdraw the listings that the page before named."""
    sent = call.form(WithdrawComplaintIn, besides=("all",))
    if not confirming.is_confirmed():
        return ask_withdrawal(replace(call, sent=Sent(request.form)), complaint_id)
    rows = claims.withdraw_complaint(
        call.work, complaint_id, reason=sent.get("reason"), claim_ids=sent.get("claim_ids", [])
    )
    message = counted(
        "You have withdrawn %(num)s listing.", "You have withdrawn %(num)s listings.", len(rows)
    )
    return call.redirect("filed.show_complaint", message=message, complaint_id=complaint_id)


def _chosen(detail: ComplaintDetail) -> Sequence[ClaimView]:
    """Return the claims that the address or the form names and that can still be withdrawn."""
    named = set(request.values.getlist("claim_ids"))
    takes_all = request.values.get("all") == "true"
    return [
        view
        for view in detail.claims
        if allowed(CLAIM, view.claim.state, "withdraw")
        and (takes_all or str(view.claim.id) in named)
    ]


def _leaving(view: ClaimView, state: ListingState, ids: set[int]) -> Leaving:
    """Say what becomes of a listing once the claims with these ids are withdrawn."""
    if not state.is_down:
        return Leaving(view, _("It was not taken down, and stays on sale."), comes_back=False)
    if any(hold.claim_id not in ids for hold in state.held_by):
        stays = _("It stays off sale, because of another complaint.")
        return Leaving(view, stays, comes_back=False)
    return Leaving(view, _("It comes back on sale."), comes_back=True)
