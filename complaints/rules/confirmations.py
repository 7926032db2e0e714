"""What a marketplace says that it did to listings: what becomes of a line, how new it may be."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

# A server's clock may go before ours by this much; what is later is an error of the sender.
AHEAD = timedelta(minutes=5)


class Received(StrEnum):
    """What became of one line: it is what holds now, a newer one holds, we had it before, or you
    have no such listing here."""

    NOTED = "noted"
    LATE = "late"
    REPEATED = "repeated"
    UNKNOWN = "unknown"


def is_ahead(at: datetime, now: datetime) -> bool:
    """Say whether a moment lies too far ahead to have been."""
    return at > now + AHEAD
