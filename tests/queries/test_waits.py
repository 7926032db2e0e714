"""What the queue says that a complaint waits for is in the enumeration that the API publishes."""

from __future__ import annotations

from complaints.queries.queue import _waiting_for
from complaints.rules.casework import WAITS


def test_each_step_that_a_complaint_waits_for_is_published() -> None:
    steps = _waiting_for({"received": 1, "countered": 1}, ("authority", "party"), answered=True,
                         silent=("filer", "seller"))  # fmt: skip
    assert steps == (
        "decide", "counter_notice", "authority", "party", "answered", "filer_silent",
        "seller_silent",
    )  # fmt: skip
    others = ("judge_appeal", "warn", "impose", "unsupported", "review_flag", "join", "look")
    assert (*steps, *others) == WAITS
