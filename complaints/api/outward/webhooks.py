"""Where an account wants its events sent, by Standard Webhooks; and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from complaints.api.outward.events import READERS
from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.models import OutwardEvent, Webhook, WebhookDelivery
from complaints.queries.outward import webhooks as webhook_queries
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.outward.webhooks import (
    SecretOut,
    WebhookDeliveriesOut,
    WebhookDeliveriesQuery,
    WebhookDeliveryOut,
    WebhookIn,
    WebhookMadeOut,
    WebhookOut,
    WebhooksOut,
)
from complaints.services.outward import webhooks

blp = Blueprint("webhooks", __name__, description="Where your events are sent")
ONE = "/webhooks/<id:webhook_id>"
NOT_KEPT = {"Cache-Control": "no-store"}


@endpoint(blp, "GET", "/webhooks", scopes=READERS, answer=WebhooksOut)
def list_webhooks(call: Call) -> dict[str, Sequence[Webhook]]:
    """List your account's webhooks."""
    return {"items": webhook_queries.list_webhooks(call.work)}


@endpoint(blp, "POST", "/webhooks", scopes=READERS, body=WebhookIn, answer=WebhookMadeOut,
          status=201, refuses=["wrong-state"], bars=NO_CASE)  # fmt: skip
def make_webhook(call: Call, body: dict[str, Any]) -> Any:
    """Have what changes from now on sent to an address, as the key that asks may read it.

    The secret is told once; each message is signed by it. Your account gets a letter.
    """
    row, secret = webhooks.make_webhook(
        call.work, **body, vault=call.context.vault, loopback=call.context.config.webhook_loopback
    )
    return {**_facts(row), "secret": secret}, 201, NOT_KEPT


@endpoint(blp, "PUT", ONE, scopes=READERS, body=WebhookIn, answer=WebhookOut,
          bars=NO_CASE)  # fmt: skip
def change_webhook(call: Call, body: dict[str, Any], webhook_id: int) -> Webhook:
    """Send the events elsewhere, or others."""
    return webhooks.change_webhook(
        call.work,
        webhook_id,
        **body,
        vault=call.context.vault,
        loopback=call.context.config.webhook_loopback,
    )


@endpoint(blp, "DELETE", ONE, scopes=READERS, status=204, bars=NO_CASE)
def remove_webhook(call: Call, webhook_id: int) -> None:
    """Send nothing there any more."""
    webhooks.remove_webhook(call.work, webhook_id)


@endpoint(blp, "POST", f"{ONE}/secret", scopes=READERS, answer=SecretOut, anew=True,
          bars=NO_CASE)  # fmt: skip
def renew_secret(call: Call, webhook_id: int) -> Any:
    """Get a new secret. The one before signs beside it for 24 hours."""
    secret = webhooks.renew_secret(call.work, webhook_id, vault=call.context.vault)
    return {"secret": secret}, 200, NOT_KEPT


@endpoint(blp, "POST", f"{ONE}/test", scopes=READERS, answer=WebhookDeliveryOut, bars=NO_CASE)
def send_test(call: Call, webhook_id: int) -> dict[str, Any]:
    """Have a test event sent, of the type `webhook.test`."""
    return _told(webhooks.send_test(call.work, webhook_id), None)


@endpoint(blp, "POST", f"{ONE}/resume", scopes=READERS, answer=WebhookOut, bars=NO_CASE)
def resume_webhook(call: Call, webhook_id: int) -> Webhook:
    """Go on with what waits for an address that was paused, at once."""
    return webhooks.resume_webhook(call.work, webhook_id)


@endpoint(blp, "GET", f"{ONE}/deliveries", scopes=READERS, query=WebhookDeliveriesQuery,
          answer=WebhookDeliveriesOut)  # fmt: skip
def list_deliveries(call: Call, query: dict[str, Any], webhook_id: int) -> dict[str, object]:
    """List the events that were put on their way, the newest first, with what was answered."""
    rows = webhook_queries.list_deliveries(
        call.work, webhook_id, before=after_id(query.get("cursor")), limit=query["limit"]
    )
    listed = paging.page(rows, query["limit"], lambda row: (row[0].id,))
    return {**listed, "items": [_told(*row) for row in rows[: query["limit"]]]}


@endpoint(blp, "POST", f"{ONE}/deliveries/<id:delivery_id>/replay", scopes=READERS,
          answer=WebhookDeliveryOut, bars=NO_CASE)  # fmt: skip
def send_again(call: Call, webhook_id: int, delivery_id: int) -> dict[str, Any]:
    """Have an event sent once more, under the same id."""
    row = webhooks.send_again(call.work, webhook_id, delivery_id)
    event = None if row.event_id is None else call.session.get(OutwardEvent, row.event_id)
    return _told(row, event)


def _facts(row: Webhook) -> dict[str, Any]:
    return {name: getattr(row, name) for name in WebhookOut().fields}


def _told(row: WebhookDelivery, event: OutwardEvent | None) -> dict[str, Any]:
    return {
        **{name: getattr(row, name, None) for name in WebhookDeliveryOut().fields},
        "event": None if event is None else f"evt_{event.uid}",
        "type": webhooks.TEST if event is None else event.type,
        "due_at": row.due_at if row.done_at is None else None,
    }
