"""Which claims of one complaint are so alike that one look decides them, and which is the odd one.

    compare_claims(one, other)          # Likeness(ways=("store",), odd=("price",))
    group_claims({1: one, 2: other})    # [AlikeGroup((1, 2), ways=("store",))]

It ticks boxes before a person and decides nothing. What keeps a claim from being taken down with
others, so that it is looked at by itself, is a `Lack`.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
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
    PICTURE = "picture"
    EVIDENCE = "evidence"


class Odd(StrEnum):
    """Why a claim that is alike wants a look of its own."""

    TITLE = "title"
    PRICE = "price"
    ANSWER = "answer"
    DEMAND = "demand"


class Lack(StrEnum):
    """Why a claim is not taken down together with others.

    `EVIDENCE`: no document and no view of its page shows its listing. `OUTSIDE`, `UNKNOWN_PLACE`:
    its right does not hold where the listing is offered, or nobody has said where it holds. `OVER`:
    its right has expired. `EARLIER`: the listing was on sale before the right was registered.
    `UNHEARD`: its seller's time to answer runs. `BARRED`: a law forbids it after an answer.
    """

    EVIDENCE = "evidence"
    OUTSIDE = "outside"
    UNKNOWN_PLACE = "unknown_place"
    OVER = "over"
    EARLIER = "earlier"
    UNHEARD = "unheard"
    BARRED = "barred"


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a claim is compared. `papers` are the documents that are for this listing alone,
    `pictures` what its page shows, copies of one picture as one; `answers` the seller's answers,
    `demands` its reports of demands, by their ids."""

    store: int | None = None
    seller: int | None = None
    title: str = ""
    price: Decimal | None = None
    currency: str | None = None
    papers: frozenset[int] = frozenset()
    pictures: frozenset[str] = frozenset()
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


@dataclass(frozen=True, slots=True)
class AlikeGroup:
    """Claims of which one look decides all: each is alike the first. `ways` are those in which all
    of them are; a claim that is like no other is a group of itself."""

    ids: tuple[int, ...]
    ways: tuple[Way, ...]


def group_claims(claims: Mapping[int, Traits]) -> list[AlikeGroup]:
    """Return the claims in groups, in the order given: a claim goes to that group to whose first it
    is alike in most ways."""
    members: dict[int, list[int]] = {}
    ways: dict[int, tuple[Way, ...]] = {}
    marks = {claim_id: _marks(traits) for claim_id, traits in claims.items()}
    for claim_id, traits in claims.items():
        likenesses = {
            first: compare_claims(claims[first], traits)
            for first in members
            if not marks[claim_id].isdisjoint(marks[first])
        }
        alike = [first for first, likeness in likenesses.items() if likeness.is_alike]
        if not alike:
            members[claim_id], ways[claim_id] = [claim_id], tuple(Way)
            continue
        best = max(alike, key=lambda first: len(likenesses[first].ways))
        members[best].append(claim_id)
        ways[best] = tuple(way for way in ways[best] if way in likenesses[best].ways)
    return [
        AlikeGroup(tuple(ids), ways[first] if len(ids) > 1 else ())
        for first, ids in members.items()
    ]


def _marks(traits: Traits) -> set[tuple[str, object]]:
    """Return that of which two claims that are alike have one in common: 300 that are like no other
    need not be compared each with each."""
    return {
        *(("store", each) for each in (traits.store,) if each is not None),
        *(("seller", each) for each in (traits.seller,) if each is not None),
        *(("word", each) for each in _words(traits.title)),
        *(("picture", each) for each in traits.pictures),
        *(("paper", each) for each in traits.papers),
    }


def compare_claims(one: Traits, other: Traits) -> Likeness:
    """Return in what two claims of one complaint are alike, and what is odd about the other."""
    is_near = near(one.title, other.title)
    shows_same = bool(one.pictures & other.pictures or one.papers & other.papers)
    ways = (
        (Way.STORE, one.store is not None and one.store == other.store),
        (Way.SELLER, one.seller is not None and one.seller == other.seller),
        (Way.TITLE, is_near),
        (Way.PICTURE, bool(one.pictures & other.pictures)),
        (Way.EVIDENCE, bool(one.papers & other.papers)),
    )
    odd = (
        # One store has goods of all kinds.
        (Odd.TITLE, bool(one.title and other.title) and not is_near and not shows_same),
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


@functools.lru_cache(maxsize=1024)
def _words(title: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(unicodedata.normalize("NFKC", title).casefold()))


def _is_far(one: Traits, other: Traits) -> bool:
    """Say whether two prices are of other goods; where one is not known, they are not."""
    if one.price is None or other.price is None or one.currency != other.currency:
        return False
    low, high = sorted((one.price, other.price))
    return high > TIMES * low
