"""When a webhook is tried again, and when its address is left alone: Standard Webhooks 1.0."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

# After each failed attempt; together three days. Then the event is given up and the address rests.
WAITS: Final = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 60, 300, 1_800, 7_200, 14_400, 28_800, 43_200, 64_800, 86_400)
)
# A wait is longer or shorter by up to this share, so that what failed together comes apart.
JITTER: Final = 0.2
LONGEST_WAIT: Final = WAITS[-1] * (1 + JITTER)
# An attempt that is under way for so long was lost with its worker.
LOST_AFTER: Final = timedelta(seconds=60)
# How long the old secret signs beside a new one.
OVERLAP: Final = timedelta(hours=24)
MOST_OF_ACCOUNT: Final = 5
# Events on their way to one address; more wait in the log.
MOST_WAITING: Final = 1_000
# Characters of the receiver's answer that are kept.
ANSWER_KEPT: Final = 500


class Failure(StrEnum):
    """Why an attempt failed. `STATUS` is an answer that is no 2xx, `GONE` the answer 410."""

    STATUS = "status"
    GONE = "gone"
    REDIRECT = "redirect"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    UNREACHABLE = "unreachable"
    FORBIDDEN_ADDRESS = "forbidden_address"


def wait_after(attempts: int, jitter: float) -> timedelta | None:
    """Return how long to wait after so many failed attempts, None where it is given up.

    `jitter` is from -1 to 1.
    """
    if attempts > len(WAITS):
        return None
    return WAITS[attempts - 1] * (1 + JITTER * jitter)
