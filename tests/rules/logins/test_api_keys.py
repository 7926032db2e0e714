"""When a key opens something, and when its use is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.rules.logins.api_keys import (
    ENDS_SOON,
    MOST_DAYS,
    OPENS,
    USUAL_DAYS,
    KeyState,
    is_to_note,
    state_of,
)
from tests.scenes.clock import NOW

A_MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("left", "state"),
    [
        (ENDS_SOON + A_MOMENT, KeyState.VALID),
        (ENDS_SOON, KeyState.ENDS_SOON),
        (A_MOMENT, KeyState.ENDS_SOON),
        (timedelta(0), KeyState.ENDED),
        (-A_MOMENT, KeyState.ENDED),
    ],
)
def test_a_key_ends_at_the_moment_of_its_end(left: timedelta, state: KeyState) -> None:
    shown = state_of(ends_at=NOW + left, revoked_at=None, owner_is_here=True, now=NOW)
    assert shown is state
    assert (shown in OPENS) == (left > timedelta(0))


def test_who_revoked_or_left_goes_before_the_end() -> None:
    soon = NOW + A_MOMENT
    assert state_of(ends_at=soon, revoked_at=NOW, owner_is_here=True, now=NOW) == "revoked"
    assert state_of(ends_at=soon, revoked_at=NOW, owner_is_here=False, now=NOW) == "revoked"
    assert state_of(ends_at=soon, revoked_at=None, owner_is_here=False, now=NOW) == "owner_left"
    assert state_of(ends_at=None, revoked_at=None, owner_is_here=True, now=NOW) == "valid"
    assert not {KeyState.REVOKED, KeyState.OWNER_LEFT, KeyState.ENDED} & OPENS


def test_a_use_is_written_once_an_hour() -> None:
    assert is_to_note(None, NOW)
    assert is_to_note(NOW - timedelta(hours=1), NOW)
    assert not is_to_note(NOW - timedelta(hours=1) + A_MOMENT, NOW)
    assert not is_to_note(NOW, NOW)


def test_a_use_that_a_wrong_clock_noted_is_noted_anew() -> None:
    assert is_to_note(NOW + A_MOMENT, NOW)


def test_a_key_is_good_for_a_year_and_two_at_most() -> None:
    assert (USUAL_DAYS, MOST_DAYS) == (365, 730)
