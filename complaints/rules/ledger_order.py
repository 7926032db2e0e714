"""Whether an entry came after its turn: into the middle, behind entries that were sealed before it.

Numbers of entries tell, not clocks. On SQLite a number is given under the write lock, so an entry
with a lower number than one that is sealed was put in later. On PostgreSQL a transaction that
began earlier may commit later: its entry is sealed in its turn, and is honest as long as the seals
of its time are not long past.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

# How long a transaction may last on PostgreSQL before its entry counts as put in later.
LATEST = timedelta(hours=1)
# The most that one step between two runs of the sealer counts for: a clock that jumps counts for
# no more.
STEP = timedelta(minutes=10)


class Order:
    """What has been passed so far. `strict`: every lower number came too late."""

    def __init__(self, *, strict: bool) -> None:
        self.strict = strict
        self._highest = 0
        self._passed = 0
        self._elapsed = timedelta()
        self._run_at: str | None = None
        # Of each run less than LATEST ago: when it was, and the highest number by then.
        self._runs: deque[tuple[timedelta, int]] = deque()

    def is_late(self, ledger_id: int) -> bool:
        """Say whether an entry, sealed now or not yet, was put in later."""
        return ledger_id < (self._highest if self.strict else self._passed)

    def follow(self, ledger_id: int, sealed_at: str) -> bool:
        """Take in the next seal; say whether its entry was put in later."""
        if sealed_at != self._run_at:
            self._begin_run(sealed_at)
        late = self.is_late(ledger_id)
        if not late:
            self._highest = max(self._highest, ledger_id)
        return late

    def _begin_run(self, sealed_at: str) -> None:
        if self._run_at is not None:
            self._runs.append((self._elapsed, self._highest))
            self._elapsed += _step(self._run_at, sealed_at)
        self._run_at = sealed_at
        while self._runs and self._elapsed - self._runs[0][0] > LATEST:
            self._passed = self._runs.popleft()[1]


def _step(before: str, after: str) -> timedelta:
    """Return the time between two runs. A time that is none counts as no time."""
    try:
        step = datetime.fromisoformat(after) - datetime.fromisoformat(before)
    except (TypeError, ValueError):
        return timedelta()
    return min(max(step, timedelta()), STEP)
