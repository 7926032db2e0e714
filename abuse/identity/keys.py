"""What keys are made of: one spelling of words, one digest of values, one length.

Pure text. Which facts make the key of what is said where that thing is known:
`abuse.identity.rights`, the application's register.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from abuse.identity.names import UNSEEN

# PostgreSQL refuses an index entry of more than about 2,700 bytes.
LONGEST: Final = 200


def fold(text: str) -> str:
    """Words in one spelling: width, letter case and spaces do not count.

    Examples
    --------
    >>> fold(" The  ＳＯＮＧ ")
    'the song'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def bare(text: str) -> str:
    """Letters and digits of any script, in one width and case, without all that stands between.

    Examples
    --------
    >>> bare("ＶＡ 2-345.678"), bare("١٢٣"), bare("国作登字-2019")
    ('va2345678', '123', '国作登字2019')
    """
    # Letters, digits and the marks that belong to letters; no punctuation, sign or space.
    return "".join(sign for sign in narrow(text) if unicodedata.category(sign)[0] in "LNM")


def narrow(text: str) -> str:
    """One width and case, and the digits of every script as 0 to 9; marks that are not seen go.

    Examples
    --------
    >>> narrow("ＶＡ-２")
    'va-2'
    """
    if text.isascii():
        return text.lower()
    folded = UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in folded)


def digest(values: Sequence[Any]) -> str:
    """SHA-256 of values that JSON can hold, in hexadecimal.

    Examples
    --------
    >>> digest(["a", None])[:12]
    'aebb0474c576'
    """
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def short(key: str) -> str:
    """The key itself, or, over 200 characters, its beginning and a digest of all of it.

    Examples
    --------
    >>> short("name:velora"), len(short("x" * 1_000))
    ('name:velora', 133)
    """
    return key if len(key) <= LONGEST else f"{key[:100]}#{digest([key])[:32]}"
