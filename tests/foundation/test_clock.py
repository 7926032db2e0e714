"""How a moment is read and written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from complaints.base.clock import written


def test_a_moment_is_written_to_the_minute_in_utc() -> None:
    assert written(datetime(2026, 6, 30, 9, 5, 59, tzinfo=UTC)) == "2026-06-30 09:05 UTC"
    east = timezone(timedelta(hours=8))
    assert written(datetime(2026, 6, 30, 7, 5, tzinfo=east)) == "2026-06-29 23:05 UTC"
