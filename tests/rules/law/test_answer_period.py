"""The time to answer a warning runs its whole length, unless the filer itself ends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from complaints.base.errors import Refusal
from complaints.rules.cases.boycotts import (
    answers_until,
    require_answer_period_over,
    require_judge_left,
)

DUE = datetime(2026, 7, 15, 9, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "closed_at", "until"),
    [
        (DUE - TICK, None, DUE),
        (DUE, None, None),
        (DUE + TICK, None, None),
        (DUE - TICK, DUE - 2 * TICK, None),
    ],
)
def test_the_period(now: datetime, closed_at: datetime | None, until: datetime | None) -> None:
    assert answers_until(DUE, closed_at, now) == until
    if until is None:
        require_answer_period_over(DUE, closed_at, now)
        return
    with pytest.raises(Refusal) as refused:
        require_answer_period_over(DUE, closed_at, now)
    assert refused.value.slug == "answer-period-runs"
    assert refused.value.facts == {"until": DUE.isoformat()}


def test_who_was_not_warned_has_no_time_to_answer() -> None:
    assert answers_until(None, None, DUE) is None


def test_somebody_must_be_left_to_judge() -> None:
    require_judge_left(left=True)
    with pytest.raises(Refusal) as refused:
        require_judge_left(left=False)
    assert refused.value.slug == "nobody-to-judge-appeal"
