"""The running worker's watch over its machine's clock: looked at before each job is taken.

A clock that jumped is in doubt until it has gone evenly for an hour, or an operator says that it is
right. Only what happens while the worker runs is judged: a clock that was set while no worker ran
did not jump. A worker that starts while a jump is unsettled goes on from it: on the same boot it
compares with the clock as it was after the jump, on another one it waits an hour of its own.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from complaints.base import machine
from complaints.base.clock import utcnow
from complaints.queries.upkeep import clock_jumps as known
from complaints.rules.upkeep import clock_jumps as rules
from complaints.rules.upkeep.clock_jumps import Reading
from complaints.services.upkeep import clock_jumps
from complaints.storage.context import Context

# Seconds that may pass between the two clocks' being read; a process that was stopped reads again.
_APART = 1.0
log = logging.getLogger(__name__)


def read_clocks() -> Reading:
    """Return what the clocks of this machine say now."""
    while True:
        before, wall = machine.seconds_since_boot(), utcnow()
        if machine.seconds_since_boot() - before < _APART:
            return Reading(wall, before)


@dataclass(frozen=True, slots=True)
class Look:
    """The time of day at a look, and whether the clock is in doubt."""

    now: datetime
    in_doubt: bool


@dataclass(slots=True)
class Watch:
    """One worker's watch; its threads share it."""

    read: Callable[[], Reading] = read_clocks
    holder: str = field(default_factory=machine.holder)
    boot: str = field(default_factory=machine.boot)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _last: Reading | None = None
    # Seconds since the boot, of the last jump: None while the clock is trusted.
    _since: float | None = None
    # The rows that the doubt rests on, and the jumps that are to be stored yet.
    _rows: set[int] = field(default_factory=set)
    _unstored: list[tuple[Reading, timedelta]] = field(default_factory=list)
    _knows_earlier: bool = False

    def look(self, context: Context) -> Look:
        """Read the clock, judge it, and store what changed.

        Raises what the database raises; the judgement is kept for the next look.
        """
        with self._lock:
            reading = self.read()
            self._judge(reading)
            if not self._knows_earlier:
                self._learn(context, reading)
            if self._unstored:
                self._store(context)
            if self._since is not None:
                self._end(context, reading, self._since)
            return Look(reading.wall, self._since is not None)

    def _judge(self, reading: Reading) -> None:
        by = None if self._last is None else rules.jump(self._last, reading)
        self._last = reading
        if by is None:
            return
        self._since = reading.moment
        self._unstored.append((reading, by))
        log.error(
            "the clock jumped by %.0f s and says %s now: nothing lapses and nothing is pruned "
            "until it has gone evenly for an hour, or until `cleanhands clock accept`",
            by.total_seconds(), reading.wall.isoformat(timespec="seconds"),
        )  # fmt: skip

    def _learn(self, context: Context, reading: Reading) -> None:
        """Go on from jumps that are unsettled as the worker starts."""
        with context.database.reading() as session:
            rows = known.unsettled(session)
        self._knows_earlier = True
        self._rows |= {row.id for row in rows}
        ours = [row for row in rows if row.boot == self.boot and self.boot != "-"]
        if ours:
            then = Reading(ours[-1].noticed_at, ours[-1].moment)
            self._since = max(self._since or 0.0, then.moment)
            self._last = then
            self._judge(reading)
        if len(ours) < len(rows):
            self._since = reading.moment

    def _store(self, context: Context) -> None:
        with context.database.transaction() as session:
            ids = {
                clock_jumps.note_jump(session, reading, by, holder=self.holder, boot=self.boot)
                for reading, by in self._unstored
            }
        self._rows |= ids
        self._unstored.clear()

    def _end(self, context: Context, reading: Reading, since: float) -> None:
        """End the doubt where its time is over, or an operator ended it."""
        if rules.has_settled(since, reading.moment):
            with context.database.transaction() as session:
                clock_jumps.settle_jumps(session, self._rows, now=reading.wall)
            log.warning("the clock has gone evenly for an hour: it is trusted again")
        else:
            with context.database.reading() as session:
                if not known.are_accepted(session, self._rows):
                    return
            log.warning("an operator said that the clock is right: it is trusted again")
        self._since = None
        self._rows.clear()
