"""Whether words plainly are in another language than the one that a filer reads first."""

from __future__ import annotations

import pytest

from complaints.rules.cases.own_words import find_plainly_other, is_plainly_other


@pytest.mark.parametrize(
    ("words", "language", "is_other"),
    [
        ("They asked for money.", "zh", True),
        ("They asked 南禾 for money.", "zh", False),
        ("索要钱款。", "zh", False),
        ("𠮷", "zh", False),
        ("索要钱款。", "en", True),
        ("Acme 索要钱款。", "en", False),
        ("Требовали денег.", "en", True),
        # What has no letters is in no language, and of others nobody knows the script here.
        ("", "zh", False),
        ("30 %, 12/2026", "zh", False),
        ("They asked for money.", "xx", False),
    ],
)
def test_words_are_told_apart_by_their_script_alone(
    words: str, language: str, is_other: bool
) -> None:
    assert is_plainly_other(words, language) is is_other


def test_those_that_differ_are_returned_as_they_are() -> None:
    assert find_plainly_other(["Money.", "索要", ""], "zh") == ("Money.",)
