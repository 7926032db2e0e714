"""What speaks for a filer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from abuse.policy import Policy
from abuse.record.view import View
from abuse.score.mitigation import mitigating_factors
from tests.abuse.makers import event, honest, line, table


def test_complaints_of_which_nothing_was_processed_say_nothing() -> None:
    whole = table([*honest(5, 3), line("K-1", "kept", 4)])
    filer = whole.filers["reference"].to_pylist().index("kept")
    processed = whole.claims.filter(pc.not_equal(whole.claims["filer"], pa.scalar(filer)))
    view = View(replace(whole, claims=processed))
    assert not len(view.claims_by_filer[filer])
    assert mitigating_factors(view, Policy(), [filer]) == []


@pytest.mark.parametrize(
    ("graded", "ungraded", "founded", "unnamed", "ceiling"),
    [
        (10, 0, 0, 0, "warning"),
        (9, 0, 9, 0, None),  # founded ones are no errors
        (10, 9, 0, 0, "warning"),
        (10, 10, 0, 0, "warning"),
        (10, 11, 0, 0, None),  # most of what it lost nobody looked at
        (10, 4, 0, 6, "warning"),
        (10, 4, 0, 7, None),  # refused targets that nobody named count too
    ],
)
def test_grades_hold_a_level_only_by_errors_that_people_looked_at(
    graded: int, ungraded: int, founded: int, unnamed: int, ceiling: str | None
) -> None:
    ends = [event("rejection", 90, merit="unfounded")] * graded
    ends += [event("rejection", 90)] * ungraded
    ends += [event("takedown", 90, merit="founded")] * founded
    view = View(table([line(f"K-{n}", "kept", n, end) for n, end in enumerate(ends)]))
    view.complaint_unlisted[0] = unnamed
    (grades,) = (f for f in mitigating_factors(view, Policy(), [0]) if f.kind == "grades")
    assert grades.ceiling == ceiling
    assert grades.numbers == {"graded": graded + founded}


@pytest.mark.parametrize(
    ("stood", "fell", "weight"),
    [(1, 0, 0.0), (2, 2, 0.0), (3, 3, -0.5), (3, 4, None), (4, 27, None), (0, 0, None)],
)
def test_answered_claims_speak_for_a_filer_where_half_of_them_stood(
    stood: int, fell: int, weight: float | None
) -> None:
    ends = ["takedown"] * stood + ["reinstatement"] * fell
    lines = [
        line(f"K-{n}", "kept", n, event("takedown", 90), event("counter_notice", 92),
             event(end, 110))
        for n, end in enumerate(ends)
    ]  # fmt: skip
    view = View(table([*lines, line("K-open", "kept", 1)]))
    said = [f for f in mitigating_factors(view, Policy(), [0]) if f.kind == "stood"]
    assert [f.log_odds for f in said] == ([] if weight is None else [weight])


def changed() -> tuple[View, int]:
    """A filer that stood by forty takedowns, some graded, and then lost most of what it filed."""
    lines = honest(20, 12, refused=0.6)
    for c in range(40):
        ends = [event("takedown", c + 1, **({"merit": "founded"} if c < 10 else {}))]
        if c % 4 == 0:
            ends += [event("counter_notice", c + 3), event("takedown", c + 9)]
        lines.append(line(f"K-{c:02}", "kept", c, *ends))
    for c in range(12):
        kind = "takedown" if c % 4 == 3 else "rejection"
        lines.append(line(f"K-9{c:02}", "kept", 1000 + c, event(kind, 1002 + c)))
    view = View(table(lines))
    return view, view.table.filers["reference"].to_pylist().index("kept")


def test_what_was_filed_before_a_turn_speaks_for_nobody_since() -> None:
    view, filer = changed()

    def kinds(turned: dict[int, np.datetime64]) -> dict[str, float]:
        found = mitigating_factors(view, Policy(), [filer], turned)
        return {factor.kind: factor.log_odds for factor in found}

    whole = kinds({})
    assert {"upheld", "stood", "founded", "grades", "years"} <= set(whole)
    assert kinds({filer: np.datetime64("2028-09-27")}) == {}
    assert kinds({filer: np.datetime64("2026-01-01")}) == pytest.approx(whole)


def test_since_a_turn_refusals_that_name_no_claim_are_counted() -> None:
    def upheld(unnamed: int) -> list[tuple[object, object]]:
        view, filer = changed()
        view.complaint_unlisted[view.complaints_by_filer[filer][-20]] = unnamed
        turned = {filer: np.datetime64("2026-01-21")}
        found = mitigating_factors(view, Policy(), [filer], turned)
        return [(f.numbers["upheld"], f.numbers["claims"]) for f in found if f.kind == "upheld"]

    assert upheld(0) == [(23, 32)]
    assert upheld(60) == [(23, 92)]
