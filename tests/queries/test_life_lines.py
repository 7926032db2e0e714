"""What happened when to an account, on lines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from complaints.models import Boycott, Flag
from complaints.queries.findings.life_lines import LifeLine, Time, lines_of_filer
from complaints.queries.findings.months import Month


def day(month: int, number: int = 1) -> datetime:
    return datetime(2026, month, number, tzinfo=UTC)


def test_months_side_by_side_are_one_time_and_what_never_was_has_no_line() -> None:
    months = [Month("2026-01", filed=2), Month("2026-02", filed=1), Month("2026-03"),
              Month("2026-12", filed=1)]  # fmt: skip
    (filed,) = lines_of_filer(months, [], [])
    assert filed == LifeLine(
        "filed", (Time(day(1), day(3)), Time(day(12), datetime(2027, 1, 1, tzinfo=UTC)))
    )


def test_flags_are_in_order_and_an_open_one_goes_on() -> None:
    flags = [Flag(opened_at=day(5), closed_at=None), Flag(opened_at=day(1), closed_at=day(2))]
    (flagged,) = lines_of_filer([], flags, [])
    assert flagged.times == (Time(day(1), day(2)), Time(day(5), None))


@pytest.mark.parametrize(
    ("ended_at", "until"),
    [(None, day(6)), (day(5), day(5)), (day(7), day(6)), (day(1), day(3))],
)
def test_a_boycott_binds_until_its_end_or_until_it_is_lifted(
    ended_at: datetime | None, until: datetime
) -> None:
    boycott = Boycott(warned_at=day(2), starts_at=day(3), ends_at=day(6), ended_at=ended_at)
    warned, bound = lines_of_filer([], [], [boycott])
    assert warned == LifeLine("warned", (Time(day(2), day(3)),))
    assert bound == LifeLine("bound", (Time(day(3), until),))


def test_a_warning_without_a_boycott_ends_with_its_case() -> None:
    closed, open_ = (Boycott(warned_at=day(2), ended_at=end) for end in (day(4), None))
    (warned,) = lines_of_filer([], [], [closed, open_])
    assert warned.times == (Time(day(2), day(4)), Time(day(2), None))
