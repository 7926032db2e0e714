"""Decisions that have no effect yet, on the console's pages: undone, or sent before their time."""

from __future__ import annotations

from flask import Blueprint

from complaints.console.decisions import desk
from complaints.kit import once
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.decisions import pending as pending_queries
from complaints.rules.staff.door_bars import ENDING
from complaints.services.decisions import pending, taking_effect
from complaints.words import message as _

pages = Blueprint("pending_pages", __name__, url_prefix="/console/pending")


def show_desk_after(call: PageCall, pending_id: int) -> Answer:
    """Show the desk of the claim after a refusal, with what became of the decision by now."""
    return desk.show_desk(call, pending_queries.claim_of(call.work, pending_id))


@page(pages, "POST", "/<id:pending_id>/undo", who=STAFF, again=show_desk_after, bars=ENDING)
def undo_decision(call: PageCall, pending_id: int) -> Answer:
    """Undo a decision before it takes effect, and show its claim again."""
    claim_id = pending_queries.claim_of(call.work, pending_id)
    pending.undo(call.work, pending_id)
    # Who goes back to the letters and sends them means it: its form decided nothing that stands.
    once.forget_form(call.session, pending_queries.taken_at(call.work, pending_id))
    message = _("The decision is undone. Everything is as it was before.")
    return call.redirect("desk.show_desk", claim_id=claim_id, message=message)


@page(
    pages,
    "POST",
    "/<id:pending_id>/send-now",
    who=STAFF,
    again=show_desk_after,
    bars=ENDING,
)
def send_now(call: PageCall, pending_id: int) -> Answer:
    """Let a decision take effect before its time."""
    claim_id = pending_queries.claim_of(call.work, pending_id)
    taking_effect.send_now(call.work, pending_id)
    message = _("The decision has taken effect.")
    return call.redirect("desk.show_desk", claim_id=claim_id, message=message)
