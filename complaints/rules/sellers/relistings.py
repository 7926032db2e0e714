"""Whether a listing is another one on sale again: the same product, by its title, and a near
picture. Pure; whoever calls keeps to one store.

Whom it may wrong: a store that sells variants of one product by one picture. It is said to staff
and to the marketplace, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from difflib import SequenceMatcher
from typing import Final

# Perceptual hashes of 64 bits that differ in no more are of one picture, scaled or saved anew.
NEAR: Final = 6
# From this likeness on, 0 to 1, two titles name one product, in whatever order their words stand.
SAME_PRODUCT: Final = 0.8
_PERCEPTUAL: Final = 16


def are_near(one: str, other: str) -> bool:
    """Say whether two hashes are of one picture: equal or, of perceptual ones, near.

    >>> are_near("00000000000000ff", "00000000000000f0"), are_near("ab" * 32, "ac" * 32)
    (True, False)
    """
    if one == other:
        return True
    if len(one) != _PERCEPTUAL or len(other) != _PERCEPTUAL:
        return False
    return (int(one, 16) ^ int(other, 16)).bit_count() <= NEAR


def is_same_offer(
    title: str | None, pictures: Collection[str], its_title: str | None, its: Collection[str]
) -> bool:
    """Say whether two listings of one store offer the same: both things have to be known."""
    if not title or not its_title:
        return False
    if not any(are_near(one, other) for one in pictures for other in its):
        return False
    mine, others = (" ".join(sorted(each.casefold().split())) for each in (title, its_title))
    return SequenceMatcher(None, mine, others, autojunk=False).ratio() >= SAME_PRODUCT
