"""When recurring jobs are due, late and failing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.rules.upkeep import jobs
from tests.scenes.clock import NOW

INSTANT = timedelta(microseconds=1)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        ("deliver", 5 * MINUTE),
        ("clocks", 15 * MINUTE),
        ("look", 30 * MINUTE),
        ("prune", 3 * HOUR),
        ("sweep", 6 * HOUR),
        ("scan", 6 * HOUR),
        ("heads", 6 * HOUR),
        ("digest", 6 * HOUR),
        ("sample", DAY),
    ],
)
def test_a_job_is_late_from_its_bound_on(kind, after) -> None:
    late = [jobs.is_late(kind, NOW, now=NOW + after + by) for by in (-INSTANT, 0 * DAY, INSTANT)]
    assert late == [False, True, True]


def test_each_recurring_job_has_a_bound_and_a_next_time() -> None:
    kinds = set(jobs.recurring(by_mail=True, watched=True))
    assert kinds == set(jobs.LATE_AFTER) == {*jobs.RECURRING, "deliver", "digest", "watch"}
    assert "deliver" not in jobs.recurring(by_mail=False)
    following = [jobs.next_time(kind, scan_hour=3, scan_every=HOUR, now=NOW) for kind in kinds]
    assert all(each is not None and each > NOW for each in following)
    assert (
        jobs.next_time("digest", scan_hour=3, scan_every=HOUR, now=NOW) == NOW.replace(hour=0) + DAY
    )
    assert jobs.next_time("backtest", scan_hour=3, scan_every=HOUR, now=NOW) is None
    assert jobs.next_time("sample", scan_hour=3, scan_every=HOUR, now=NOW) == NOW.replace(
        month=8, hour=4
    )
    assert jobs.next_time("scan", scan_hour=3, scan_every=5 * MINUTE, now=NOW) == NOW + 5 * MINUTE


def test_a_scan_is_due_where_anything_came_and_within_a_day_where_nothing_did() -> None:
    def due(after: timedelta, *, has_come: bool = False, every: timedelta = HOUR) -> bool:
        return jobs.is_scan_due(NOW, has_come=has_come, scan_every=every, now=NOW + after)

    assert due(MINUTE, has_come=True)
    quiet = [due(DAY - HOUR + by) for by in (-INSTANT, 0 * DAY, INSTANT)]
    assert quiet == [False, False, True]
    assert due(MINUTE, every=DAY)
