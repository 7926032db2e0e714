"""The seller's sealed contact, which staff open with a reason; and the word that an answer is
enough, where it lacks by the rule what its law asks for."""

from __future__ import annotations

from flask import Blueprint, request

from complaints.console.decisions.deciding import below, fields_of_form
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.sellers import counter_notices as counter_notice_queries
from complaints.rules.staff.door_bars import moving, saying
from complaints.schemas.common import WhyIn
from complaints.services.decisions import claims
from complaints.words import message as _

pages = Blueprint("reply_pages", __name__, url_prefix="/console/counter-notices")


@page(pages, "GET", "/<id:counter_id>/seller", who=STAFF)
def ask_why(call: PageCall, counter_id: int) -> Answer:
    """Ask why the contact is to be opened."""
    notice = counter_notice_queries.get_counter_notice(call.work, counter_id)
    claim_id = counter_notice_queries.first_claim(call.session, notice)
    return call.render("console/sellers/seller.html", notice=notice, claim_id=claim_id, seller=None)


@page(pages, "POST", "/<id:counter_id>/seller", who=STAFF, again=ask_why, bars=saying("counter"))
def read_contact(call: PageCall, counter_id: int) -> Answer:
    """Show who answered and how to reach them; the ledger keeps who read it and why."""
    with below("seller"):
        why = call.form(WhyIn, form=fields_of_form(request.form, "seller"))["why"]
        seller = claims.read_seller(call.work, counter_id, why=why, vault=call.context.vault)
    notice = counter_notice_queries.get_counter_notice(call.work, counter_id)
    claim_id = counter_notice_queries.first_claim(call.session, notice)
    is_lost = notice.sealed is not None and (notice.sealed_key_id not in call.context.vault.key_ids)
    answer = call.render(
        "console/sellers/seller.html",
        notice=notice,
        claim_id=claim_id,
        seller=seller,
        is_lost=is_lost,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@page(pages, "GET", "/<id:counter_id>/enough", who=STAFF)
def ask_enough(call: PageCall, counter_id: int) -> Answer:
    """Ask why what the answer holds is enough."""
    notice = counter_notice_queries.get_counter_notice(call.work, counter_id)
    claim_id = counter_notice_queries.first_claim(call.session, notice)
    return call.render("console/sellers/enough.html", notice=notice, claim_id=claim_id)


@page(pages, "POST", "/<id:counter_id>/enough", who=STAFF, again=ask_enough, bars=moving("counter"))
def accept(call: PageCall, counter_id: int) -> Answer:
    """Take the answer as whole: the law's time begins."""
    why = call.form(WhyIn)["why"]
    notice = claims.accept_answer(call.work, counter_id, why=why)
    claim_id = counter_notice_queries.first_claim(call.session, notice)
    message = _("The answer counts as complete. The 15 days of the law have begun.")
    return call.redirect("claim_pages.show_claim", message=message, claim_id=claim_id)
