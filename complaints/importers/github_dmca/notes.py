"""Reads the staff's notes in a published letter: the block above it and the marks in its lines.

Only notes that recur are read. They say what the staff did, never what the filer claims.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CONTACTED = re.compile(r"GitHub[\s*-]+contacted\s+the\s+owners?\s+of", re.IGNORECASE)
_TPM_REJECTED = re.compile(
    r"did\s+not\s+find\s+sufficient\s+information\s+to\s+determine\s+a\s+valid\s+"
    r"anti-circumvention\s+claim",
    re.IGNORECASE,
)
_NETWORK = re.compile(r"entire\s+network\s+of\s+([\d,]+)\s+repositories", re.IGNORECASE)
_NOTE = re.compile(
    r"\s*(?:e-|Before disabling|While GitHub did|Note:|This (?:DMCA )?notice was processed"
    r"|GitHub (?:processed|received|has))",
    re.IGNORECASE,
)
# The mark stands for an address of a list only where nothing but list furniture is before it; in a
# sentence it hides the filer's own page, or what a copy was forked from.
_INVALID = re.compile(
    r"^(?:[\s\d\W_]|\b(?:and|or|https?|www|com|git(?:hub)?|gist|infringing|repo(?:sitory)?|fork"
    r"|urls?|links?|file|private)\b)*\[\s*invalid\s*\]",
    re.IGNORECASE,
)
_MARK = re.compile(r"\[\s*invalid\s*\]", re.IGNORECASE)
GONE = re.compile(
    r"\[[^\[\]\n]{0,80}\b(?:already\s+(?:been\s+)?(?:removed|deleted|taken\s+down)"
    r"|removed\s+by\s+(?:\w+\s+)?(?:owner|user))\b[^\[\]\n]{0,80}\]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StaffNotes:
    """`contacted`: owners were asked first, so no decision is known. `network`: repositories
    disabled with the named ones, 0 where unsaid."""

    contacted: bool
    circumvention_rejected: bool
    network: int


def read_notes(text: str) -> tuple[StaffNotes, str]:
    """The staff's notes, and the letter without the block that they put above it."""
    note, letter = _cut(text)
    network = _NETWORK.search(note)
    return (
        StaffNotes(
            contacted=_CONTACTED.search(note) is not None,
            circumvention_rejected=_TPM_REJECTED.search(note) is not None,
            network=int(network[1].replace(",", "")) if network else 0,
        ),
        letter,
    )


def _cut(text: str) -> tuple[str, str]:
    if _NOTE.match(text) is None:
        return "", text
    rule = re.search(r"\n\s*(?:-{3,}|_{3,}|\*{3,})[ \t]*\n", text[:6000])
    if rule is not None:
        return text[: rule.start()], text[rule.end() :]
    # Without a ruled line the note is the leading paragraphs that speak as the staff do.
    paragraphs = re.split(r"(\n\s*\n)", text)
    taken = 0
    while taken < len(paragraphs) and (
        not paragraphs[taken].strip() or _staff_paragraph(paragraphs[taken])
    ):
        taken += 1
    return "".join(paragraphs[:taken]), "".join(paragraphs[taken:])


def _staff_paragraph(paragraph: str) -> bool:
    return (
        _NOTE.match(paragraph) is not None
        or _CONTACTED.search(paragraph) is not None
        or "learn about when and why GitHub" in paragraph
    )


def rejected_lines(text: str) -> int:
    """How many addresses the staff refused to process and wrote `[invalid]` for."""
    lines = (line for line in text.splitlines() if _INVALID.match(line))
    return sum(len(_MARK.findall(line)) for line in lines)


def gone_on(line: str) -> bool:
    """Whether the staff marked what a line names as gone before they acted."""
    return GONE.search(line) is not None
