"""What staff note by hand of a listing, on its claim's page, or of a store: down, or up again."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from flask import Blueprint, request

from complaints.console.decisions import claims
from complaints.console.decisions.deciding import below, fields_of_form
from complaints.console.sellers import stores
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.rules.staff.door_bars import saying
from complaints.schemas.sellers.orders import ByHandIn
from complaints.services.sellers import confirmations
from complaints.words import message as _

pages = Blueprint("confirmation_pages", __name__, url_prefix="/console")


@page(
    pages,
    "POST",
    "/claims/<id:claim_id>/confirmation",
    who=STAFF,
    again=claims.show_claim,
    bars=saying("claim"),
)
def note_confirmation(call: PageCall, claim_id: int) -> Answer:
    """Note that the listing is down or up on a marketplace that does not confirm it itself."""
    confirmations.note_by_hand(call.work, claim_id, **_noted(call))
    return call.redirect("claim_pages.show_claim", claim_id=claim_id, message=_("Noted."))


@page(
    pages,
    "POST",
    "/stores/<id:store_id>/confirmation",
    who=STAFF,
    again=stores.show_store,
    bars=saying("store"),
)
def note_store(call: PageCall, store_id: int) -> Answer:
    """Note the same of a store."""
    confirmations.note_store_by_hand(call.work, store_id, **_noted(call))
    return call.redirect("store_pages.show_store", store_id=store_id, message=_("Noted."))


def _noted(call: PageCall) -> dict[str, Any]:
    with below("confirmation"):
        sent = call.form(ByHandIn, form=fields_of_form(request.form, "confirmation"))
        at = call.now
        if "on" in sent and sent["on"] != call.now.date():
            # Whoever names another day knows no hour: the day was over.
            at = datetime.combine(sent["on"], time(23, 59, 59), UTC)
        return {"is_down": sent["state"] == "down", "at": at, "note": sent.get("note")}
