"""Are two names two spellings of one party? Pure; a careful yes, for names that one filer gives.

It forgives what an honest hand varies (case, width, dots, spaces, the legal form) and what a
boycotted one would vary to look like somebody else. It does not guess: a letter apart is another.
"""

from __future__ import annotations

import re
import unicodedata

LEGAL_FORMS = frozenset(
    {
        "ab", "ag", "aps", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh",
        "inc", "incorporated", "kg", "kk", "limited", "llc", "llp", "lp", "ltd", "ltda", "mbh",
        "nv", "oy", "oyj", "plc", "pte", "pty", "pvt", "sa", "sarl", "sas", "se", "spa", "srl",
        "the",
    }
)  # fmt: skip
CHINESE_FORMS = re.compile(r"(?:股份|有限|责任|責任|公司)+$")


def is_same_party(one: str, other: str) -> bool:
    """Say whether both names are the same but for spelling and legal form."""
    return _core(one) == _core(other)


def _core(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = re.split(r"[\W_]+", re.sub(r"[.'’]", "", folded))
    telling = [word for word in words if word not in LEGAL_FORMS]
    joined = "".join(telling) or "".join(words)
    return CHINESE_FORMS.sub("", joined) or joined or folded
