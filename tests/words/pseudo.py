"""A third language that nobody speaks: every message in 「brackets」, its words 40 % longer.

A word that is not longer is one that no catalogue says: English that is written into a template,
put together from parts or handed on as a fact. What is cut off or scrolls sideways here would be
in German too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Final

from babel.support import NullTranslations

from abuse.words.message import Catalogue
from complaints.words import CATALOGUES, LANGUAGES
from tests.words.extracting import asked

# Greek: Babel writes its dates, numbers and names of countries, and none of it in Latin letters.
CODE: Final = "el"
LONGER: Final = 0.4
HOLE = re.compile(r"%\(\w+\)[sd]|%%")
WORD = re.compile(r"[A-Za-z]{2,}")
STRETCHED = re.compile(r"[A-Za-z]+ö+|[「」]")
ENGLISH = re.compile(r"[A-Za-z]{3,}")
# The same in every language: addresses, files, ids, units, the names of the product's own things.
SAME = re.compile(
    r"https?://\S+|\S+@\S+|\S+\.(?:pdf|png|csv|md|jpg|example)\b|\b(?:CH|CN|VA|POA|A)-\w+|"
    r"\b\w*\d\w*\b|\bUTC\b|\bCSV\b|\bAPI\b|\bPDF\b|\bJSON\b|\b[a-z]+(?:[_.-][a-z]+)+\b"
)


def stretched(text: str) -> str:
    """Return a message's text in the pseudo-language; its facts stay.

    >>> stretched("Claim %(id)s is taken down.")
    '「Claimöö %(id)s isö takenöö downöö.」'
    """
    parts, end = [], 0
    for hole in HOLE.finditer(text):
        parts += [_longer(text[end : hole.start()]), hole[0]]
        end = hole.end()
    return f"「{''.join(parts)}{_longer(text[end:])}」"


def _longer(text: str) -> str:
    return WORD.sub(lambda word: word[0] + "ö" * math.ceil(len(word[0]) * LONGER), text)


def left_in_english(text: str, written: Iterable[str] = ()) -> list[str]:
    """Return what is left of a text that is a word, no message said it and nobody wrote it.

    >>> left_in_english("「Aboutöö」 Acme: two claims", ["Acme"])
    [': two claims']
    """
    text = STRETCHED.sub(" ", text)
    for each in written:
        text = text.replace(each, " ")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return sorted({line for line in lines if ENGLISH.search(SAME.sub(" ", line))})


class Pseudo(NullTranslations):
    """Says what the code asks for in brackets; what it does not know stays as it is."""

    @cached_property
    def known(self) -> frozenset[str]:
        """What the code asks for. To read that takes seconds: only who says something does it."""
        found = [*asked("complaints"), *asked("abuse")]
        return frozenset(text for each in found for text in (each.text, each.plural) if text)

    def gettext(self, message: str) -> str:
        return stretched(message) if message in self.known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    # What Jinja's own i18n asks for.
    ugettext, ungettext = gettext, ngettext


@cache
def catalogue(code: str = CODE) -> Catalogue:
    """Return the pseudo-language under a code that CLDR knows."""
    return Catalogue(code, Pseudo())


@contextmanager
def offered() -> Iterator[None]:
    """Offer the pseudo-language beside the others."""
    LANGUAGES.append(CODE)
    CATALOGUES[CODE] = catalogue()
    try:
        yield
    finally:
        LANGUAGES.remove(CODE)
        del CATALOGUES[CODE]
