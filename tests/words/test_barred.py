"""docs/words.md bars words: no message says one to readers for whom it is barred."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.words.extracting import asked

PAGE = Path(__file__).resolve().parents[2] / "docs" / "words.md"
WHOM = {"all", "outsiders"}
# What outsiders read: their pages, their letters, what every page shows, and what refuses them.
OUTSIDERS = (
    "complaints/web/", "complaints/words/letters/", "complaints/kit/templates/",
    "complaints/rules/filing/questions/", "complaints/http/",
)  # fmt: skip
# Pages at an outsider's address that are of staff's work.
OF_STAFF = ("complaints/web/templates/demo.html", "complaints/web/templates/web/help/staff.html")


@dataclass(frozen=True, slots=True)
class Barred:
    """A word or a phrase, and for whom it is barred."""

    words: str
    whom: str

    def is_in(self, text: str) -> bool:
        return re.search(rf"\b{re.escape(self.words)}\b", text, re.IGNORECASE) is not None


def barred() -> list[Barred]:
    """Return the rows of the page's last table."""
    table = PAGE.read_text(encoding="utf-8").rpartition("## Barred")[2]
    rows = [line.strip("| \n").split(" | ") for line in table.splitlines() if line.startswith("|")]
    return [Barred(row[0].strip(), row[1].strip()) for row in rows[2:]]


def test_the_page_bars_words_for_readers_that_there_are() -> None:
    rows = barred()
    assert len(rows) > 20
    assert {row.whom for row in rows} == WHOM
    assert len({row.words for row in rows}) == len(rows)


@pytest.mark.parametrize("row", barred(), ids=lambda row: row.words)
def test_no_message_says_it_to_them(row: Barred) -> None:
    said = [
        f"{where}: {message.text}"
        for message, where in asked("complaints").items()
        if (row.whom == "all" or (where.startswith(OUTSIDERS) and not where.startswith(OF_STAFF)))
        and (row.is_in(message.text) or row.is_in(message.plural))
    ]
    assert said == []


@pytest.mark.parametrize(
    ("text", "is_there"),
    [("Mend it.", True), ("We recommend it.", False), ("amend", False), ("to mend", True)],
)
def test_a_word_is_looked_for_whole(text: str, is_there: bool) -> None:
    assert Barred("mend", "all").is_in(text) is is_there
