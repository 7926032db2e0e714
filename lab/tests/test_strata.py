"""Calibration by kind of right and by size, against values worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from abuse.market import Truth
from abuse.record.view import View
from lab.evaluation import Evaluation, Measured, Outcome
from lab.evaluation.outcome import Filed
from lab.evaluation.strata import Calibration, by_right, by_size, filed
from lab.evaluation.tables import as_json, as_table
from tests.abuse.makers import event, line, table


def outcome(name: str, score: float, right: str, complaints: int, **truth: Any) -> Outcome:
    what = Filed(right, complaints)
    return Outcome("1", name, Truth(**truth), score, "none", None, filed=what)


SOME = [
    outcome("a", 0.8, "patent", 1, pattern="ring"),
    outcome("b", 0.2, "patent", 2),
    outcome("c", 0.4, "trademark", 3),
    outcome("d", 0.0, "trademark", 50),
    Outcome("1", "e", Truth(pattern="ring"), 0.0, "none", None),
]


def test_each_kind_of_right_is_calibrated_by_itself() -> None:
    strata = by_right(SOME)
    assert list(strata) == ["patent", "trademark"]
    # Each in a bin of its own: (0.2 + 0.2) / 2, and (0.4 + 0) / 2.
    assert strata["patent"] == Calibration(2, 1, 0.5, (1 - 0.8 + 0.2) / 2)
    assert strata["trademark"] == Calibration(2, 0, 0.2, 0.2)


def test_sizes_come_smallest_first_and_who_filed_nothing_is_in_none() -> None:
    strata = by_size(SOME)
    assert list(strata) == ["1-2", "3-9", "50+"]
    assert [one.filers for one in strata.values()] == [2, 1, 1]


@pytest.mark.parametrize(
    ("kinds", "right"),
    [
        (["patent", "patent", "trademark"], "patent"),
        (["patent", "trademark"], "unknown"),
        (["design"], "design"),
    ],
)
def test_a_filer_is_of_the_right_of_most_of_its_complaints(kinds: list[str], right: str) -> None:
    lines = [line(f"x{n}", "filer", n, right_more={"kind": kind}) for n, kind in enumerate(kinds)]
    assert filed(View(table(lines))) == {"filer": Filed(right, len(kinds), len(kinds))}


def test_lost_are_claims_refused_put_back_or_graded_unfounded() -> None:
    ends: list[list[dict[str, Any]]] = [
        [event("rejection", 2)],
        [event("takedown", 2), event("counter_notice", 3), event("reinstatement", 4)],
        [event("takedown", 2), event("grading", 3, merit="unfounded")],
        [event("takedown", 2), event("grading", 3, merit="founded")],
        [event("withdrawal", 2)],
        [],
    ]
    lines = [line(f"x{n}", "filer", 0, *events) for n, events in enumerate(ends)]
    found = filed(View(table(lines)))["filer"]
    assert (found.claims, found.lost) == (6, 3)


def test_both_are_in_the_table_and_in_the_values() -> None:
    result = Evaluation.of([Measured("1", 800, SOME)])
    said = as_table(result)
    assert (
        "right: patent                  2           0.500           0.500           0.200" in said
    )
    assert (
        "complaints: 50+                1           0.000           0.000           0.000" in said
    )
    assert as_json(result)["pooled"]["by_right"]["patent"]["error"] == pytest.approx(0.2)


def test_plots_are_in_no_stratum() -> None:
    plot = outcome("p", 0.9, "patent", 1, pattern="ring", strategy="thin", budget=3)
    result = Evaluation.of([Measured("1", 800, [*SOME, plot])])
    assert result.pooled.by_right["patent"].filers == 2
