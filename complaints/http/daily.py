"""What is counted once a day, by whoever asks first: costly figures that anybody may read.

However many ask, one thread of a process counts at a time. Meanwhile the others get what was
counted on an earlier day, or are told to come again: nobody can have the database read over and
over, and nobody who waits holds a thread of the server.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Final, Generic, TypeVar

from complaints.base.errors import Refusal
from complaints.words import message as _

Counted = TypeVar("Counted")
# Seconds after which whoever found somebody counting may come again.
AGAIN_AFTER: Final = 5


class Daily(Generic[Counted]):
    """What was counted last by each key, with its day; several threads may ask at once."""

    def __init__(self) -> None:
        self._counting = threading.Lock()
        self._kept: dict[int, tuple[date, Counted]] = {}

    def read(self, key: int, today: date, count: Callable[[], Counted]) -> Counted:
        """Return what `count` gave today, by whoever asked.

        Refuses with: unavailable, while somebody counts, where there is nothing older.
        """
        kept = self._kept.get(key)
        if kept is not None and kept[0] == today:
            return kept[1]
        if not self._counting.acquire(blocking=False):
            if kept is not None:
                return kept[1]
            raise Refusal(
                "unavailable",
                _("These figures are being counted now. Open this page again in a few seconds."),
                retry_after=AGAIN_AFTER,
            )
        try:
            counted = count()
            self._kept[key] = (today, counted)
        finally:
            self._counting.release()
        return counted
