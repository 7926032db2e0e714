"""docs/words.md names the Chinese of each term with its source: both catalogues keep to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from complaints.words import FOLDERS, catalogue
from tests.words.test_catalogues import HOLE, forms, messages

PAGE = Path(__file__).resolve().parents[2] / "docs/words.md"
# What has a term's letters and is no use of it: names, code, and words that mean something else.
OTHERS = re.compile(
    r"Copyright Claims Board|Authorization: Bearer|filer:\d+|“filer”|warning = |or listing_id|"
    r"and so is marketplace|`[^`]*`|cleanhands [a-z -]+|docs/\S+ \([^)]*\)|"
    r"(?i:into account|store of documents|do not store|reject goods|the right claims|"
    r"a claim (?:to the same right|before|against the seller before))"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One row: the English, what its Chinese may be, and what it may not be."""

    english: tuple[str, ...]
    chinese: tuple[str, ...]
    barred: tuple[str, ...]
    source: str

    def is_in(self, text: str) -> bool:
        words = "|".join(map(re.escape, self.english))
        return re.search(rf"(?<![\w-])(?:{words})(?![\w-])", text, re.IGNORECASE) is not None


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading of the page."""
    below = PAGE.read_text(encoding="utf-8").partition(f"{heading}\n")[2]
    table = below[below.index("\n|") :].partition("\n\n")[0]
    lines = [line.strip("|").split("|") for line in table.strip().splitlines()]
    return [[cell.strip() for cell in line] for line in lines[2:]]


def terms() -> list[Term]:
    return [
        Term(_parts(english), _parts(chinese), _parts(barred), source)
        for english, chinese, barred, source in rows("## Chinese terms")
    ]


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",") if part)


def cells(text: str) -> str:
    """Return a message without what is no word of it."""
    return OTHERS.sub(" ", HOLE.sub(" ", text))


@cache
def said() -> list[tuple[str, tuple[str, ...]]]:
    """Return the English of each message with its Chinese."""
    return [
        (cells(" / ".join(forms(message.id))), tuple(forms(message.string)))
        for folder in FOLDERS
        for _name, message in messages(folder / "zh")
    ]


def wrong(term: Term) -> Iterator[str]:
    for english, chinese in said():
        if term.is_in(english):
            for text in chinese:
                used = [each for each in term.barred if each in text]
                if used or not any(each in text for each in term.chinese):
                    yield f"{english} = {text} {used or 'lacks it'}"


def test_each_term_has_its_chinese_and_its_source() -> None:
    table = terms()
    assert len(table) > 60
    assert [term for term in table if not (term.english and term.chinese and term.source)] == []
    names = [name.lower() for term in table for name in term.english]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.english[0])
def test_a_message_says_a_term_by_its_chinese(term: Term) -> None:
    assert list(wrong(term)) == []


@pytest.mark.parametrize("row", rows("### Said nowhere in Chinese"), ids=lambda row: row[0])
def test_no_message_says_it_in_chinese(row: list[str]) -> None:
    assert [text for _english, chinese in said() for text in chinese if row[0] in text] == []


# A label beside a day or a moment, in a table's cell or in a list of facts.
DATED = re.compile(
    r"data-label=\"\{\{ _\('([^']+)'\) \}\}\">\{[{%] ?(?:if [^%]*%\}\{\{ )?(?:moment|day)\("
    r"|\(_\(\"([^\"]+)\"\), (?:moment|day)\("
)


def test_no_date_is_called_by_what_something_is_now() -> None:
    """注册日期 is a date; 已注册 is a state, which stood beside dates once."""
    zh = catalogue("zh")
    labels = {
        (path.name, found[1] or found[2])
        for path in (PAGE.parents[1] / "complaints").rglob("templates/**/*.html")
        for found in DATED.finditer(path.read_text(encoding="utf-8"))
    }
    assert len(labels) > 30
    assert [each for each in labels if zh.gettext(each[1]).startswith("已")] == []


def test_a_term_is_found_whole_and_its_chinese_is_asked_for() -> None:
    term = Term(("claim", "claims"), ("投诉项",), ("主张",), "ours")
    assert term.is_in("Claims that wait")
    assert not term.is_in("It disclaims")
    assert not term.is_in(cells("%(claims)s of the Copyright Claims Board"))
