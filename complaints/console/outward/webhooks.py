"""Webhooks of accounts for which nobody signs in, for administrators, who get the letters about
them."""

from __future__ import annotations

from flask import Blueprint, url_for

from complaints.kit import confirming
from complaints.kit.confirming import Question
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import ADMINISTRATORS, Answer, PageCall, page
from complaints.queries.outward import webhooks as webhook_queries
from complaints.rules.staff.door_bars import NO_CASE
from complaints.services.outward import webhooks
from complaints.words import message as _

pages = Blueprint("tended_webhooks", __name__, url_prefix="/console/webhooks")
ONE = "/<id:hook_id>"


@page(
    pages, "GET", "", who=ADMINISTRATORS, menu=MenuPlace("records", 116, "webhooks", _("Webhooks"))
)
def show_tended(call: PageCall) -> Answer:
    """List them, with what was answered there last."""
    rows = webhook_queries.list_tended(call.session)
    return call.render("console/outward/webhooks.html", rows=rows)


@page(pages, "POST", f"{ONE}/resume", who=ADMINISTRATORS, again=show_tended, bars=NO_CASE)
def resume_tended(call: PageCall, hook_id: int) -> Answer:
    """Go on with what waits there."""
    webhooks.resume_webhook(call.work, hook_id)
    return call.redirect(
        "tended_webhooks.show_tended", message=_("The events that were waiting are being sent.")
    )


def _asks(call: PageCall, hook_id: int) -> Question:
    row = webhook_queries.get_webhook(call.work, hook_id, or_tended=True)
    return Question(
        title=_("Remove this webhook?"),
        says=[_("Nothing more is sent to %(url)s, and its log is deleted.", url=row.url)],
        button=_("Remove it"),
        keep=url_for("tended_webhooks.show_tended"),
    )


@page(pages, "POST", f"{ONE}/remove", who=ADMINISTRATORS, again=show_tended, bars=NO_CASE)
@confirming.asks(_asks)
def remove_tended(call: PageCall, hook_id: int) -> Answer:
    """Send nothing there any more."""
    webhooks.remove_webhook(call.work, hook_id)
    message = _("The webhook is removed.")
    return call.redirect("tended_webhooks.show_tended", message=message)
