"""Turns texts into the words by which staff find them, and a question into the same words.

Both databases index these words as they are and split nothing themselves, so that both find alike.
`search_units` splits a text. Of Chinese, Japanese and Korean each character is a word, and each two
neighbouring ones are. Indexing by n-grams finds about as well as by a dictionary, and knows every
new name (Nie, Gao, Zhang, Zhou: On the use of words and n-grams for Chinese information retrieval,
IRAL 2000; Lucene's CJKBigramFilter does the same).
What staff alone may read is indexed under a sign of its own, which only staff's questions name.

Pure: it stores nothing and asks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Final

from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.rules.staff.search_units import LONGEST_WORD, bare_units, runs, spelt
from complaints.words import message as _

# The most of a question; of the words of one thing, and of those beside them for staff alone.
LONGEST: Final = 200
MOST_WORDS: Final = 3_000
# The bytes that either take: PostgreSQL refuses a row whose words take a megabyte.
MOST_BYTES: Final = 400_000
# A last word of so many letters may be the beginning of a longer one.
_BEGINS: Final = 3

# No letters or digits: what they begin is no word that anybody can type.
_MARK: Final = "§"
# Before a word of a text that staff alone may read.
STAFFS: Final = "¤"
# As they are once width does not count.
_QUOTED: Final = re.compile('["“„«「『](.+?)["”“»」』]')
_ADDRESS: Final = re.compile(r"\S+[./]\S*/\S*|https?://\S+", re.IGNORECASE)

TYPE_SOMETHING: Final = _("Type a word, a reference or an address.")


class Thing(StrEnum):
    """What a search finds, in the order in which it is shown. `NUMBERS` has a number for each."""

    COMPLAINT = "complaint"
    LISTING = "listing"
    RIGHT = "right"
    FILER = "filer"
    STORE = "store"
    OPERATOR = "operator"


class TextPlace(StrEnum):
    """What a text is of the thing that it is found by. The last ones staff alone may read."""

    REFERENCE = "reference"
    NUMBER = "number"
    NAME = "name"
    TITLE = "title"
    STORE = "store"
    LISTING = "listing"
    ADDRESS = "address"
    JURISDICTION = "jurisdiction"
    HOLDER = "holder"
    STATEMENT = "statement"
    DETAILS = "details"
    COUNTER_NOTICE = "counter_notice"
    APPEAL = "appeal"
    DEMAND_REPORT = "demand_report"
    ANSWER = "answer"
    DECISION = "decision"
    NOTE = "note"
    QUESTION = "question"


# Part of what is stored: a number is never given to another thing.
NUMBERS: Final = {
    Thing.COMPLAINT: 1,
    Thing.LISTING: 2,
    Thing.RIGHT: 3,
    Thing.FILER: 4,
    Thing.STORE: 5,
    Thing.OPERATOR: 6,
}
_SHIFT: Final = 32


def entry_id(thing: Thing, row_id: int) -> int:
    """Return the id of the index's entry for a row.

    The entries of one thing stand side by side, in the order of their rows.
    """
    return (NUMBERS[thing] << _SHIFT) + row_id


def row_id(entry: int) -> int:
    """Return the id of the row that an entry is of."""
    return entry & ((1 << _SHIFT) - 1)


def entries_of(thing: Thing) -> tuple[int, int]:
    """Return the first and the last id that an entry of a thing can have."""
    return entry_id(thing, 0), entry_id(thing, (1 << _SHIFT) - 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: `words` that must all be there; where `begins`, the last one may be the beginning
    of a longer one. `whole` is the mark of a thing that is called exactly so, `phrases` are the
    units that stand side by side in one text. `marks` must be there as well, and one of the
    `owners`, if there are any; where it is `staffs`, words that staff alone may read count."""

    words: tuple[str, ...]
    begins: bool
    whole: str
    phrases: tuple[tuple[str, ...], ...] = ()
    marks: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    staffs: bool = False

    def called(self) -> Asked:
        """Return the question for what is called exactly so, by those who ask."""
        return Asked((), False, self.whole, marks=(self.whole,), owners=self.owners)

    def as_indexed(self) -> Iterator[tuple[tuple[str, ...], bool]]:
        """Yield each word in the forms by which those who ask find it, and whether it is a
        beginning."""
        for at, word in enumerate(self.words, 1):
            forms = (word, STAFFS + word) if self.staffs else (word,)
            yield forms, self.begins and at == len(self.words)


