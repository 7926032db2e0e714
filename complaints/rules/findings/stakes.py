"""What is at stake with an account's claims: what orders flags that the scan is as sure of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# The days for which a takedown that is answered holds a listing down at least (17 U.S.C. 512(g)):
# so many are at stake with a claim that is still open.
OPEN_CLAIM_DAYS = 14


@dataclass(frozen=True, slots=True)
class Stake:
    """Days for which claims have held listings down, stores concerned, and claims still open.

    Claims that a person graded founded are not among them.
    """

    listing_days: int = 0
    stores: frozenset[int] = frozenset()
    open_claims: int = 0

    @property
    def weight(self) -> int:
        """The stake as one number, in listing-days.

        Examples
        --------
        >>> Stake(listing_days=30, open_claims=2).weight
        58
        """
        return self.listing_days + OPEN_CLAIM_DAYS * self.open_claims


def of_several(stakes: Iterable[Stake]) -> Stake:
    """Return what is at stake with several accounts together; a store counts once.

    Examples
    --------
    >>> both = of_several([Stake(3, frozenset({1, 2}), 1), Stake(4, frozenset({2}), 0)])
    >>> both.listing_days, len(both.stores), both.open_claims
    (7, 2, 1)
    """
    each = list(stakes)
    return Stake(
        sum(stake.listing_days for stake in each),
        frozenset().union(*(stake.stores for stake in each)),
        sum(stake.open_claims for stake in each),
    )
