"""When a letter is tried, tried again, and left: at each boundary, and one step to either side."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.rules.mailing.deliveries import (
    GOOD_FOR,
    goes_by_itself,
    is_good,
    is_under_way,
    wait_after,
)
from complaints.words.letters.accounts import BY_KIND
from complaints.words.letters.digests import DIGEST
from complaints.words.letters.keys import KEY_MADE, KEY_RENEWED
from complaints.words.letters.links import LINK_CODE
from complaints.words.letters.registers import REGISTER_CODE
from complaints.words.letters.webhooks import WEBHOOK
from tests.scenes.clock import NOW

INSTANT = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("attempts", "minutes"),
    [(1, 1), (2, 2), (3, 4), (8, 128), (9, 256), (10, 360), (11, 360), (5_000, 360)],
)
def test_each_wait_is_twice_as_long_up_to_six_hours(attempts, minutes):
    assert wait_after(attempts) == minutes * MINUTE


@pytest.mark.parametrize(
    ("ago", "under_way"),
    [
        (0 * DAY, True), (15 * MINUTE - INSTANT, True), (15 * MINUTE, False),
        (-15 * MINUTE + INSTANT, True), (-15 * MINUTE, False), (-365 * DAY, False),
    ],
)  # fmt: skip
def test_an_attempt_is_given_up_after_a_quarter_of_an_hour(ago, under_way):
    assert is_under_way(NOW - ago, NOW) is under_way
    assert is_under_way(None, NOW) is False


def test_each_kind_of_letter_says_how_long_it_is_good():
    assert set(GOOD_FOR) == {
        *BY_KIND,
        KEY_MADE,
        KEY_RENEWED,
        REGISTER_CODE,
        LINK_CODE,
        DIGEST,
        WEBHOOK,
    }
    for kind, life in GOOD_FOR.items():
        assert is_good(kind, NOW - life + INSTANT, NOW)
        assert not is_good(kind, NOW - life, NOW)


def test_a_letter_of_thirty_days_waits_for_somebodys_word():
    assert goes_by_itself(NOW - 30 * DAY + INSTANT, NOW)
    assert not goes_by_itself(NOW - 30 * DAY, NOW)
