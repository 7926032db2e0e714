"""Clocks: when one that a regime's rule describes ends, and the house's own deadlines of staff.

A rule (`ClockRule`) is in its regime's file. Here a rule, the law of a claim and a moment become
the values of a row; `services/clocks.py` writes it. A history's claims have no clock.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from complaints.rules.calendars import Calendar, Length, deadline
from complaints.rules.law_policy import LawPolicy
from complaints.rules.regimes import ClockKind, ClockRule, Law

CLOCK_STATES: Final = ("running", "paused", "ended", "stopped", "overdue")
# Those in which a clock still means something.
RUNS: Final = ("running", "paused")

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


def length_of(rule: ClockRule, policy: LawPolicy) -> Length:
    """Return how long a clock runs under a policy, which sets some lengths within the law."""
    numbers = {
        ClockKind.RESTORE: policy.restore_day,
        ClockKind.REPLY: policy.reply_days,
        ClockKind.REJOIN: policy.rejoin_days,
    }
    return Length(numbers.get(rule.kind, rule.length.number), rule.length.unit)


def columns(
    rule: ClockRule, law: Law, policy: LawPolicy, *, at: datetime, length: Length | None = None
) -> dict[str, Any]:
    """Return the values of the row of a clock that starts at `at`, without its subject.

    `length` is given where somebody chose one, else the rule's under the policy.
    """
    whose = next(regime for regime in law.regimes if rule in regime.clocks)
    calendar = Calendar(law.calendar if rule.calendar is None else rule.calendar)
    length = length or length_of(rule, policy)
    ends = deadline(at, length, calendar, rolls=rule.rolls, as_it_begins=rule.as_it_begins)
    latest = rule.no_later and deadline(at, rule.no_later, calendar)
    return {
        "kind": str(rule.kind),
        "regime": str(whose.code),
        "basis": rule.basis,
        "waits": str(rule.waits),
        "step": rule.step and str(rule.step),
        "calendar": calendar.country,
        "number": length.number,
        "unit": str(length.unit),
        "starts_at": at,
        "ends_at": ends.at,
        "latest": latest.at if latest else None,
        "certain": ends.certain,
        "state": "running",
    }


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
