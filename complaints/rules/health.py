"""From where on something is in trouble: the bounds of every health check, as pure functions.

docs/operations.md lists them (a test compares).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Final


class State(IntEnum):
    """How a check fares; the number is what the metrics give and a command's exit code."""

    OK = 0
    WARN = 1
    BAD = 2


@dataclass(frozen=True, slots=True)
class Bounds:
    """From which value on a check warns, and from which it is bad."""

    warn: timedelta
    bad: timedelta

    def of(self, age: timedelta) -> State:
        """Return the state at an age.

        >>> hours = Bounds(timedelta(hours=1), timedelta(hours=6))
        >>> [hours.of(timedelta(hours=n)).name for n in (0, 1, 5, 6)]
        ['OK', 'WARN', 'WARN', 'BAD']
        """
        if age >= self.bad:
            return State.BAD
        return State.WARN if age >= self.warn else State.OK


# Free bytes on a disk: an import or a day's papers fill less than the first, SQLite's log and the
# papers under way may fill the second at once.
WARN_BELOW = 1_000_000_000
BAD_BELOW = 50_000_000
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
# By how much staff are late with a decision.
DEADLINES: Final = Bounds(timedelta(days=1), timedelta(days=7))
# A job that failed so often in a row is worth a warning; twice as often, it is bad.
FAILED_FROM = 3
GIVEN_UP = 2 * FAILED_FROM
# Files that one process must be able to open: three for each connection that is kept, and a few.
OPEN_FILES = 3_200
OPEN_FILES_LEAST = 256


def disk(free: int) -> State:
    """Return the state of a disk with so many bytes free.

    >>> [disk(free).name for free in (49_999_999, 50_000_000, 999_999_999, 1_000_000_000)]
    ['BAD', 'WARN', 'WARN', 'OK']
    """
    if free < BAD_BELOW:
        return State.BAD
    return State.WARN if free < WARN_BELOW else State.OK


def failing(attempts: int) -> State:
    """Return the state of a job that has failed so often in a row.

    >>> [failing(attempts).name for attempts in (2, 3, 5, 6)]
    ['OK', 'WARN', 'WARN', 'BAD']
    """
    if attempts >= GIVEN_UP:
        return State.BAD
    return State.WARN if attempts >= FAILED_FROM else State.OK


def open_files(limit: int) -> State:
    """Return the state of a limit of open files.

    >>> [open_files(limit).name for limit in (255, 256, 3_199, 3_200)]
    ['BAD', 'WARN', 'WARN', 'OK']
    """
    if limit < OPEN_FILES_LEAST:
        return State.BAD
    return State.WARN if limit < OPEN_FILES else State.OK


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
