"""One spelling of a party's name, so that two ways of writing it meet.

It forgives what an honest hand varies (case, width, dots, spaces, the legal form) and what a hidden
one would vary to look like somebody else. It does not guess: a letter apart is another party.
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


def core(name: str) -> str:
    """What is left of a name without case, punctuation and legal form; never empty for a name.

    Examples
    --------
    >>> core("The Velora Co., Ltd."), core("ＶＥＬＯＲＡ")
    ('velora', 'velora')
    >>> core("深圳澜沐商贸有限公司")
    '深圳澜沐商贸'
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = re.split(r"[\W_]+", re.sub(r"[.'’]", "", folded))
    telling = [word for word in words if word not in LEGAL_FORMS]
    joined = "".join(telling) or "".join(words)
    return _CHINESE_FORMS.sub("", joined) or joined or folded
