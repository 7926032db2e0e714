"""Clocks: when one that a regime's rule describes ends, what starts it, and what may pause it.

A rule (`ClockRule`) is in its regime's file. Here a rule, the law of a claim and a moment become
the values of a row; `services/law/clocks.py` writes it. A history's claims have no clock.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from complaints.rules.law.calendars import NOWHERE, Calendar, Deadline, Length, Unit, deadline
from complaints.rules.law.regimes import BY_CODE, ClockKind, ClockRule, Law, RegimeCode
from complaints.rules.law.restoration import at_the_days_end
from complaints.rules.law.treatments import Treatment
from complaints.rules.policy.law_policy import LawPolicy
from complaints.words import Message
from complaints.words.days import at as at_moment
from complaints.words.days import end_of as end_of_day

CLOCK_STATES: Final = ("running", "paused", "ended", "stopped", "overdue")
# Those in which a clock still means something.
RUNS: Final = ("running", "paused")

# Those that come to an end of their own, or wait for staff to say what becomes of them.
ALIVE: Final = (*RUNS, "overdue")
# In these states a claim waits for staff, and this is their clock: its end is `claim.decide_by`.
STAFFS: Final = {"received": ClockKind.DECIDE, "countered": ClockKind.WEIGH}
# Those by which staff decide: beside them the lane's, for claims of a filer that a boycott binds.
DECIDED_BY: Final = frozenset({*STAFFS.values(), ClockKind.LANE})
# Clocks that begin with a step, beside staff's. What was asked of the filer has a day of its own.
BEGUN_BY: Final = {"take_down": ClockKind.ANSWER}
# The states of a claim in which a clock means something: any other one stops it.
_MEANT_IN: Final = {
    ClockKind.DECIDE: ("received",),
    ClockKind.LANE: ("received",),
    ClockKind.COMPLETE: ("incomplete",),
    ClockKind.HEAR: ("received", "incomplete"),
    ClockKind.ANSWER: ("removed",),
    **dict.fromkeys(
        (ClockKind.WEIGH, ClockKind.REPLY, ClockKind.REJOIN, ClockKind.RESTORE, ClockKind.WAIT),
        ("countered",),
    ),
}
# Those that run from when somebody was told. Where the letter came back they begin anew; each other
# one runs from what we received or decided ourselves (docs/law/README.md, “From when a time runs”).
FROM_A_LETTER: Final = frozenset({
    ClockKind.COMPLETE, ClockKind.HEAR, ClockKind.ANSWER, ClockKind.REPLY, ClockKind.REJOIN,
    ClockKind.WAIT, ClockKind.APPEAL_FILER, ClockKind.APPEAL_SELLER,
})  # fmt: skip
# What staff wait for themselves or asked for of their own accord. A term for an appeal and a day
# by which a seller is heard are its rights: nobody puts them off.
_OURS_TO_PAUSE: Final = frozenset({
    ClockKind.DECIDE, ClockKind.WEIGH, ClockKind.COMPLETE, ClockKind.REPLY, ClockKind.REJOIN,
})  # fmt: skip
# How long a lease on a case lasts without a step by its reviewer.
LEASE = timedelta(minutes=20)
# How long a case is for others alone, once somebody's lease on it has ended: else who takes it
# anew each time would hold it for ever, without a step on it.
LEASE_REST = timedelta(minutes=5)
# How many rows the clock moves in one transaction: a step with its letters takes about 15 ms, and
# a server waits for a write transaction on SQLite.
AT_ONCE = 10
_MOMENT: Final = timedelta(microseconds=1)
# The weekday on which a week's working days are over, counted from Monday as 0.
_SATURDAY = 5


def begun(event: str, state: str, treatment: str | None = None) -> tuple[ClockKind, ...]:
    """Return the clocks that begin where a step brings a claim into `state` that a boycott treats
    so, if one does."""
    kinds = (staffs_clock(state, treatment), BEGUN_BY.get(event))
    return tuple(kind for kind in kinds if kind is not None)


def staffs_clock(state: str, treatment: str | None) -> ClockKind | None:
    """Return the clock by which staff decide a claim in `state`; None where it waits for nobody of
    staff."""
    kind = STAFFS.get(state)
    in_the_lane = kind is ClockKind.DECIDE and treatment == Treatment.LANE
    return ClockKind.LANE if in_the_lane else kind


def means(kind: str, state: str) -> bool:
    """Say whether a clock of a claim in `state` still waits for something. One of an appeal, or
    that a decision started, is not the state's."""
    states = _MEANT_IN.get(ClockKind(kind))
    return states is None or state in states


