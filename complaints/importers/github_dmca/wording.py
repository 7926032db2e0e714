"""The wording of GitHub's forms since 2016, from `wording.csv`, and where a text asks a question.

Wording is matched word by word, with markup and line breaks allowed in between.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Final

# Key of the question, how it begins, and how it may go on; `|` separates the ways. A key that
# begins with `s_` is a statement or a question whose answer holds only contact data or an oath.
with Path(__file__).with_name("wording.csv").open(encoding="utf-8", newline="") as _table:
    QUESTIONS: Final = tuple(csv.reader(_table))[1:]

# What may stand between two words: spaces, line breaks, markup, quotation marks of a reply.
_GAP = r"(?:[\s*_>\\]|<[^>\n]{0,200}>)+"
_APOSTROPHE = "['’‘`´]"


def _words(phrase: str) -> str:
    words = [re.escape(word).replace("'", _APOSTROPHE) for word in phrase.split()]
    return _GAP.join(
        word.replace(r"\?", r"\s?\??").replace(r"\.js", r"(?:\.?js)?") for word in words
    )


def _compiled() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    by_first: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for key, head, tail in QUESTIONS:
        pattern = _words(head)
        if tail:
            ends = "|".join(_words(part) for part in tail.split("|"))
            pattern += rf"(?:\.?{_GAP}(?:{ends}))?"
        pattern += r"[.:?*_ ]*"
        first = head.split()[0].casefold()
        by_first.setdefault(first, []).append((key, re.compile(pattern, re.IGNORECASE)))
    return by_first


_BY_FIRST = _compiled()
# One cheap scan for the first two words of any question; the whole wording is tried only there.
_OPENINGS = {
    _GAP.join(re.escape(word.rstrip(",")) for word in head.split()[:2]) for _, head, _ in QUESTIONS
}
_FIRST = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(sorted(_OPENINGS))})", re.IGNORECASE)


def find_questions(text: str) -> list[tuple[str, int, int]]:
    """Every question of a text in order: its key, where its wording begins and where it ends."""
    matches: list[tuple[str, int, int]] = []
    reached = 0
    for match in _FIRST.finditer(text):
        if match.start() < reached:
            continue
        first = match[0].split()[0].strip("*_>\\").casefold()
        for key, pattern in _BY_FIRST.get(first, ()):
            question = pattern.match(text, match.start())
            if question is not None:
                matches.append((key, question.start(), question.end()))
                reached = question.end()
                break
    return matches
