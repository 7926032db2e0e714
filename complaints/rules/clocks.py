"""Deadlines of staff: a clock for each state in which a claim or an appeal waits for them.

The house sets them, within the law: DSA Art. 16(6) asks for a timely decision, the E-Commerce
Law of China Art. 43 gives a declaration of non-infringement 15 days, 17 U.S.C. 512(g)(2)(C) has
material restored 10 to 14 business days after a counter-notice. A history's claims have no clock.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

DECIDE_WITHIN = {"received": timedelta(days=7), "countered": timedelta(days=14)}
APPEAL_WITHIN = timedelta(days=14)
# How long a lease on a case lasts without a step by its reviewer.
LEASE = timedelta(minutes=20)
# How many rows the clock moves in one transaction: a write transaction on SQLite stays short.
AT_ONCE = 100
# The weekday on which a week's working days are over, counted from Monday as 0.
_SATURDAY = 5


def decide_by(state: str, now: datetime) -> datetime | None:
    """Return by when staff decide a claim that came into `state` now; None where none waits."""
    within = DECIDE_WITHIN.get(state)
    return None if within is None else now + within


def working_days_after(now: datetime, days: int) -> datetime:
    """Return the same time of day so many working days later, Monday to Friday, in UTC.

    What begins on a weekend begins when the weekend is over: of a Saturday, one working day is
    over when Monday is. Holidays count as working days: calendars differ by country.
    """
    moment = now.astimezone(UTC)
    if moment.weekday() >= _SATURDAY:
        monday = moment + timedelta(days=7 - moment.weekday())
        moment = monday.replace(hour=0, minute=0, second=0, microsecond=0)
    weeks, rest = divmod(days, _SATURDAY)
    weekend = 2 if moment.weekday() + rest >= _SATURDAY else 0
    return moment + timedelta(days=7 * weeks + rest + weekend)
