"""A third language that nobody speaks: every message in 「brackets」, its words 40 % longer.

A word that is not longer is one that no catalogue says: English that is written into a template,
put together from parts or handed on as a fact. What is cut off or scrolls sideways here would be
in German too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from babel.support import NullTranslations

from abuse.words.catalogue import Catalogue
from complaints.words import CATALOGUES, LANGUAGES
from tests.words.extracting import asked

# Esperanto: Babel writes its dates and numbers.
CODE: Final = "eo"
LONGER: Final = 0.4
HOLE = re.compile(r"%\(\w+\)[sd]|%%")
WORD = re.compile(r"[A-Za-z]{2,}")


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


class Pseudo(NullTranslations):
    """Says what the code asks for in brackets; what it does not know stays as it is."""

    def __init__(self) -> None:
        super().__init__()
        found = [*asked("complaints"), *asked("abuse")]
        self.known = {text for each in found for text in (each.text, each.plural) if text}

    def gettext(self, message: str) -> str:
        return stretched(message) if message in self.known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    # What Jinja's own i18n asks for.
    ugettext, ungettext = gettext, ngettext


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
