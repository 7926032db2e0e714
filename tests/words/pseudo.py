"""A third language that nobody speaks: every message in 「brackets」, its words 40 % longer.

What is said outside the brackets, or in words that are not longer, never was a message: English
that is left, or a fact.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from babel.support import NullTranslations

from abuse.words.catalogue import Catalogue
from complaints import words

# Esperanto: Babel writes its dates and numbers.
CODE: Final = "eo"
LONGER: Final = 0.4
HOLE = re.compile(r"%\(\w+\)[sd]|%%")
WORD = re.compile(r"[A-Za-z][a-z]+")


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
    """Translates whatever it is asked for."""

    def gettext(self, message: str) -> str:
        return stretched(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return stretched(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return stretched(message)

    # What Jinja's own i18n asks for.
    ugettext, ungettext = gettext, ngettext


def catalogue(code: str = CODE) -> Catalogue:
    """Return the pseudo-language under a code that CLDR knows."""
    return Catalogue(code, Pseudo())


@contextmanager
def offered() -> Iterator[None]:
    """Offer the pseudo-language beside the others, as if it had its folders."""
    known, own = catalogue(), words.catalogue

    def either(language: str) -> Catalogue:
        return known if language == CODE else own(language)

    with pytest.MonkeyPatch.context() as patch:
        for module in list(sys.modules.values()):
            if getattr(module, "catalogue", None) is own:
                patch.setattr(module, "catalogue", either)
        words.LANGUAGES.append(CODE)
        try:
            yield
        finally:
            words.LANGUAGES.remove(CODE)
