"""How a suspicion stands, when it is late, who sees whose, and which day can be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from complaints.base.errors import Refusal
from complaints.rules.actors import Role
from complaints.rules.law.noting import require_past_day
from complaints.rules.law.threats import (
    PROMPTLY,
    ThreatState,
    is_untold_too_long,
    sees_all,
    threat_state,
)

THEN = datetime(2026, 12, 3, 9, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.mark.parametrize(("is_told", "is_void", "state"), [
    (False, False, "to_tell"), (True, False, "told"), (False, True, "void"), (True, True, "void"),
])  # fmt: skip
def test_how_one_stands(is_told: bool, is_void: bool, state: str) -> None:
    assert threat_state(is_told=is_told, is_void=is_void) == state


@pytest.mark.parametrize(("after", "late"), [(-SECOND, False), (0 * SECOND, False), (SECOND, True)])
def test_one_that_waits_longer_than_a_day_is_late(after: timedelta, late: bool) -> None:
    assert timedelta(hours=24) == PROMPTLY
    assert is_untold_too_long(ThreatState.TO_TELL, THEN, THEN + PROMPTLY + after) is late
    assert not is_untold_too_long(ThreatState.TOLD, THEN, THEN + 9 * DAY)
    assert not is_untold_too_long(ThreatState.VOID, THEN, THEN + 9 * DAY)


@pytest.mark.parametrize("role", Role)
def test_supervisors_alone_see_what_colleagues_entered(role: Role) -> None:
    assert sees_all(role) is (role == "supervisor")


def test_it_was_told_today_or_before() -> None:
    today = THEN.date()
    for day in (today, today - 9 * DAY):
        require_past_day("/told_on", day, today=today)
    with pytest.raises(Refusal) as caught:
        require_past_day("/told_on", today + DAY, today=today)
    (wrong,) = caught.value.fields
    assert (wrong.pointer, str(wrong.code)) == ("/told_on", "in_the_future")
