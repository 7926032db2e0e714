"""What the last look saw, for who asks every second: one look at a time, and none too often."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime

from complaints.base.clock import utcnow
from complaints.health.check import Check
from complaints.rules.upkeep.health import State
from complaints.storage.context import Context
from complaints.words import message as _

# Seconds that a look is remembered.
KEPT_FOR = 5.0
# Seconds after which a look that does not end says that the database does not answer.
PATIENCE = 10.0


class Memory:
    """The last look of one process. Whoever asks while another looks gets the one before."""

    def __init__(self, look: Callable[[Context, datetime], list[Check]]) -> None:
        self._look = look
        self._looking = threading.Lock()
        self._seen: list[Check] = []
        self._seen_at = float("-inf")
        self._began_at = float("inf")

    def checks(self, context: Context) -> list[Check]:
        """Return the checks, seconds old at most; while a look hangs, that it does."""
        if not self._is_old():
            return self._seen
        # Without an earlier look there is nothing to give meanwhile.
        if not self._looking.acquire(timeout=0 if self._seen else PATIENCE):
            return [_hanging()] if self._hangs() or not self._seen else self._seen
        try:
            if self._is_old():
                self._began_at = time.monotonic()
                self._seen = self._look(context, utcnow())
                self._seen_at = time.monotonic()
            return self._seen
        finally:
            self._began_at = float("inf")
            self._looking.release()

    def _is_old(self) -> bool:
        return time.monotonic() - self._seen_at >= KEPT_FOR

    def _hangs(self) -> bool:
        return time.monotonic() - self._began_at >= PATIENCE


def _hanging() -> Check:
    sentence = _("A look at the database does not end: see whether it runs and can be reached.")
    return Check("database", State.BAD, sentence)
