"""What a counter-notice sets going, and how the law's clock brings a listing back.

17 U.S.C. 512(g)(2)(C); E-Commerce Law Art. 43 with Fa Shi [2020] 9, Art. 3. Pure.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from complaints.rules.law.calendars import Calendar, Length, Unit
from complaints.rules.law.regimes import ClockKind, Law, RegimeCode
from complaints.rules.law.regimes.china import MOST_AT_A_NOTARY

# The clocks at whose end a law brings a listing back.
LAWS_CLOCKS: Final = (ClockKind.RESTORE, ClockKind.WAIT)
# A declaration reaches a filer that reads nothing here as its letter goes out. A letter that never
# goes out counts as arrived so long after it was written, one that came back so long after it first
# did: it holds no listing down for ever.
REACHES_WITHIN: Final = timedelta(days=7)
# Regimes under which our own rounds of answers run: no statute says how it goes on.
WITH_ROUNDS: Final = frozenset({RegimeCode.HOUSE, RegimeCode.DSA})

_LEAST: Final = timedelta(microseconds=1)
_ONE: Final = timedelta(days=1)


def clock_of(law: Law, *, listing_down: bool) -> ClockKind | None:
    """Return which clock a counter-notice starts: the leading law's that brings the listing back,
    else our first round of answers.

    The answer of a listing that is up starts no law's clock: there is nothing to bring back.
    """
    if law.leading.code in WITH_ROUNDS:
        return ClockKind.REPLY
    kinds = [kind for kind in LAWS_CLOCKS if law.clock(kind) is not None]
    return kinds[0] if kinds and listing_down else None


def back_on(calendar: str, ends_at: datetime) -> date:
    """Return the day on which a listing comes back whose clock ends then."""
    return Calendar(calendar).day_of(ends_at)


def tell_by(calendar: str, ends_at: datetime) -> date:
    """Return the last day on which the filer can tell of a suit."""
    return Calendar(calendar).day_of(ends_at - _LEAST)


def days_left(used: int) -> Length:
    """Return how long papers from abroad can still be on their way, of 20 working days in all."""
    return Length(max(0, MOST_AT_A_NOTARY.number - used), Unit.WORKING_DAYS)


def days_between(calendar: Calendar, since: datetime, until: datetime) -> int:
    """Return how many working days a pause took: those after the day on which it began, a begun
    one too, and one at least."""
    day, last = calendar.day_of(since), calendar.day_of(until - _LEAST)
    number = 0
    while day < last:
        day += _ONE
        number += calendar.is_working(day)
    return max(1, number)


def at_the_days_end(calendar: Calendar, moment: datetime) -> datetime:
    """Return when the time is over that ends on the day of `moment`, or on the next working day
    where that is none."""
    day = calendar.day_of(moment - _LEAST)
    while not calendar.is_working(day):
        day += _ONE
    return calendar.begins(day + _ONE)
