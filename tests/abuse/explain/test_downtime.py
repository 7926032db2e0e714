"""Days that claims held listings down, by month, by a table written by hand."""

from __future__ import annotations

import pytest

from abuse import ClaimTable
from abuse.explain.volumes import days_down
from tests.abuse.makers import Lines, event, line, moment


def counted(lines: Lines, day: float) -> list[list[object]]:
    return days_down(ClaimTable.from_lines(lines, as_of=moment(day)))


DOWN = event("takedown", 30)


@pytest.mark.parametrize(
    ("events", "rows"),
    [
        ([event("rejection", 30)], []),
        ([DOWN], [["2026-01", 0.0, 1.0], ["2026-02", 0.0, 9.0]]),
        ([DOWN, event("withdrawal", 33)], [["2026-01", 1.0, 0.0], ["2026-02", 2.0, 0.0]]),
        ([DOWN, event("counter_notice", 31), event("reinstatement", 33)],
         [["2026-01", 1.0, 0.0], ["2026-02", 2.0, 0.0]]),
        ([DOWN, event("listing_gone", 31.5)], [["2026-01", 0.0, 1.0], ["2026-02", 0.0, 0.5]]),
        ([DOWN, event("grading", 32, merit="unfounded")],
         [["2026-01", 1.0, 0.0], ["2026-02", 9.0, 0.0]]),
        ([DOWN, event("withdrawal", 33), event("grading", 34, merit="founded")],
         [["2026-01", 0.0, 1.0], ["2026-02", 0.0, 2.0]]),
    ],
)  # fmt: skip
def test_a_claim_counts_from_its_takedown_to_its_end(
    events: Lines, rows: list[list[object]]
) -> None:
    assert counted([line("a", "acme", 1, *events)], 40) == rows


def test_each_of_two_claims_counts_and_months_without_days_stand_between() -> None:
    lines = [
        line("a", "acme", 1, DOWN, event("withdrawal", 31)),
        line("b", "brand", 1, DOWN, event("withdrawal", 31)),
        line("c", "brand", 80, event("takedown", 90)),
    ]
    assert counted(lines, 92) == [
        ["2026-01", 2.0, 0.0], ["2026-02", 0.0, 0.0], ["2026-03", 0.0, 0.0], ["2026-04", 0.0, 2.0],
    ]  # fmt: skip
