"""Costly figures are counted once a day, by one at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from complaints.base.errors import Refusal
from complaints.http.daily import AGAIN_AFTER, Daily

TODAY = date(2026, 12, 2)


def test_each_key_is_counted_once_a_day() -> None:
    kept: Daily[str] = Daily()
    assert kept.read(2026, TODAY, lambda: "first") == "first"
    assert kept.read(2026, TODAY, lambda: "second") == "first"
    assert kept.read(2025, TODAY, lambda: "other") == "other"
    assert kept.read(2026, TODAY + timedelta(days=1), lambda: "third") == "third"


def test_who_asks_while_somebody_counts_gets_yesterdays_or_comes_again() -> None:
    kept: Daily[str] = Daily()
    kept.read(2026, TODAY, lambda: "yesterday's")
    tomorrow = TODAY + timedelta(days=1)

    def counts() -> str:
        assert kept.read(2026, tomorrow, lambda: "twice") == "yesterday's"
        with pytest.raises(Refusal) as refused:
            kept.read(2025, tomorrow, lambda: "twice")
        assert (refused.value.slug, refused.value.facts["retry_after"]) == (
            "unavailable", AGAIN_AFTER,
        )  # fmt: skip
        return "today's"

    assert kept.read(2026, tomorrow, counts) == "today's"


def test_one_that_failed_to_count_lets_the_next_try() -> None:
    kept: Daily[str] = Daily()
    with pytest.raises(ZeroDivisionError):
        kept.read(2026, TODAY, lambda: str(1 // 0))
    assert kept.read(2026, TODAY, lambda: "counted") == "counted"
