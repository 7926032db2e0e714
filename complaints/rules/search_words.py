"""Turns texts into the words by which staff find them, and a question into the same words.

Both databases index these words as they are and split nothing themselves, so that both find alike.
Latin, digits and other letters are taken by words, in one case, width and without accents. Chinese,
Japanese and Korean have no spaces to go by: each character is a word, and each two neighbouring
ones are. Indexing by n-grams finds about as well as by a dictionary, and knows every new name (Nie,
Gao, Zhang, Zhou: On the use of words and n-grams for Chinese information retrieval, IRAL 2000;
Lucene's CJKBigramFilter does the same).
Traditional and simplified characters stay apart, as they are written.

Pure: it stores nothing and asks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from abuse.identity.names import in_one_spelling
from complaints.errors import invalid
from complaints.words import message as _

# The most of a question, of one word, and of the words of one thing.
LONGEST: Final = 200
_WORD_MOST: Final = 64
MOST_WORDS: Final = 3_000
# A last word of so many letters may be the beginning of a longer one.
_BEGINS: Final = 3

# No letter or digit: what it begins is no word that anybody can type.
_MARK: Final = "§"
_CJK: Final = "々〇\u3040-\u30ff\u31f0-\u31ff㐀-䶿一-鿿\uf900-\ufaff가-힣\U00020000-\U0003ffff"
_RUNS: Final = re.compile(f"([{_CJK}]+)|([^\\W_{_CJK}]+)")
_SAID_OF_ADDRESSES: Final = frozenset({"http", "https", "www"})
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
    of a longer one. `whole` is the mark of a thing that is called exactly so."""

    words: tuple[str, ...]
    begins: bool
    whole: str

    def within(self, marks: Iterable[str]) -> Asked:
        """Return the same question, asked only of what has these marks."""
        return Asked((*marks, *self.words), self.begins, self.whole)


def words_of(*texts: str | None) -> Iterator[str]:
    """Yield the words of texts, each as often as it is there.

    >>> list(words_of("Velora Café, 上海徐汇", "SN-2026/0012"))
    ['velora', 'cafe', '上', '海', '徐', '汇', '上海', '海徐', '徐汇', 'sn', '2026', '0012']
    """
    for text in texts:
        if text:
            for run, word in _RUNS.findall(in_one_spelling(text)):
                if run:
                    yield from run
                    yield from (run[at : at + 2] for at in range(len(run) - 1))
                elif word not in _SAID_OF_ADDRESSES:
                    yield word[:_WORD_MOST]


def entry(
    texts: Iterable[str | None], *, called: Iterable[str | None] = (), marks: Iterable[str] = ()
) -> str:
    """Return the words of a thing, parted by spaces, each once: those of its texts, of what it is
    called, and its marks."""
    names = [name for name in called if name]
    wholes = (_whole(name) for name in names)
    words = (*marks, *filter(None, wholes), *words_of(*names, *texts))
    return " ".join(list(dict.fromkeys(words))[:MOST_WORDS])


def asked(question: str) -> Asked:
    """Return what a question asks for. Refuses with: invalid-request, where it is longer than
    `LONGEST` or has neither letter nor digit."""
    if len(question) > LONGEST:
        raise invalid("/q", _("Shorten this to %(most)s characters.", most=LONGEST))
    runs = _RUNS.findall(in_one_spelling(question))
    words: list[str] = []
    for run, word in runs:
        # One character is asked for alone only where no other stands beside it.
        words += [run[at : at + 2] for at in range(max(1, len(run) - 1))] if run else []
        words += [word[:_WORD_MOST]] if word and word not in _SAID_OF_ADDRESSES else []
    if not words:
        raise invalid("/q", TYPE_SOMETHING)
    begins = len(runs[-1][1]) >= _BEGINS
    *before, last = words
    first = tuple(dict.fromkeys(each for each in before if each != last))
    return Asked((*first, last), begins, _whole(question))


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
    letters = "".join(run or word for run, word in _RUNS.findall(in_one_spelling(name)))
    return f"{_MARK}e{letters[:_WORD_MOST]}" if letters else ""
