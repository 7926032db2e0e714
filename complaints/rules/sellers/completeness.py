"""Whether an answer is whole where a law asks for the seller's real identity and for preliminary
evidence: E-Commerce Law of China Art. 43, Civil Code Art. 1196.

An answer that lacks one is kept, and its seller is asked for it. What is checked here can be
checked without reading: a registration number by its own check character, documents by what their
sender says that they show, facts by their kinds and numbers. Where that is not enough, a person
says whether what is there is. Pure.
"""

from __future__ import annotations

import string
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from abuse.identity.keys import bare
from complaints.rules.law.regimes import Need


class Lack(StrEnum):
    """What an answer lacks."""

    IDENTITY = "identity"
    EVIDENCE = "evidence"


# Which of a law's needs an answer may be completed with later.
COMPLETED_LATER: Final = {Need.IDENTITY: Lack.IDENTITY, Need.EVIDENCE: Lack.EVIDENCE}


class FactKind(StrEnum):
    """What a number can be looked up by: a fact that somebody else can check."""

    ORDER = "order"
    INVOICE = "invoice"
    LICENCE = "licence"
    REGISTRATION = "registration"


# So many facts are evidence: what one number says, anybody could have read somewhere.
ENOUGH_FACTS: Final = 2
# Numbers of orders, invoices and registers are longer than this; "L-1" could be anything.
FEWEST_SIGNS: Final = 5
FEWEST_DIGITS: Final = 3
FEWEST_LETTERS: Final = 2

# GB 32100-2015: the signs of a unified social credit code, in the order of their values.
_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_LENGTH: Final = 18


@dataclass(frozen=True, slots=True)
class NumberedFact:
    """A number that can be looked up, with what it is the number of."""

    kind: FactKind | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """What a seller adds to its answer; `documents` are the files that come with it, and `shows`
    what they show."""

    name: str | None = None
    registration: str | None = None
    facts: tuple[NumberedFact, ...] = ()
    shows: frozenset[Lack] = frozenset()
    documents: frozenset[int] = frozenset()
    note: str | None = None


def lacks_of(
    asked: Collection[Need],
    *,
    name: str,
    registration: str | None,
    facts: Sequence[NumberedFact],
    shows: Collection[Lack],
    documents: int,
) -> tuple[Lack, ...]:
    """Return what an answer lacks of what a law asks for.

    `shows` is what its sender says that the `documents` show: each thing takes a document of its
    own, so that one file does not stand for both.
    """
    shown = frozenset(shows) if documents >= len(frozenset(shows)) else frozenset()
    is_there = {
        Lack.IDENTITY: is_name(name)
        and (Lack.IDENTITY in shown or is_registration(registration or "")),
        Lack.EVIDENCE: Lack.EVIDENCE in shown or are_enough(facts),
    }
    return tuple(
        lack for need, lack in COMPLETED_LATER.items() if need in asked and not is_there[lack]
    )


def count_papers(
    sent: Collection[int],
    before: Collection[int],
    *,
    lacks: Collection[Lack],
    registration: str | None,
    facts: Sequence[NumberedFact],
) -> int:
    """Return how many of the documents `sent` can show what an answer still lacks.

    It had `before` already. What it does not lack and no number shows, one of those does: that one
    shows nothing else. One that showed nothing yet may be sent again.
    """
    by_number = {
        Lack.IDENTITY: is_registration(registration or ""),
        Lack.EVIDENCE: are_enough(facts),
    }
    used = sum(lack not in lacks and not is_shown for lack, is_shown in by_number.items())
    again = set(sent) & set(before)
    return len(set(sent) - again) + min(len(again), max(0, len(set(before)) - used))


def is_name(text: str) -> bool:
    """Say whether a text can be a name at all."""
    return sum(sign.isalpha() for sign in text) >= FEWEST_LETTERS


def is_registration(text: str) -> bool:
    """Say whether a text is the unified social credit code of a business in China, by its check
    character (GB 32100-2015)."""
    code = "".join(text.split()).upper()
    if len(code) != _CODE_LENGTH or any(sign not in _SIGNS for sign in code):
        return False
    weighed = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:-1]))
    return _SIGNS[-weighed % 31] == code[-1]


def are_enough(facts: Sequence[NumberedFact]) -> bool:
    """Say whether these facts can be checked and are enough: two numbers that are not the same."""
    numbers = {bare(each.number) for each in facts if each.kind and is_number(each.number)}
    return len(numbers) >= ENOUGH_FACTS


def is_number(text: str) -> bool:
    """Say whether a text can be the number of an order, an invoice or an entry of a register."""
    plain = bare(text)
    is_long = len(plain) >= FEWEST_SIGNS
    return is_long and sum(sign in string.digits for sign in plain) >= FEWEST_DIGITS
