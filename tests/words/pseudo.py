"""A language that nobody speaks: each word of a template in brackets and 40 % longer.

    「About~~」 https://shop.example/1

What a page, a letter or an answer shows without brackets never was a message: English that is left,
or a fact. Names, addresses and person's words are facts, and so are days and numbers, which are
written as a real language does it (the code's).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from babel.support import NullTranslations

from abuse.words.catalogue import Catalogue
from complaints import words

# Esperanto: CLDR knows its dates, and no folder of ours is called so.
CODE = "eo"
LONGER = 0.4
# What is no word of a template: its holes, and the tags and entities of a page's text.
KEPT = re.compile(r"%\(\w+\)[sd]|<[^>]*>|&\w+;")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
BRACKETED = re.compile(r"「[^「」]*」")


class Pseudo(NullTranslations):
    """Translates whatever it is asked for."""

    def gettext(self, message: str) -> str:
        return bracketed(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return bracketed(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return bracketed(message)

    ugettext, ungettext, upgettext = gettext, ngettext, pgettext


def bracketed(template: str) -> str:
    """Return a template in the pseudo-language.

    Examples
    --------
    >>> bracketed("%(num)s claims, <b>not</b> decided")
    '%(num)s 「claims~~」, <b>「not~」</b> 「decided~~~」'
    """
    kept = KEPT.findall(template)
    parts = [WORD.sub(_longer, part) for part in KEPT.split(template)]
    return "".join(part + hole for part, hole in zip(parts, [*kept, ""], strict=True))


def _longer(word: re.Match[str]) -> str:
    return f"「{word[0]}{'~' * max(1, round(len(word[0]) * LONGER))}」"


def unbracketed(text: str) -> str:
    """Return what stands in a text outside the brackets."""
    return BRACKETED.sub("", text)


def catalogue(code: str = CODE) -> Catalogue:
    """Return the pseudo-language under a code that CLDR knows."""
    return Catalogue(code, Pseudo())


@contextmanager
def spoken(code: str = CODE) -> Iterator[str]:
    """Let the application know the language beside its own, as if there were folders for it."""
    known, own = catalogue(code), words.catalogue

    def either(language: str) -> Catalogue:
        return known if language == code else own(language)

    with pytest.MonkeyPatch.context() as patch:
        for module in list(sys.modules.values()):
            if getattr(module, "catalogue", None) is own:
                patch.setattr(module, "catalogue", either)
        words.LANGUAGES.append(code)
        try:
            yield code
        finally:
            words.LANGUAGES.remove(code)
