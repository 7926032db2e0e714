"""Sellers report demands that nobody verified, and answer whatever is said of them."""

from __future__ import annotations

import pytest

from tests.abuse.attacks.levels import BELOW_WARNING, levels
from tests.abuse.makers import Lines, event, honest, line


def brand(claims: int, reports: int, answers: int = 0) -> Lines:
    """A brand whose claims hold; of its sellers so many report a demand, so many answer in vain."""
    lines = honest()
    for c in range(claims):
        day = c * 300 / claims
        events = [event("takedown", day + 2)]
        if c < answers:
            events += [event("counter_notice", day + 4), event("takedown", day + 15)]
        if c < reports:
            events.append(event("demand_report", day + 6))
        lines.append(line(f"B{c}", "brand", day, *events, store=f"seller-{c}"))
    return lines


@pytest.mark.parametrize("claims", [40, 300])
@pytest.mark.parametrize("reports", [10, 30])
def test_reports_alone_warn_nobody(reports: int, claims: int) -> None:
    assert levels(brand(claims, reports))["brand"] in BELOW_WARNING


def test_reports_and_vain_answers_of_thirty_sellers_warn_no_large_brand() -> None:
    assert levels(brand(300, reports=30, answers=30))["brand"] in BELOW_WARNING
