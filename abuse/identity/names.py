"""One spelling of a party's name, so that two ways of writing it meet; and names on a terminal.

It forgives what an honest hand varies (case, width, accents, dots, spaces, the legal form) and what
a hidden one would vary to look like somebody else: foreign letters that look Latin in a Latin word,
marks that are not seen. It does not guess: a letter apart is another party.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LEGAL_FORMS: Final = frozenset(
    {
        "ab", "ag", "aps", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh",
        "inc", "incorporated", "kg", "kk", "limited", "llc", "llp", "lp", "ltd", "ltda", "mbh",
        "nv", "oy", "oyj", "plc", "pte", "pty", "pvt", "sa", "sarl", "sas", "se", "spa", "srl",
        "the",
    }
)  # fmt: skip
_CHINESE_FORMS = re.compile(r"(?:股份|有限|责任|責任|公司)+$")

_ACCENTED = re.compile("([a-z])[\u0300-\u036f]+")
# Marks without width: soft hyphen, joiners, direction, variation selectors.
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
# Cyrillic and Greek letters, after folding of case, that are read as a Latin one in a Latin word.
_READ_AS: Final = str.maketrans(
    "авсԁенһіјкӏморԛѕтԝхуαβεικνορτυχ", "abcdehhijklmopqstwxyabeiknoptux"
)

# What parts words, and what stands inside one.
_BETWEEN: Final = re.compile(r"[\W_]+")
_INSIDE: Final = re.compile("[.'’]")
# Line breaks, escapes, marks that turn the direction of writing.
_DOES = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def core(name: str) -> str:
    """What is left of a name without case, punctuation and legal form; never empty for a name.

    Examples
    --------
    >>> core("The Velora Co., Ltd."), core("ＶＥＬＯＲＡ")
    ('velora', 'velora')
    >>> core("深圳澜沐商贸有限公司")
    '深圳澜沐商贸'
    >>> core("Vеlórа Inc."), core("Вело")  # Cyrillic letters in a Latin word, and a Cyrillic word
    ('velora', 'вело')
    """
    folded = in_one_spelling(name)
    words = _words(folded)
    if not name.isascii():
        words = [word.translate(_READ_AS) if re.search("[a-z]", word) else word for word in words]
    return _telling(words) or folded or name


def exact_core(name: str) -> str:
    """The core of a name whose letters stay what they are: for proof, where a foreign letter that
    only looks Latin is another name.

    Examples
    --------
    >>> exact_core("The Velora Co., Ltd."), exact_core("Vеlora") == exact_core("Velora")
    ('velora', False)
    """
    folded = in_one_spelling(name)
    return _telling(_words(folded)) or folded or name


def _words(folded: str) -> list[str]:
    return _BETWEEN.split(_INSIDE.sub("", folded))


def _telling(words: list[str]) -> str:
    """The words without those of a legal form, as one."""
    joined = "".join(word for word in words if word not in LEGAL_FORMS) or "".join(words)
    return _CHINESE_FORMS.sub("", joined) or joined


def in_one_spelling(text: str) -> str:
    """A text in one case and width, without accents on Latin letters and marks that are not seen.

    Examples
    --------
    >>> in_one_spelling("ＶＥＬＯＲＡ Café"), in_one_spelling("Ёлка")
    ('velora cafe', 'ёлка')
    """
    return text.lower() if text.isascii() else _folded(text)


def _folded(name: str) -> str:
    """A name in one case and width, its accents off: an ASCII one is that but for the case."""
    bare = UNSEEN.sub("", unicodedata.normalize("NFKC", name).casefold())
    plain = _ACCENTED.sub(r"\1", unicodedata.normalize("NFKD", bare))
    return unicodedata.normalize("NFKC", plain)


def visible(line: str) -> str:
    """A line for a terminal: what a stranger's name could do to one is seen instead of done.

    Line breaks, escapes and marks that turn the direction of writing become a replacement sign.

    Examples
    --------
    >>> visible("Acme\\x1b[2J\\n"), visible("宋 é")
    ('Acme�[2J�', '宋 é')
    """
    return _DOES.sub("\N{REPLACEMENT CHARACTER}", line)
