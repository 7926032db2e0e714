"""What counts as a jump of a clock, and when one that jumped is trusted again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.rules.upkeep.clock_jumps import Reading, has_settled, jump
from tests.scenes.clock import NOW

SECOND = timedelta(seconds=1)
INSTANT = timedelta(milliseconds=1)
MINUTE = timedelta(minutes=1)
YEAR = timedelta(days=365)
BEFORE = Reading(NOW, 1000.0)


@pytest.mark.parametrize(
    ("by", "is_jump"),
    [
        (timedelta(0), False),
        (SECOND, False),
        (MINUTE - INSTANT, False),
        (-MINUTE + INSTANT, False),
        (MINUTE, True),
        (-MINUTE, True),
        (MINUTE + INSTANT, True),
        (YEAR, True),
        (-YEAR, True),
    ],
)
@pytest.mark.parametrize("passed", [0, 5, 8 * 3600], ids=["at once", "a look", "slept"])
def test_a_clock_jumps_by_a_minute_or_more_however_long_nobody_looked(by, is_jump, passed) -> None:
    after = Reading(NOW + timedelta(seconds=passed) + by, BEFORE.moment + passed)
    assert jump(BEFORE, after) == (by if is_jump else None)


@pytest.mark.parametrize(
    ("passed", "settled"), [(0, False), (3599.9, False), (3600, True), (3600.1, True)]
)
def test_a_clock_is_trusted_again_after_an_hour(passed, settled) -> None:
    assert has_settled(1000.0, 1000.0 + passed) is settled
