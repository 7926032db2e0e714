"""Whose purchases count, and which days can be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from complaints.base.errors import Refusal
from complaints.rules.law.buyer_notices import bought_since, require_told_day

DAY = timedelta(days=1)


@pytest.mark.parametrize(("known_on", "since"), [
    (date(2026, 12, 3), date(2026, 6, 3)), (date(2026, 6, 30), date(2025, 12, 30)),
    (date(2026, 1, 31), date(2025, 7, 31)), (date(2026, 8, 31), date(2026, 2, 28)),
    (date(2024, 8, 31), date(2024, 2, 29)),
])  # fmt: skip
def test_purchases_of_six_months_count(known_on: date, since: date) -> None:
    assert bought_since(known_on) == since


def test_buyers_are_told_between_the_day_of_knowing_and_today() -> None:
    known, today = date(2026, 3, 1), date(2026, 3, 9)
    for day in (known, today):
        require_told_day("/on", day, earliest=known, today=today)
    for day, code in ((known - DAY, "out_of_order"), (today + DAY, "in_the_future")):
        with pytest.raises(Refusal) as caught:
            require_told_day("/on", day, earliest=known, today=today)
        assert [str(each.code) for each in caught.value.fields] == [code]
