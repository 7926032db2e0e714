"""From where on something is in trouble: the bounds of every health check, as pure functions.

docs/operations.md lists them (a test compares).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Final, Generic, TypeVar


class State(IntEnum):
    """How a check fares; the number is what the metrics give and a command's exit code."""

    OK = 0
    WARN = 1
    BAD = 2


Value = TypeVar("Value", timedelta, int)


@dataclass(frozen=True, slots=True)
class Bounds(Generic[Value]):
    """From which value on a check warns, and from which it is bad: an age, a count."""

    warn: Value
    bad: Value

    def of(self, value: Value) -> State:
        """Return the state at a value.

        >>> hours = Bounds(timedelta(hours=1), timedelta(hours=6))
        >>> [hours.of(timedelta(hours=n)).name for n in (0, 1, 5, 6)]
        ['OK', 'WARN', 'WARN', 'BAD']
        """
        if value >= self.bad:
            return State.BAD
        return State.WARN if value >= self.warn else State.OK


@dataclass(frozen=True, slots=True)
class Least:
    """Below which amount a check warns, and below which it is bad: of what there must be enough."""

    warn: int
    bad: int

    def of(self, amount: int) -> State:
        """Return the state at an amount.

        >>> [Least(10, 5).of(amount).name for amount in (4, 5, 9, 10)]
        ['BAD', 'WARN', 'WARN', 'OK']
        """
        if amount < self.bad:
            return State.BAD
        return State.WARN if amount < self.warn else State.OK


# Free bytes on a disk: an import or a day's papers fill less than the first, SQLite's log and the
# papers under way may fill the second at once.
DISK: Final = Least(1_000_000_000, 50_000_000)
# The age of the oldest entry of the ledger without a seal: it is sealed every 20 seconds.
UNSEALED: Final = Bounds(timedelta(minutes=10), timedelta(hours=1))
# How long a letter waits for the mail server.
LETTERS: Final = Bounds(timedelta(hours=1), timedelta(hours=6))
# How long ago the last scan ended: it is daily.
SCAN: Final = Bounds(timedelta(hours=30), timedelta(hours=54))
# How long a recurring job has been late (rules of its own say since when it is).
JOBS: Final = Bounds(timedelta(0), timedelta(hours=1))
# How long ago the last complete backup began, where one was ever taken.
BACKUP: Final = Bounds(timedelta(days=2), timedelta(days=14))
# How long ago the ledger was last verified, where it ever was: the timer does it each night.
VERIFICATION: Final = Bounds(timedelta(days=3), timedelta(days=14))
# How long ago a backup was last tried, where one ever was: twice a year is what auditors ask.
RESTORE_TEST: Final = Bounds(timedelta(days=100), timedelta(days=200))
# By how much staff are late with a decision.
DEADLINES: Final = Bounds(timedelta(days=1), timedelta(days=7))
# How often in a row a job has failed.
FAILING: Final = Bounds(3, 6)
# Files that one process must be able to open: three for each connection that is kept, and a few.
OPEN_FILES: Final = Least(3_200, 256)


@dataclass(frozen=True, slots=True)
class Turn:
    """What to write of since the last look: what turned bad, what is well again.

    `written` are the checks that a letter said were bad, `before` those that were bad at the last
    look.
    """

    turned_bad: tuple[str, ...]
    well_again: tuple[str, ...]
    written: tuple[str, ...]
    before: tuple[str, ...]


def turn(bad: Collection[str], *, before: Collection[str], written: Collection[str]) -> Turn:
    """Return what to write, given what is bad now and was bad at the look before.

    Bad, or well, twice in a row counts: what comes and goes within a minute is no letter.

    >>> turn({"mail"}, before=set(), written=set()).turned_bad
    ()
    >>> turn({"mail"}, before={"mail"}, written=set()).turned_bad
    ('mail',)
    >>> turn({"mail"}, before={"mail"}, written={"mail"}).turned_bad
    ()
    >>> turn(set(), before={"mail"}, written={"mail"}).well_again
    ()
    >>> turn(set(), before=set(), written={"mail"}).well_again
    ('mail',)
    """
    now, then, known = set(bad), set(before), set(written)
    turned = (now & then) - known
    well = known - now - then
    return Turn(
        tuple(sorted(turned)),
        tuple(sorted(well)),
        tuple(sorted((known | turned) - well)),
        tuple(sorted(now)),
    )
