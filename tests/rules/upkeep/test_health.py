"""Bounds of the health checks: just below, at and above each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.rules.upkeep import health
from complaints.rules.upkeep.health import Bounds, State, turn

INSTANT = timedelta(microseconds=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STATED = {
    "UNSEALED": (timedelta(minutes=10), HOUR),
    "LETTERS": (HOUR, 6 * HOUR),
    "SCAN": (30 * HOUR, 54 * HOUR),
    "JOBS": (timedelta(0), HOUR),
    "BACKUP": (2 * DAY, 14 * DAY),
    "DEADLINES": (DAY, 7 * DAY),
}


@pytest.mark.parametrize("name", STATED)
def test_an_age_warns_and_is_bad_from_its_bounds_on(name: str) -> None:
    bounds: Bounds[timedelta] = getattr(health, name)
    warn, bad = STATED[name]
    assert bounds.of(warn - INSTANT) is State.OK
    assert bounds.of(warn) is bounds.of(bad - INSTANT) is State.WARN
    assert bounds.of(bad) is State.BAD


def test_a_disk_is_full_below_its_bounds() -> None:
    assert health.DISK.of(49_999_999) is State.BAD
    assert health.DISK.of(50_000_000) is health.DISK.of(999_999_999) is State.WARN
    assert health.DISK.of(1_000_000_000) is State.OK


def test_a_job_that_fails_and_a_limit_of_files() -> None:
    states = [health.FAILING.of(attempts) for attempts in (2, 3, 5, 6)]
    assert states == [State.OK, State.WARN, State.WARN, State.BAD]
    states = [health.OPEN_FILES.of(limit) for limit in (255, 256, 3_199, 3_200)]
    assert states == [State.BAD, State.WARN, State.WARN, State.OK]


def test_a_letter_goes_once_when_it_turns_and_once_when_it_is_well() -> None:
    written = []
    before: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    looks: list[set[str]] = [
        {"a"},
        set(),
        {"a"},
        {"a", "b"},
        {"a", "b"},
        {"b"},
        {"a"},
        set(),
        set(),
    ]
    for bad in looks:
        turned = turn(bad, before=before, written=told)
        before, told = turned.before, turned.written
        written.append((turned.turned_bad, turned.well_again))
    assert written == [
        ((), ()), ((), ()), ((), ()), (("a",), ()), (("b",), ()), ((), ()), ((), ()),
        ((), ("b",)), ((), ("a",)),
    ]  # fmt: skip
