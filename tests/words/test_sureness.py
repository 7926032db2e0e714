"""Odds in steps, at their edges, and in words of both languages."""

from __future__ import annotations

import pytest

from complaints.words import say
from complaints.words.sureness import odds_of, strength, sureness


@pytest.mark.parametrize(
    ("score", "odds"),
    [(1.0, 100), (0.9999, 100), (0.99, 100), (0.985, 50),
     (0.9, 10), (0.66, 2), (0.5, 1), (0.42, 1), (0.33, -2), (0.0, -100)],
)  # fmt: skip
def test_odds_are_the_nearest_step_and_never_above_a_hundred(score: float, odds: int) -> None:
    assert odds_of(score) == odds


def test_a_score_is_said_in_words_and_odds() -> None:
    assert say(sureness(0.99)) == "almost sure: about 100 to 1"
    assert say(sureness(0.99), "zh") == "几乎可以肯定：约 100 比 1"
    assert say(sureness(0.5)) == "unsure: about 1 to 1"
    assert say(sureness(0.2)) == "unlikely: about 1 to 5"


def test_a_piece_is_said_by_its_factor_and_no_finer_than_that() -> None:
    assert say(strength(19.12)) == "By itself it makes abuse more than 1,000 times as likely."
    assert say(strength(4.0)) == "By itself it makes abuse about 50 times as likely."
    assert say(strength(0.3)) == "By itself it says little."
