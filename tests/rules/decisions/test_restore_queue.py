"""In which order past takedowns are looked at again: by hand."""

from __future__ import annotations

import pytest

from complaints.rules.decisions.restore_queue import Judged, is_offered, probably_wrong


@pytest.mark.parametrize(
    ("state", "merit", "record"),
    [
        ("reinstated", None, (3, 3)), ("withdrawn", None, (3, 3)), ("removed", None, (0, 0)),
        ("removed", "unfounded", (3, 3)), ("removed", "manifestly_unfounded", (3, 3)),
        ("removed", "founded", (0, 3)), ("reinstated", "founded", (0, 3)),
    ],
)  # fmt: skip
def test_what_somebody_judged_counts(
    state: str, merit: str | None, record: tuple[int, int]
) -> None:
    assert Judged().with_claims(state, merit, 3) == Judged(*record)


@pytest.mark.parametrize(
    ("of_right", "of_party", "wrong"),
    [
        # Nobody has judged anything: one half.
        (Judged(), Judged(), 0.5),
        # (8 + 1) / (10 + 2) of the party, and nothing of the right.
        (Judged(), Judged(8, 10), 0.75),
        # (3 + 2 * 0.75) / (4 + 2).
        (Judged(3, 4), Judged(8, 10), 0.75),
        (Judged(0, 4), Judged(8, 10), 0.25),
    ],
)
def test_the_same_right_counts_first(of_right: Judged, of_party: Judged, wrong: float) -> None:
    assert probably_wrong(None, of_right, of_party) == pytest.approx(wrong)


@pytest.mark.parametrize(
    ("merit", "wrong", "offered"),
    [("unfounded", 1.0, True), ("manifestly_unfounded", 1.0, True), (None, 0.5, True),
     ("founded", 0.5, False)],
)  # fmt: skip
def test_a_grade_says_more_than_a_record(merit: str | None, wrong: float, offered: bool) -> None:
    assert probably_wrong(merit, Judged(), Judged()) == wrong
    assert is_offered(merit) is offered
