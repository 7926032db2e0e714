"""Whether words of staff plainly are in another language than the one that a filer reads first.

Told by the script alone, and only where none of it is there: no machine says which language a
sentence is in, and names stay as they are. It is a question to who wrote them, and never a refusal.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_SCRIPTS: Final = {
    "en": re.compile("[A-Za-z]"),
    "zh": re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"),
}


def is_plainly_other(words: str, language: str) -> bool:
    """Say whether words hold letters and none of a language's script.

    >>> is_plainly_other("Acme asked for money.", "zh"), is_plainly_other("Acme 索要钱款。", "zh")
    (True, False)
    >>> is_plainly_other("30 %", "en"), is_plainly_other("索要钱款。", "en")
    (False, True)
    """
    script = _SCRIPTS.get(language)
    if script is None or not any(letter.isalpha() for letter in words):
        return False
    return script.search(words) is None


def find_plainly_other(words: Iterable[str], language: str) -> tuple[str, ...]:
    """Return those of some words that plainly are in another language than this one."""
    return tuple(each for each in words if is_plainly_other(each, language))
