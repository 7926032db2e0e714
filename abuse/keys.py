"""What keys are made of: one spelling of words, one digest of values, one length.

Pure text. Which facts make the key of what is said where that thing is known: `abuse.rights`, the
application's register.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

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
