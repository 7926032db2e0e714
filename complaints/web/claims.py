"""One claim of a brand owner: what became of a listing, and what the filer can do about it."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import gettext as _
from marshmallow import fields, validate

from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.queries import claims as asked
from complaints.queries import complaints
from complaints.rules.appeals import APPEALABLE
from complaints.rules.kinds import Side
from complaints.rules.listing_urls import name_of
from complaints.schemas.claims import CompleteIn, ReplyIn, WithdrawalIn
from complaints.schemas.common import Body
from complaints.services import appeals, claims

pages = Blueprint("my_claims", __name__, url_prefix="/claims")


class GroundsIn(Body):
    grounds = fields.String(required=True, validate=validate.Length(1, 5000))


@page(pages, "GET", "/<id:claim_id>", who=FILERS)
def show(call: PageCall, claim_id: int) -> Answer:
    """Show one claim with its timeline, the seller's answer, and the steps that are open."""
    whole = asked.whole(call.session, call.actor, claim_id)
    complaint = complaints.get(call.session, call.actor, whole.claim.complaint_id)
    appealed = [appeal for appeal in whole.appeals if appeal.side == Side.FILER]
    return call.render(
        "web/complaints/claim.html",
        market=name_of,
        whole=whole,
        complaint=complaint,
        can_appeal=whole.claim.state in APPEALABLE[Side.FILER] and not appealed,
        appealed=appealed,
    )


@page(pages, "POST", "/<id:claim_id>/complete", who=FILERS, again=show)
def complete(call: PageCall, claim_id: int) -> Answer:
    """Give what was asked for."""
    sent = call.form(CompleteIn)
    claims.complete(call.session, call.actor, claim_id, **sent, now=call.now)
    return call.redirect("my_claims.show", said=_("Sent. Staff go on with it."), claim_id=claim_id)


@page(pages, "POST", "/<id:claim_id>/reply", who=FILERS, again=show)
def reply(call: PageCall, claim_id: int) -> Answer:
    """Stand by the claim against the seller's answer."""
    sent = call.form(ReplyIn)
    claims.reply(call.session, call.actor, claim_id, **sent, now=call.now)
    said = _("Sent. Staff decide with both answers before them.")
    return call.redirect("my_claims.show", said=said, claim_id=claim_id)


@page(pages, "POST", "/<id:claim_id>/withdraw", who=FILERS, again=show)
def withdraw(call: PageCall, claim_id: int) -> Answer:
    """Take the claim back."""
    sent = call.form(WithdrawalIn)
    claims.withdraw(call.session, call.actor, claim_id, reason=sent.get("reason"), now=call.now)
    return call.redirect("my_claims.show", said=_("The claim is withdrawn."), claim_id=claim_id)


@page(pages, "POST", "/<id:claim_id>/appeal", who=FILERS, again=show)
def appeal(call: PageCall, claim_id: int) -> Answer:
    """Appeal the decision."""
    sent = call.form(GroundsIn)
    appeals.file(call.session, call.actor, claim_id, side=Side.FILER, **sent, now=call.now)
    said = _("The appeal is filed. Somebody else than the first decides it.")
    return call.redirect("my_claims.show", said=said, claim_id=claim_id)