def words_of(*texts: str | None) -> Iterator[str]:
    """Yield the words of texts, each as often as it is there.

    >>> list(words_of("Velora Café, 上海徐汇", "SN-2026/0012"))
    ['velora', 'cafe', '上', '海', '徐', '汇', '上海', '海徐', '徐汇', 'sn', '2026', '0012']
    """
    for text in texts:
        yield from _words(text) if text else ()


# What is said again and again: a listing's own id, the words of a form.
@lru_cache(maxsize=2_000)
def _words(text: str) -> tuple[str, ...]:
    words: list[str] = []
    for run in runs(spelt(text)):
        words += (*run.text, *_pairs(run.text)) if run.is_cjk else (run.text,)
    return tuple(words)


def entry(
    texts: Iterable[str | None],
    *,
    called: Iterable[str | None] = (),
    marks: Iterable[str] = (),
    staffs: Iterable[str | None] = (),
) -> str:
    """Return the words of a thing, parted by spaces, each once: its marks, those of what it is
    called, of its texts, and of the texts that are `staffs` alone."""
    names = [name for name in called if name]
    wholes = (_whole(name) for name in names)
    words = dict.fromkeys((*marks, *filter(None, wholes), *words_of(*names, *texts)))
    theirs = dict.fromkeys(STAFFS + word for word in words_of(*staffs) if word not in words)
    return " ".join((*_capped(words), *_capped(theirs)))


def asked(question: str) -> Asked:
    """Return what a question asks for. Refuses with: invalid-request, where it is longer than
    `LONGEST` or has neither letter nor digit."""
    if len(question) > LONGEST:
        raise invalid(
            "/q",
            Code.TOO_LONG,
            _("Shorten this to %(most)s characters.", most=LONGEST),
            max=LONGEST,
        )
    said = spelt(question)
    words: list[str] = []
    parts = list(runs(said))
    for run in parts:
        # One character is asked for alone only where no other stands beside it.
        words += (list(_pairs(run.text)) or [run.text]) if run.is_cjk else [run.text]
    if not words:
        raise invalid("/q", Code.REQUIRED, TYPE_SOMETHING)
    quoted = list(_QUOTED.finditer(said))
    closing = parts[-1]
    is_quoted = any(each.start(1) <= closing.start < each.end(1) for each in quoted)
    begins = not closing.is_cjk and len(closing.text) >= _BEGINS and not is_quoted
    *before, last = words
    first = tuple(dict.fromkeys(each for each in before if each != last))
    phrases = (tuple(bare_units(each.group(1))) for each in quoted)
    several = tuple(dict.fromkeys(phrase for phrase in phrases if len(phrase) > 1))
    return Asked((*first, last), begins, _whole(question), several)


def is_address(question: str) -> bool:
    """Say whether a question looks like the address of a page."""
    return bool(_ADDRESS.fullmatch(question.strip()))


def filers_mark(filer_id: int) -> str:
    """Return the mark of what belongs to an account."""
    return f"{_MARK}f{filer_id}"


def partners_mark(partner_id: int) -> str:
    """Return the mark of what belongs to a partner's accounts."""
    return f"{_MARK}p{partner_id}"


def _whole(name: str) -> str:
    """Return the mark of a thing that is called so, however its parts are set apart."""
    letters = "".join(run.text for run in runs(spelt(name)))
    return f"{_MARK}e{letters[:LONGEST_WORD]}" if letters else ""


def is_called(name: str, sought: Asked) -> bool:
    """Say whether something of this name is called exactly as was asked."""
    return _whole(name) == sought.whole


def _capped(words: Iterable[str]) -> Iterator[str]:
    left = MOST_BYTES
    for word in islice(words, MOST_WORDS):
        left -= len(word.encode())
        if left < 0:
            return
        yield word


def _pairs(characters: str) -> Iterator[str]:
    return (characters[at : at + 2] for at in range(len(characters) - 1))
