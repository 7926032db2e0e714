"""Which claims of one complaint are so alike that one look decides them, and which is the odd one.

    compare(one, other)   # Likeness(ways=("store",), odd=("price",))

It ticks boxes before a person and decides nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

# Of all words of two titles, the share that both have from which on they are near.
NEAR: Final = 0.6
# From how many times the price on the same goods may be other goods.
TIMES: Final = 2
_WORDS = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


class Way(StrEnum):
    """In what two claims are alike."""

    STORE = "store"
    SELLER = "seller"
    TITLE = "title"
    EVIDENCE = "evidence"


class Odd(StrEnum):
    """Why a claim that is alike wants a look of its own."""

    PRICE = "price"
    ANSWER = "answer"
    DEMAND = "demand"


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a claim is compared. `papers` are the documents that are for this listing alone;
    `answers` the seller's answers, `demands` its reports of demands, by their ids."""

    store: int | None = None
    seller: int | None = None
    title: str = ""
    price: Decimal | None = None
    currency: str | None = None
    papers: frozenset[int] = frozenset()
    answers: frozenset[int] = frozenset()
    demands: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """In what two claims are alike, and what is odd about the other."""

    ways: tuple[Way, ...] = ()
    odd: tuple[Odd, ...] = field(default=())

    @property
    def is_alike(self) -> bool:
        """Whether one decision is likely to fit both."""
        return bool(self.ways) and not self.odd


def compare_claims(one: Traits, other: Traits) -> Likeness:
    """Return in what two claims of one complaint are alike, and what is odd about the other."""
    ways = (
        (Way.STORE, one.store is not None and one.store == other.store),
        (Way.SELLER, one.seller is not None and one.seller == other.seller),
        (Way.TITLE, near(one.title, other.title)),
        (Way.EVIDENCE, bool(one.papers & other.papers)),
    )
    odd = (
        (Odd.PRICE, _is_far(one, other)),
        (Odd.ANSWER, one.answers != other.answers),
        (Odd.DEMAND, one.demands != other.demands),
    )
    return Likeness(
        tuple(way for way, holds in ways if holds), tuple(what for what, holds in odd if holds)
    )


def near(one: str, other: str) -> bool:
    """Say whether two titles share most of their words, whatever their order, case and signs; of
    Chinese each character counts as a word."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    return len(first & second) / len(first | second) >= NEAR


def _words(title: str) -> set[str]:
    return set(_WORDS.findall(unicodedata.normalize("NFKC", title).casefold()))


def _is_far(one: Traits, other: Traits) -> bool:
    """Say whether two prices are of other goods; where one is not known, they are not."""
    if one.price is None or other.price is None or one.currency != other.currency:
        return False
    low, high = sorted((one.price, other.price))
    return high > TIMES * low
