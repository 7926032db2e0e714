"""When a clock of each regime is over, what starts, stops and pauses one, how its day is said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from complaints.rules.decisions.claims import CLAIM
from complaints.rules.law import clocks
from complaints.rules.law.calendars import Calendar
from complaints.rules.law.regimes import BY_CODE, ClockKind, Law, RegimeCode, law_of
from complaints.rules.policy.law_policy import LawPolicy
from complaints.words import say

EASTERN, SHANGHAI = ZoneInfo("America/New_York"), ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
AUGUST, IN_TWO_WEEKS = (datetime(2026, *day, tzinfo=UTC) for day in ((8, 31), (9, 15)))
DMCA, ECL, DSA = law_of("dmca", calendar="US"), law_of("ecl", calendar="CN"), law_of("dsa")
AT = datetime(2026, 12, 18, 12, tzinfo=EASTERN)


def end(law: Law, kind: ClockKind, at: datetime, **policy: int) -> datetime:
    rule = law.clock(kind)
    assert rule is not None
    row = clocks.columns(rule, law, LawPolicy(**policy), at=at)
    assert row["latest"] is None or row["ends_at"] <= row["latest"]
    ends_at: datetime = row["ends_at"]
    return ends_at


@pytest.mark.parametrize(("day", "ends"), [(10, 5), (11, 6), (14, 11)])
def test_512g_brings_back_as_the_business_day_of_the_policy_begins(day: int, ends: int) -> None:
    assert end(DMCA, ClockKind.RESTORE, AT, restore_day=day) == datetime(
        2027, 1, ends, tzinfo=EASTERN
    )


def test_512g_is_over_as_the_14th_business_day_begins_whatever_pauses_it() -> None:
    rule = DMCA.clock(ClockKind.RESTORE)
    assert rule is not None
    latest = clocks.columns(rule, DMCA, LawPolicy(), at=AT)["latest"]
    assert latest == datetime(2027, 1, 11, tzinfo=EASTERN)


@pytest.mark.parametrize(
    ("law", "kind", "at", "ends"),
    [
        # 15 days, of which the last is in Golden Week; a day that is counted in Shanghai.
        (ECL, ClockKind.WAIT, datetime(2026, 9, 17, 23, 59, tzinfo=SHANGHAI),
         datetime(2026, 10, 9, tzinfo=SHANGHAI)),
        (ECL, ClockKind.WAIT, datetime(2026, 9, 8, tzinfo=SHANGHAI),
         datetime(2026, 9, 24, tzinfo=SHANGHAI)),
        (DSA, ClockKind.APPEAL_SELLER, AUGUST,
         datetime(2027, 3, 2, tzinfo=UTC)),
        (DSA, ClockKind.JUDGE, AUGUST, IN_TWO_WEEKS),
        (DSA, ClockKind.DECIDE, AUGUST, datetime(2026, 9, 8, tzinfo=UTC)),
        (DSA, ClockKind.WEIGH, AUGUST, IN_TWO_WEEKS),
        (DSA, ClockKind.HEAR, AUGUST, IN_TWO_WEEKS),
        (DSA, ClockKind.ANSWER, AUGUST, IN_TWO_WEEKS),
        (DSA, ClockKind.COMPLETE, AUGUST,
         IN_TWO_WEEKS),
    ],
)  # fmt: skip
def test_clocks_of_each_regime(law: Law, kind: ClockKind, at: datetime, ends: datetime) -> None:
    assert end(law, kind, at) == ends


def test_what_staff_chose_is_the_end() -> None:
    rule = DSA.clock(ClockKind.COMPLETE)
    assert rule is not None
    until = AT + 3 * DAY + timedelta(hours=1)
    row = clocks.columns(rule, DSA, LawPolicy(), at=AT, until=until)
    assert (row["ends_at"], row["number"], row["unit"]) == (until, 4, "days")
    # Three days before that is in the future by an hour.
    assert row["remind_at"] == AT + timedelta(hours=1)
    row = clocks.columns(rule, DSA, LawPolicy(), at=AT, until=AT + 3 * DAY)
    assert (row["number"], row["remind_at"]) == (3, None)


def test_a_clock_means_something_in_states_from_which_a_step_leads() -> None:
    open_states = {state for step in CLAIM.steps for state in step.sources}
    for kind in ClockKind:
        meant = {state for state in CLAIM.states if clocks.means(kind, state)}
        assert meant
        assert meant <= open_states or meant == set(CLAIM.states)
    assert not clocks.means("restore", "reinstated")
    assert not clocks.means("decide", "incomplete")
    assert clocks.means("hear", "incomplete")
    assert not clocks.means("answer", "countered")


@pytest.mark.parametrize(
    ("event", "state", "kinds"),
    [
        ("complete", "received", [ClockKind.DECIDE]),
        ("take_up", "received", [ClockKind.DECIDE]),
        ("counter", "countered", [ClockKind.WEIGH]),
        ("take_down", "removed", [ClockKind.ANSWER]),
        ("stand", "removed", []),
        ("overturn", "removed", []),
        ("reject", "rejected", []),
        ("ask", "incomplete", []),
    ],
)
def test_what_a_step_starts(event: str, state: str, kinds: list[ClockKind]) -> None:
    assert list(clocks.begun(event, state)) == kinds


def test_staff_pause_their_own_and_what_a_law_bounds() -> None:
    ours = {kind for kind in ClockKind if clocks.may_pause(kind, None)}
    assert ours == {"decide", "weigh", "complete", "reply", "rejoin"}
    assert clocks.may_pause("restore", AT)


@pytest.mark.parametrize(
    ("paused", "days"),
    [(timedelta(0), 0), (timedelta(microseconds=1), 1), (DAY, 1), (DAY + timedelta(seconds=1), 2)],
)
def test_a_pause_moves_the_end_to_the_end_of_a_day(paused: timedelta, days: int) -> None:
    ends_at = Calendar("CN").begins(date(2026, 7, 9))
    assert clocks.later(ends_at, "CN", paused) == ends_at + days * DAY


def test_reminders_come_in_their_order_and_none_twice() -> None:
    rule = DMCA.clock(ClockKind.RESTORE)
    assert rule is not None
    ends_at, (before,) = datetime(2027, 1, 6, tzinfo=EASTERN), rule.reminders
    due = ends_at - before
    assert clocks.remind_at(rule, ends_at, due - timedelta(microseconds=1)) == due
    assert clocks.remind_at(rule, ends_at, due) is None


def test_the_last_day_is_said_in_the_clocks_own_time() -> None:
    ends_at = datetime(2026, 12, 9, 5, tzinfo=UTC)
    said = clocks.by_the_end(ends_at, "US")
    assert say(said) == "the end of Tuesday 8 December 2026 (US Eastern time)"
    assert say(said, "zh") == "2026年12月8日（星期二，美国东部时间）24时"
    midnight = datetime(2026, 12, 10, tzinfo=UTC)
    assert say(clocks.by_the_end(midnight, "")) == "the end of Wednesday 9 December 2026 (UTC)"
    # Somebody chose a moment within a day.
    assert say(clocks.by_the_end(ends_at, "")) == "Wednesday 9 December 2026, 05:00 UTC"
    assert clocks.last_day(datetime(2026, 12, 8, 5, tzinfo=UTC), "US").day == 7


def test_rules_are_found_again_by_their_regime_and_kind() -> None:
    for code in RegimeCode:
        for rule in BY_CODE[code].clocks:
            assert clocks.rule_of(str(code), str(rule.kind)) is rule


def test_a_year_is_unknown_from_its_first_day_on() -> None:
    now = datetime(2060, 6, 1, tzinfo=UTC)
    assert clocks.unknown_from("CN", now) == datetime(2060, 1, 1, tzinfo=SHANGHAI)
    assert clocks.unknown_from("US", now) == datetime(2063, 1, 1, tzinfo=EASTERN)
    bounds = [clocks.unknown_from("CN", datetime(year, 6, 1, tzinfo=UTC)) for year in (2024, 2025)]
    assert all(a <= b for a, b in pairwise(bounds))
