"""Reads what a mail server says of a message that it gave up: a delivery status notification.

RFC 3464: a report with a part of type message/delivery-status, which has a block for the message
and one for each recipient. Which message it was stands in the part that returns its headers. The
addresses and the words in it are not read.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Mail
from typing import Final

from complaints.base.errors import Refusal
from complaints.rules.mailing.arrivals import STATUS, MailAction, is_bounce
from complaints.words import message as _

# A notification may return the whole message: what is longer than this is none of ours.
LONGEST: Final = 1_000_000
_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global")


@dataclass(frozen=True, slots=True)
class Notification:
    """What a mail server said of one message of ours."""

    message_id: str
    status: str
    action: str | None


def read_notification(data: bytes) -> Notification:
    """Return what a delivery status notification says of our message; of several recipients, the
    one that it did not reach.

    Refuses with: invalid-request, for what is no such notification, or names no message.
    """
    # The older policy reads headers as they are; the newer one stops at some that servers write.
    mail = email.message_from_bytes(data[:LONGEST], policy=email.policy.compat32)
    said = [seen for block in _blocks(mail) if (seen := _said(block)) is not None]
    message_id = _message_id(mail)
    if not said or message_id is None:
        raise Refusal(
            "invalid-request",
            _(
                "This is no delivery status notification about a letter of ours (RFC 3464). Give "
                "the whole mail, as the mail server wrote it, on standard input."
            ),
        )
    failed = [each for each in said if is_bounce(*each)]
    action, status = (failed or said)[0]
    return Notification(message_id, status, action)


def named(message_id: str) -> str:
    """Return a Message-ID in its one spelling.

    >>> named(" a1@mail.example "), named("<a1@mail.example>")
    ('<a1@mail.example>', '<a1@mail.example>')
    """
    bare = message_id.strip().removeprefix("<").removesuffix(">")
    return f"<{bare}>"


def _blocks(mail: Mail) -> Iterator[Mail]:
    """Yield the blocks of each part that says how delivery went."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            yield from (each for each in blocks if isinstance(each, Mail))


def _said(block: Mail) -> tuple[str | None, str] | None:
    """Return what a recipient's block says; None for the block of the message."""
    status = STATUS.search(str(block.get("Status", "")))
    if status is None:
        return None
    action = str(block.get("Action", "")).strip().lower()
    return action if action in set(MailAction) else None, status.group()


def _message_id(mail: Mail) -> str | None:
    """Return the Message-ID of the message that came back, whole or by its headers alone."""
    for part in mail.walk():
        if part.get_content_type() not in _RETURNED:
            continue
        payload = part.get_payload()
        inner = payload[0] if isinstance(payload, list) and payload else payload
        headers = inner if isinstance(inner, Mail) else email.message_from_string(str(inner))
        seen = _ID.search(str(headers.get("Message-ID", "")))
        if seen is not None:
            return seen.group()
    # Some servers return nothing of the message, and answer it.
    seen = _ID.search(str(mail.get("In-Reply-To", "")))
    return seen.group() if seen is not None else None
