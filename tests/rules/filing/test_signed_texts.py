"""What people sign stays word for word, whatever a catalogue says."""

from __future__ import annotations

import hashlib

import pytest

from complaints.rules.filing.signed_texts import SignedText, as_signed
from complaints.rules.law.regimes import ANSWER_TEXTS, NOTICE_TEXTS, house
from complaints.services.filing.intake.storing import signed_rows
from complaints.words import LANGUAGES
from tests.scenes.clock import NOW
from tests.words import pseudo

ALL = [*NOTICE_TEXTS, *ANSWER_TEXTS]
# To mend a text give it another version, and write its digest here.
DIGESTS = {
    ("truth", "2026-11"): "ab535afce1ff0eb3",
    ("dsa-16", "2026-11"): "1041b09909eaceae",
    ("dmca-512c3", "2026-11"): "b503d3c2a6da4ffc",
    ("ecl-42", "2026-11"): "ad1a9bfff5fd1123",
    ("true", "2026-11"): "a4c34b3aa27bd456",
    ("perjury", "2026-11"): "a113977d202acb69",
    ("jurisdiction", "2026-12"): "2cd23d3fdb8c35c1",
    ("art43", "2026-11"): "5746247ac8b48b47",
}


def digest(text: SignedText) -> str:
    words = "\n".join(f"{code}\n{wording}" for code, wording in sorted(text.wordings.items()))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def test_a_version_is_signed_in_these_words_alone() -> None:
    assert {(text.code, text.version): digest(text) for text in ALL} == DIGESTS


@pytest.mark.parametrize("text", ALL, ids=lambda text: text.code)
def test_each_text_exists_in_the_languages_of_the_house(text: SignedText) -> None:
    assert [code for code in LANGUAGES if code not in text.wordings or code not in text.laws] == []
    for code in LANGUAGES:
        assert (text.read_in(code), text.text(code)) == (code, text.wordings[code])
        assert text.source(code) == text.laws[code]


@pytest.mark.parametrize("text", ALL, ids=lambda text: text.code)
def test_in_a_language_without_a_wording_the_english_is_read_and_signed(text: SignedText) -> None:
    with pseudo.offered():
        assert text.read_in(pseudo.CODE) == "en"
        assert text.text(pseudo.CODE) == text.wordings["en"]
        assert text.source(pseudo.CODE) == text.laws["en"]


def test_what_was_read_is_recorded_with_its_language() -> None:
    signed = {"signed_by": "Ann Lee", "agreed": ["truth"]}
    for asked, kept in (("en", "en"), ("zh", "zh"), (pseudo.CODE, "en")):
        (row,) = signed_rows({**signed, "language": asked}, [], 1, NOW)
        truth = house.TRUTH
        assert (row["language"], row["wording"]) == (kept, truth.wordings[kept])
        of_seller = as_signed(ANSWER_TEXTS, ["true", "art43"], asked)
        assert {each["language"] for each in of_seller} == {kept}
        assert of_seller[0]["wording"] == house.TRUE.wordings[kept]
