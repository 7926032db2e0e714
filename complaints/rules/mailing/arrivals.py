"""What is reported of a letter on its way: that it was posted, that it arrived, that it did not.

RFC 3464 describes how a mail server says that a message did not arrive, RFC 3463 its status codes.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.words import message as _

STATUS: Final = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")


class Reported(StrEnum):
    """What somebody reported of a letter."""

    POSTED = "posted"
    ARRIVED = "arrived"
    READ = "read"
    FAILED = "failed"


class MailAction(StrEnum):
    """What a mail server did with a message, by RFC 3464."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"


def is_bounce(action: str | None, status: str) -> bool:
    """Say whether a mail server has given a message up.

    A delay is no bounce: the server goes on trying. Where it gave up because the time was over, it
    says so by its action, and the status is still one of a delay (4.4.7). Without an action the
    status alone decides.

    >>> is_bounce("failed", "5.1.1"), is_bounce("failed", "4.4.7"), is_bounce(None, "5.1.1")
    (True, True, True)
    >>> is_bounce("delayed", "4.4.1"), is_bounce(None, "4.4.7"), is_bounce("delivered", "2.1.5")
    (False, False, False)
    >>> is_bounce("failed", "2.0.0"), is_bounce("delayed", "5.1.1")
    (False, False)
    """
    if action is None:
        return status.startswith("5.")
    return action == MailAction.FAILED and not status.startswith("2.")


def posted_at(on: date, *, ready_at: datetime, now: datetime) -> datetime:
    """Return the end of the day on which a letter was posted.

    Refuses with: invalid-request, for a day to come, or before the letter was there to be posted.
    """
    if on > now.date():
        raise invalid(
            "/on",
            Code.IN_THE_FUTURE,
            _("The letter cannot be posted on a day to come. Enter the day."),
        )
    if on < ready_at.date():
        raise invalid(
            "/on",
            Code.OUT_OF_ORDER,
            _("The letter was printed, or came back, after that day. Enter the day."),
        )
    return datetime.combine(on, time(), UTC) + timedelta(days=1)


def require_printed(*, printed: bool) -> None:
    """Refuses with: wrong-state, where nobody has taken the letter out by hand yet."""
    if not printed:
        raise Refusal(
            "wrong-state",
            _("Nobody has printed this letter yet. Print it with its link, then post it."),
        )


def require_sent(*, sending: bool) -> None:
    """Refuses with: wrong-state, while the letter is being sent: whoever tells of a bounce tells
    again, and nothing that bounced counts as delivered."""
    if sending:
        raise Refusal(
            "wrong-state", _("This letter is being sent right now. Try again in 15 minutes.")
        )
