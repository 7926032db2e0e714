"""Whether a register's holder is who states a right, by their names in one spelling.

Pure. What it calls the same proves a stranger's right, and what it calls another accuses somebody,
so it says either only where it is sure. How a name sounds proves nothing: many Chinese names are
written alike in Latin letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from anyascii import anyascii

# Shorter than this, a name stands within another by chance: of Latin letters, and of others.
_LATIN: Final = 4
_OTHERS: Final = 2


def is_same_holder(stated: str, given: Collection[str]) -> bool | None:
    """Whether the one who states a right is the holder; None where the names cannot tell.

    Names in another script than any that the register gives cannot tell. Nor can one name within
    another ("acme", "acmeholdings"), nor two that are read alike, as 國際 and 国际 are.

    Parameters
    ----------
    stated : str
        The name of the right's principal (`abuse.identity.names.core`).
    given : collection of str
        The holder's names, each script that the register gives, in the same spelling.

    Examples
    --------
    >>> is_same_holder("velora", ["velora", "维洛拉"]), is_same_holder("nimbus", ["velora"])
    (True, False)
    >>> is_same_holder("维洛拉", ["velora"]), is_same_holder("acme", ["acmeholdings"])
    (None, None)
    """
    if stated in given:
        return True
    alike = [name for name in given if scripts_of(name) == scripts_of(stated)]
    if not alike or any(_is_near(stated, name) for name in alike):
        return None
    return False


@lru_cache(maxsize=10_000)
def scripts_of(name: str) -> frozenset[str]:
    """The scripts of a name's letters, by the first word of what Unicode calls each.

    Examples
    --------
    >>> sorted(scripts_of("velora维洛拉")), sorted(scripts_of("вело")), sorted(scripts_of("7"))
    (['CJK', 'LATIN'], ['CYRILLIC'], [])
    """
    letters = (sign for sign in name if unicodedata.category(sign)[0] == "L")
    return frozenset(unicodedata.name(sign, "?").partition(" ")[0] for sign in letters)


def _is_near(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    least = _LATIN if short.isascii() else _OTHERS
    if len(short) >= least and short in long:
        return True
    return not one.isascii() and anyascii(one).casefold() == anyascii(other).casefold()
