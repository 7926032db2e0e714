"""The webhooks of the signed-in filer's account: what became of each event, and what can be done.

They are made by the API: who makes one is a program.
"""

from __future__ import annotations

from flask import Blueprint, url_for

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit import confirming
from complaints.kit.confirming import Question
from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.queries.outward import webhooks as webhook_queries
from complaints.schemas.outward.webhooks import WebhookDeliveriesQuery
from complaints.services.outward import webhooks
from complaints.words import message as _

pages = Blueprint("account_webhooks", __name__, url_prefix="/account/webhooks")
ONE = "/<id:webhook_id>"


@page(pages, "GET", "", who=FILERS)
def show_webhooks(call: PageCall) -> Answer:
    """List the account's webhooks."""
    return call.render("web/accounts/webhooks.html", rows=webhook_queries.list_webhooks(call.work))


@page(pages, "GET", ONE, who=FILERS)
def show_webhook(call: PageCall, webhook_id: int) -> Answer:
    """Show an address, and what became of each event."""
    query = call.query(WebhookDeliveriesQuery)
    rows = webhook_queries.list_deliveries(
        call.work, webhook_id, before=after_id(query.get("cursor")), limit=query["limit"]
    )
    listed = paging.page(rows, query["limit"], lambda row: (row[0].id,))
    return call.render(
        "web/accounts/webhook.html", row=webhook_queries.get_webhook(call.work, webhook_id),
        rows=listed["items"], next=listed["next"], test=webhooks.TEST,
    )  # fmt: skip


@page(pages, "POST", f"{ONE}/test", who=FILERS, again=show_webhook)
def send_own_test(call: PageCall, webhook_id: int) -> Answer:
    """Have a test event sent."""
    webhooks.send_test(call.work, webhook_id)
    message = _("A test event is on its way. Reload the page to see what was answered.")
    return call.redirect("account_webhooks.show_webhook", webhook_id=webhook_id, message=message)


@page(pages, "POST", f"{ONE}/resume", who=FILERS, again=show_webhook)
def resume_own_webhook(call: PageCall, webhook_id: int) -> Answer:
    """Go on with what waits."""
    webhooks.resume_webhook(call.work, webhook_id)
    message = _("The events that were waiting are being sent.")
    return call.redirect("account_webhooks.show_webhook", webhook_id=webhook_id, message=message)


@page(pages, "POST", f"{ONE}/deliveries/<id:delivery_id>/replay", who=FILERS, again=show_webhook)
def send_own_again(call: PageCall, webhook_id: int, delivery_id: int) -> Answer:
    """Have an event sent once more."""
    webhooks.send_again(call.work, webhook_id, delivery_id)
    message = _("The event is on its way once more.")
    return call.redirect("account_webhooks.show_webhook", webhook_id=webhook_id, message=message)


def _asks(call: PageCall, webhook_id: int) -> Question:
    row = webhook_queries.get_webhook(call.work, webhook_id)
    return Question(
        title=_("Remove this webhook?"),
        says=[_("Nothing more is sent to %(url)s, and its log is deleted.", url=row.url)],
        button=_("Remove it"),
        keep=url_for("account_webhooks.show_webhook", webhook_id=webhook_id),
    )


@page(pages, "POST", f"{ONE}/remove", who=FILERS, again=show_webhook)
@confirming.asks(_asks)
def remove_own_webhook(call: PageCall, webhook_id: int) -> Answer:
    """Send nothing there any more."""
    webhooks.remove_webhook(call.work, webhook_id)
    return call.redirect("account_webhooks.show_webhooks", message=_("The webhook is removed."))
