"""Days and moments as they are read by the clocks of a place."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from complaints.words import Fact, Listed, message, say
from complaints.words.days import at, end_of, on, read_at

BEIJING = "Asia/Shanghai"
EVENING = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
DAY = date(2026, 12, 1)
US = "America/New_York"
READ = [
    (BEIJING, EVENING, "2 December 2026, 00:00 (Beijing time)", "2026年12月2日 00:00（北京时间）"),
    (
        BEIJING, at(EVENING), "Wednesday 2 December 2026, 00:00 (Beijing time)",
        "2026年12月2日（星期三，北京时间）00:00",
    ),
    (
        BEIJING, end_of(DAY, BEIJING), "the end of Tuesday 1 December 2026 (Beijing time)",
        "2026年12月1日（星期二，北京时间）24时",
    ),
    (
        BEIJING, end_of(DAY, US),
        "the end of Tuesday 1 December 2026 (US Eastern time), which is Wednesday 2 December "
        "2026, 13:00 (Beijing time)",
        "2026年12月1日（星期二，美国东部时间）24时（即2026年12月2日（星期三，北京时间）13:00）",
    ),
    (
        BEIJING, end_of(DAY, "UTC"), "Wednesday 2 December 2026, 08:00 (Beijing time)",
        "2026年12月2日（星期三，北京时间）08:00",
    ),
    ("UTC", EVENING, "1 December 2026, 16:00 UTC", "2026年12月1日 16:00 UTC"),
    ("UTC", end_of(DAY, US), "Tuesday 1 December 2026 (US Eastern time)", "美国东部时间"),
    (BEIJING, on(DAY, US), "Tuesday 1 December 2026 (US Eastern time)", "美国东部时间"),
    (BEIJING, DAY, "1 December 2026", "2026年12月1日"),
    (BEIJING, Listed([message("Filed"), EVENING]), "Filed and 2 December 2026, 00:00", "00:00"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "fact", "english", "chinese"), READ)
def test_a_moment_is_read_by_the_clocks_of_the_place(
    zone: str, fact: Fact, english: str, chinese: str
) -> None:
    read = read_at(zone, message("By %(fact)s.", fact=fact))
    assert english in say(read)
    assert chinese in say(read, "zh")
