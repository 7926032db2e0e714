"""Until when an appeal against a case about a filer is open, and which is asked for its ground."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from complaints.base.errors import Refusal
from complaints.rules.cases.case_appeals import (
    appeal_ends_at,
    ground_due,
    is_one_word,
    last_day_to_appeal,
    require_appeal_open,
    require_ground_not_awaited,
)

NOW = datetime(2026, 3, 5, 7, 9, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def test_six_months_run_from_the_decision_and_from_the_last_refusal() -> None:
    assert last_day_to_appeal(NOW) == date(2026, 9, 5)
    assert last_day_to_appeal(datetime(2026, 8, 31, tzinfo=UTC)) == date(2027, 2, 28)
    alone = appeal_ends_at(NOW, None)
    assert alone == datetime(2026, 9, 6, tzinfo=UTC)
    later = NOW + timedelta(days=100)
    assert appeal_ends_at(NOW, later).date() > alone.date()
    # A complaint from before the decision opens nothing longer.
    assert appeal_ends_at(NOW, NOW - timedelta(days=100)) == alone


@pytest.mark.parametrize(
    ("moment", "is_filed", "ground", "allowed"),
    [
        (-TICK, False, None, True),
        (timedelta(0), False, None, False),
        (-TICK, True, None, False),
        (-TICK, True, NOW, True),
        (timedelta(0), True, NOW, False),
    ],
)
def test_there_is_one_appeal_in_its_time(moment, is_filed, ground, allowed) -> None:
    def asked() -> None:
        require_appeal_open(
            "in_force", NOW, is_filed=is_filed, ground_until=ground, now=NOW + moment
        )

    if allowed:
        asked()
        return
    with pytest.raises(Refusal) as refused:
        asked()
    assert (refused.value.slug, refused.value.facts["state"]) == ("wrong-state", "in_force")
    assert ("over_since" in refused.value.facts) is not is_filed


@pytest.mark.parametrize(
    ("grounds", "one"),
    [
        ("No", True), ("No!!!", True), ("no way", False), ("x" * 30, True), ("x" * 31, False),
        ("不服", True), ("决定错误", True), ("这是正品。", False),
        ("Unverschämtheit!", True), ("несправедливо", True),
    ],
)  # fmt: skip
def test_one_word_is_asked_for_its_ground(grounds: str, one: bool) -> None:
    assert is_one_word(grounds) is one
    assert ground_due(grounds, NOW) == (NOW + timedelta(days=14) if one else None)


def test_nobody_judges_while_the_ground_is_asked_for() -> None:
    require_ground_not_awaited(None, NOW)
    require_ground_not_awaited(NOW, NOW)
    with pytest.raises(Refusal) as refused:
        require_ground_not_awaited(NOW, NOW - TICK)
    assert refused.value.slug == "answer-period-runs"
