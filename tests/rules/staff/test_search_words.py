"""How texts and questions become words, and which questions are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.rules.staff import search_words
from complaints.rules.staff.search_units import bare_units, spelt, units
from complaints.rules.staff.search_words import LONGEST, MOST_BYTES, MOST_WORDS, Thing, asked, entry
from tests.refusals import refused


@pytest.mark.parametrize(
    ("question", "words", "begins"),
    [
        ("Velora", ("velora",), True),
        ("ab", ("ab",), False),
        ("abc", ("abc",), True),
        ("bag ＶＥＬＯＲＡ Bag", ("velora", "bag"), True),
        ("上海", ("上海",), False),
        ("上海徐", ("上海", "海徐"), False),
        ("徐", ("徐",), False),
        ("徐 velora", ("徐", "velora"), True),
        ("velora 徐汇", ("velora", "徐汇"), False),
        ("https://www.shop.example/item/77", ("shop", "example", "item", "77"), False),
        ("'; DROP TABLE claim; --", ("drop", "table", "claim"), True),
        ('NEAR("a" b)*', ("near", "a", "b"), False),
        ("x" * LONGEST, ("x" * 64,), True),
    ],
)
def test_a_question_becomes_words(question: str, words: tuple[str, ...], begins: bool) -> None:
    wanted = asked(question)
    assert (wanted.words, wanted.begins) == (words, begins)


@pytest.mark.parametrize("question", ["", "  ", "?!", "§", "—–…", "%_*\"'", "😀", "\u200b"])
def test_signs_alone_are_no_question(question: str) -> None:
    assert refused(asked, question).fields[0].message == search_words.TYPE_SOMETHING


@pytest.mark.parametrize("length", [LONGEST + 1, 10_000])
def test_a_question_that_is_too_long_is_refused(length: int) -> None:
    assert refused(asked, "x" * length).fields[0].pointer == "/q"


def test_a_thing_is_known_by_what_it_is_called_however_it_is_set_apart() -> None:
    words = entry(("Velora",), called=("CN 12-345 678",)).split(" ")
    assert asked("cn12345678").whole in words
    assert asked("CN 12 345 678").whole in words
    assert asked("12345678").whole not in words


def test_nobody_types_a_mark() -> None:
    """What an account owns is marked by a sign that no question has in it."""
    mark = search_words.filers_mark(12)
    assert mark not in asked(mark + " velora").words
    assert mark not in entry((mark,)).split(" ")


def test_the_words_of_one_thing_are_capped() -> None:
    many = " ".join(f"w{number}" for number in range(MOST_WORDS + 1))
    assert len(entry((many,)).split(" ")) == MOST_WORDS
    assert len(entry((many,), staffs=(many.replace("w", "v"),)).split(" ")) == 2 * MOST_WORDS
    # Sixty-four letters of four bytes each: as many as fit.
    wide = [f"{chr(0x10400 + 40 + n // 40)}{chr(0x10428 + n % 40)}" * 32 for n in range(1_570)]
    wide_words = entry(wide).split(" ")
    assert sum(len(word.encode()) for word in wide_words) <= MOST_BYTES
    assert len(wide_words) == MOST_BYTES // 256


def test_entries_of_one_thing_stand_side_by_side() -> None:
    for thing in Thing:
        first, last = search_words.entries_of(thing)
        assert first < search_words.entry_id(thing, 1) < search_words.entry_id(thing, 2**31) < last
        assert search_words.row_id(search_words.entry_id(thing, 2**31 - 1)) == 2**31 - 1
    assert len(set(search_words.NUMBERS.values())) == len(Thing)


@pytest.mark.parametrize(
    ("question", "phrases", "begins"),
    [
        ('"crooked seam"', (("crooked", "seam"),), False),
        ('"crooked seam" vel', (("crooked", "seam"),), True),
        ("“Ｃrooked, seam”", (("crooked", "seam"),), False),
        ("「商標註冊」", (("商", "标", "注", "册"),), False),
        ('"velora 手提包"', (("velora", "手", "提", "包"),), False),
        ('"crooked"', (), False),
        ('"crooked', (), True),
        ('""crooked seam', (), True),
        ('a "" b "?!" velora', (), True),
        ('"a b" "a b" "c d"', (("a", "b"), ("c", "d")), False),
    ],
)
def test_words_in_quotes_stand_side_by_side(
    question: str, phrases: tuple[tuple[str, ...], ...], begins: bool
) -> None:
    wanted = asked(question)
    assert (wanted.phrases, wanted.begins) == (phrases, begins)


def test_words_for_staff_alone_are_found_by_their_questions_alone() -> None:
    words = set(entry(("crooked seam",), staffs=("crooked note",)).split(" "))
    assert {"crooked", "seam", "¤note"} <= words
    assert not {"note", "¤crooked"} & words
    assert list(asked("note").as_indexed()) == [(("note",), True)]
    ours = replace(asked("a note"), staffs=True)
    assert list(ours.as_indexed()) == [(("a", "¤a"), False), (("note", "¤note"), True)]
    assert "¤note" not in asked("¤note").words


@settings(deadline=None)
@given(st.text(alphabet="aÉ ß１-ﾊﾞが商標龍ㅎ한\u1112\u1161\u11ab\u200b\u0301ﬁ", max_size=24))
def test_places_are_those_of_the_words(text: str) -> None:
    """A text is split alike with its places and without, and each place is in the text."""
    split = units(text)
    assert [unit.text for unit in split] == list(bare_units(spelt(text)))
    assert all(0 <= unit.start < unit.end <= len(text) for unit in split)
    assert [unit.start for unit in split] == sorted(unit.start for unit in split)
