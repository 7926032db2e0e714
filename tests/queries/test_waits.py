"""What the queue says that a complaint waits for is in the enumeration that the API publishes."""

from __future__ import annotations

from complaints.queries.staff.queue.described import waits_of as steps_of
from complaints.rules.staff.teamwork import WAITS


def test_each_step_that_a_complaint_waits_for_is_published() -> None:
    waits = {"received": 1, "countered": 1}
    steps = steps_of(waits, ("authority", "party"), answered=True,
                         silent=("filer", "seller"), bound=False)  # fmt: skip
    assert steps == (
        "decide", "counter_notice", "authority", "party", "answered", "filer_silent",
        "seller_silent",
    )  # fmt: skip
    others = (
        "judge_appeal",
        "warn",
        "undelivered",
        "impose",
        "unsupported",
        "review_flag",
        "review_ring",
        "flag_answered",
        "join",
        "look",
    )
    assert (*steps, *others, "boycotted", "filer_asked") == WAITS


def test_a_bound_filer_alone_makes_nothing_wait() -> None:
    assert steps_of({}, (), answered=False, silent=(), bound=True) == ()
    assert steps_of({"received": 1}, (), answered=False, silent=(), bound=True) == (
        "decide", "boycotted",
    )  # fmt: skip
