"""The POST by which an event is sent to a webhook: Standard Webhooks 1.0."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from standardwebhooks import Webhook as Signer

from complaints.schemas.outward.events import OutwardEventOut


@dataclass(frozen=True, slots=True)
class Post:
    headers: Mapping[str, str]
    body: str


def compose_post(
    event: Mapping[str, Any], *, message_id: str, secrets: Collection[str], at: datetime
) -> Post:
    """Return the POST of an event that is sent at a moment, signed by each of `secrets`."""
    body = json.dumps(OutwardEventOut(only=tuple(event)).dump(event), separators=(",", ":"))
    signed = [Signer(each).sign(message_id, at, body) for each in secrets]
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "clean-hands",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signed),
    }
    return Post(headers, body)
