"""A language that nobody speaks: what stays English in it was never made a message.

Every template comes in brackets, 40 % longer, its letters accented; numbers, days and lists are
written as in Greek, so that a Latin letter is either a name or an untranslated word.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from babel.support import NullTranslations

from abuse.words import Catalogue

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "àƀćðéƒĝĥîĵķļɱñóþɋŕšţúṽŵẋýžÀƁĆÐÉƑĜĤÎĴĶĻṀÑÓÞɊŔŠŢÚṼŴẊÝŽ"
_LETTERS = str.maketrans(_PLAIN, _ACCENTED)
_HOLES = re.compile(r"(%\(\w+\)[sd]|<[^>]*>|&\w+;|%%)")
_LONGER = 0.4


def pseudo(text: str) -> str:
    """Return a template in the language; its holes stay.

    Examples
    --------
    >>> pseudo("About %(share)s of it.")
    '[Àƀóúţ %(share)s óƒ îţ.~~~~~]'
    """
    parts = _HOLES.split(text)
    said = "".join(part if _HOLES.match(part) else part.translate(_LETTERS) for part in parts)
    length = sum(len(part) for part in parts if not _HOLES.match(part))
    return f"[{said}{'~' * round(length * _LONGER)}]"


class Pseudo(NullTranslations):
    """Translates everything, whatever it is."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return pseudo(message)


PSEUDO = Catalogue("el", Pseudo())


def left_in_english(text: str, names: Collection[str] = ()) -> set[str]:
    """Return the words of a text that no translation has touched, names of somebody left out.

    Examples
    --------
    >>> sorted(left_in_english("[Àƀóúţ] Acme: two claims", ["Acme"]))
    ['claims', 'two']
    """
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return set(re.findall(r"[A-Za-z]{2,}", text))