def may_pause(kind: str, latest: datetime | None) -> bool:
    """Say whether staff may let a clock stand: one of their own, or one that a law bounds."""
    return kind in _OURS_TO_PAUSE or latest is not None


def length_of(rule: ClockRule, policy: LawPolicy) -> Length:
    """Return how long a clock runs under a policy, which sets some lengths within the law."""
    numbers = {
        ClockKind.RESTORE: policy.restore_day,
        ClockKind.REPLY: policy.reply_days,
        ClockKind.REJOIN: policy.rejoin_days,
        ClockKind.LANE: policy.lane_days,
    }
    return Length(numbers.get(rule.kind, rule.length.number), rule.length.unit)


def columns(
    rule: ClockRule,
    law: Law,
    policy: LawPolicy,
    *,
    at: datetime,
    until: datetime | None = None,
) -> dict[str, Any]:
    """Return the values of the row of a clock that starts at `at`, without its subject.

    `until` is given where somebody chose the end, else the rule's length under the policy says it.
    """
    whose = next(regime for regime in law.regimes if rule in regime.clocks)
    calendar = Calendar(law.calendar if rule.calendar is None else rule.calendar)
    if until is not None:
        calendar = Calendar(NOWHERE)
        length = Length(-((at - until) // timedelta(days=1)), Unit.DAYS)
        ends = Deadline(until, certain=True)
    else:
        length = length_of(rule, policy)
        ends = end_of(rule, length, calendar, at)
    latest = rule.no_later and end_of(rule, rule.no_later, calendar, at)
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
        "remind_at": remind_at(rule, ends.at, at),
        "state": "running",
    }


def by_the_end(ends_at: datetime, calendar: str) -> Message:
    """Say until when a clock runs: "the end of Tuesday 8 December 2026 (US Eastern time)", or the
    moment, where somebody chose one within a day."""
    place = Calendar(calendar)
    if place.begins(place.day_of(ends_at)) != ends_at:
        return at_moment(ends_at)
    return end_of_day(last_day(ends_at, calendar), str(place.zone))


def rule_of(regime: str, kind: str) -> ClockRule:
    """Return the rule by which a clock was started."""
    rules = BY_CODE[RegimeCode(regime)].clocks
    return next(rule for rule in rules if rule.kind == kind)


def later(ends_at: datetime, calendar: str, paused: timedelta) -> datetime:
    """Return when a clock is over that stood still for so long: so much later, as a day ends
    there."""
    place = Calendar(calendar)
    return place.begins(place.day_of(ends_at + paused - _MOMENT) + timedelta(days=1))


def moved_end(rule: ClockRule, calendar: Calendar, ends_at: datetime) -> Deadline:
    """Return the end that a pause made of a clock, as its calendar has it by now: where the rule
    says so, a last day that is no working day moves on."""
    if not rule.rolls:
        return Deadline(ends_at, certain=True)
    at = at_the_days_end(calendar, ends_at)
    return Deadline(at, calendar.knows(calendar.day_of(at - _MOMENT).year))


def unknown_from(calendar: str, now: datetime) -> datetime:
    """Return the beginning of the first year, from now on, whose days off are not announced there.

    For a country without announcements every year is known, so that the result is the year after
    those that are asked for.
    """
    place = Calendar(calendar)
    first = place.day_of(now).year
    year = next((y for y in range(first, first + 3) if not place.knows(y)), first + 3)
    return place.begins(date(year, 1, 1))


def end_of(rule: ClockRule, length: Length, calendar: Calendar, at: datetime) -> Deadline:
    """Return when a clock of a rule is over that began at `at`."""
    return deadline(at, length, calendar, rolls=rule.rolls, as_it_begins=rule.as_it_begins)


def remind_at(rule: ClockRule, ends_at: datetime, now: datetime) -> datetime | None:
    """Return when the next reminder of a clock is due after `now`; None where none is to come."""
    coming = (ends_at - before for before in rule.reminders)
    return min((each for each in coming if each > now), default=None)


def last_day(ends_at: datetime, calendar: str) -> date:
    """Return the last day on which there is time: the one before the moment at which it is over,
    as days are counted in the clock's calendar."""
    return Calendar(calendar).day_of(ends_at - _MOMENT)


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
