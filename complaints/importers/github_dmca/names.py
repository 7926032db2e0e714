"""Parses a file's name: date, filer's slug, ordinal of the day, and kind.

A name is `YYYY-MM-DD-slug[-N][-kind].md`. Nothing here opens a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal[
    "notice",
    "counter_notice",
    "retraction",
    "reversal",
    "counter_notice_reversal",
    "counter_notice_retraction",
    "legal_action",
]

_NAME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[-_ ]*(.*)", re.DOTALL)
_SUFFIX = re.compile(r"\.(?:md|markdown|txt)$", re.IGNORECASE)
_COUNTER = r"counter[-_ ]?n?notices?|counter"
# Longest first: the reversal of a counter-notice is not a reversal of a takedown.
_TAILS: tuple[tuple[Kind, str], ...] = (
    ("counter_notice_reversal", rf"(?:{_COUNTER})[-_ ]reversals?"),
    ("counter_notice_retraction", rf"(?:{_COUNTER})[-_ ]retractions?"),
    ("legal_action", r"notice[-_ ]?of[-_ ]?legal[-_ ]?action|legal[-_ ]action"),
    ("reversal", r"reversals?"),
    ("retraction", r"retractions?"),
    ("counter_notice", _COUNTER),
)
# "MatchCounterNotice" is joined to its slug; "ScreenCounter" and "encounter" are other words.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?:^|[-_ ]|(?<=[a-z])(?=CounterN))(?i:{tail})(?:[-_ ]\d{{1,3}})?$"))
    for kind, tail in _TAILS
)
_ORDINAL = re.compile(r"(.+?)-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class FileName:
    """A parsed name. `stem` is the reference, `slug` the filer's name as the staff wrote it."""

    path: str
    stem: str
    date: date
    slug: str
    ordinal: int
    kind: Kind

    @property
    def key(self) -> str:
        """The slug without case and separators: `cobalt-strike` and `CobaltStrike` are one."""
        return alias_key(self.slug)


def parse_name(name: str, path: str) -> FileName | None:
    """Read a file's name; None where it begins with no possible date.

    The year of the folder is believed before the year of the name, which was mistyped a few
    times.
    """
    stem = _SUFFIX.sub("", name).strip()
    match = _NAME.match(stem)
    if match is None:
        return None
    folder = re.match(r"((?:19|20)\d\d)/", path)
    year = int(folder[1] if folder else match[1])
    day = _date(year, int(match[2]), int(match[3]))
    if day is None:
        return None
    kind, rest = _kind(match[4])
    # "2020-06-12-2020-06-03-terraria-counternotice-retraction" names what it answers.
    rest = re.sub(r"^\d{4}-\d\d-\d\d-", "", rest)
    ordinal = _ORDINAL.fullmatch(rest)
    slug = ordinal[1] if ordinal else rest
    return FileName(path, stem, day, slug or stem, int(ordinal[2]) if ordinal else 1, kind)


def alias_key(slug: str) -> str:
    """A slug's letters and digits in lower case, for comparing spellings of one name."""
    return "".join(char for char in slug.casefold() if char.isalnum())


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _kind(rest: str) -> tuple[Kind, str]:
    for kind, pattern in _KINDS:
        match = pattern.search(rest)
        if match is not None:
            return kind, rest[: match.start()].strip("-_ ")
    return "notice", rest
