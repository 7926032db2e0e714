"""Why a claim would be treated otherwise if it were filed today."""

from __future__ import annotations

import pytest

from complaints.rules.authority.territories import Cover
from complaints.rules.law.old_rules import other_today
from complaints.rules.law.regimes import Law, law_of

AMERICAN, EUROPEAN, OURS = law_of("dmca"), law_of("dsa"), law_of("house")


@pytest.mark.parametrize(
    ("then", "now", "why"),
    [
        (AMERICAN, AMERICAN, []), (AMERICAN, EUROPEAN, ["law"]),
        (AMERICAN, law_of("dmca", ["dsa"]), ["law"]), (law_of("dmca", ["dsa"]), AMERICAN, ["law"]),
        (law_of("dmca", calendar="US"), AMERICAN, []), (OURS, law_of(None), []),
    ],
)  # fmt: skip
def test_another_law_is_one_that_leads_or_adds(then: Law, now: Law, why: list[str]) -> None:
    assert other_today(then, now, Cover.WHOLE, is_open=True, is_noted=False) == why


@pytest.mark.parametrize(
    ("cover", "is_open", "is_noted", "why"),
    [
        (Cover.OUTSIDE, True, False, ["outside"]), (Cover.OUTSIDE, False, False, ["outside"]),
        (Cover.OUTSIDE, True, True, []), (Cover.UNKNOWN, True, False, ["unknown"]),
        (Cover.UNKNOWN, False, False, []), (Cover.PART, True, False, []),
    ],
)  # fmt: skip
def test_a_territory_that_nobody_noted_and_one_that_nobody_knows(
    cover: Cover, is_open: bool, is_noted: bool, why: list[str]
) -> None:
    assert other_today(OURS, OURS, cover, is_open=is_open, is_noted=is_noted) == why
