"""Decisions that have no effect yet, on the console's pages: undone, or sent before their time."""

from __future__ import annotations

from flask import Blueprint

from complaints.console import queue
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.services import claims
from complaints.words import message as _

pages = Blueprint("pending_pages", __name__, url_prefix="/console/pending")


def show_after(call: PageCall, pending_id: int) -> Answer:
    """Show the queue again after a refusal: the decision may be gone by now."""
    return queue.show(call)


@page(pages, "POST", "/<id:pending_id>/undo", who=STAFF, again=show_after)
def undo(call: PageCall, pending_id: int) -> Answer:
    """Undo a decision before it takes effect."""
    complaint_id = claims.undo(call.work, pending_id)
    message = _("The decision is undone. All is as it was.")
    return call.redirect("complaint_pages.show", complaint_id=complaint_id, message=message)


@page(pages, "POST", "/<id:pending_id>/send-now", who=STAFF, again=show_after)
def send_now(call: PageCall, pending_id: int) -> Answer:
    """Let a decision take effect before its time."""
    complaint_id = claims.send_now(call.work, pending_id)
    message = _("The decision has taken effect.")
    return call.redirect("complaint_pages.show", complaint_id=complaint_id, message=message)
