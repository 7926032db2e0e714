"""All that is unfounded is put into two complaints against hundreds of listings each."""

from __future__ import annotations

from tests.abuse.attacks.levels import levels, many
from tests.abuse.makers import event, honest


def test_two_complaints_of_two_hundred_refused_listings_do_not_pass_unseen() -> None:
    lines = honest(filers=40)
    for c in range(2):
        day = 50 + c * 60.0
        lines.append(many(f"G{c}", "guilty", day, 200, event("rejection", day + 3)))
    assert levels(lines)["guilty"] == "watch"


def test_one_large_mistake_is_no_pattern() -> None:
    lines = honest(filers=40)
    lines.append(many("I0", "innocent", 50, 200, event("rejection", 53)))
    lines.append(many("I1", "innocent", 110, 2, event("rejection", 113)))
    assert levels(lines)["innocent"] == "none"
