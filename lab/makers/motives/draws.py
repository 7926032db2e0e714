"""Draws by chance from one seeded source: the same seed gives the same on each machine."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from hashlib import sha256
from itertools import accumulate
from math import exp, log
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance(Random):
    """A source of chance with the few laws that the market needs."""

    def happens(self, share: float) -> bool:
        return self.random() < share

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.random()

    def log_between(self, low: float, high: float) -> float:
        """Uniform on the logarithm."""
        return exp(self.between(log(low), log(high)))

    def spread(self, median: float, sigma: float) -> float:
        """Log-normal about a median."""
        return median * exp(self.gauss(0, sigma))

    def heavy(self, least: float, tail: float, most: float) -> float:
        """Pareto, cut at `most`."""
        return min(most, least * self.paretovariate(tail))

    def whole(self, mean: float) -> int:
        """A whole number with this mean, as near to it as can be."""
        return int(mean) + self.happens(mean - int(mean))

    def weighted(self, shares: dict[T, float]) -> T:
        """One of the keys by its weight."""
        return self.choices(list(shares), list(shares.values()))[0]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """Up to `count` different ones."""
        return self.sample(things, min(count, len(things)))


class Urn:
    """Draws among many by weights that stay as they are."""

    def __init__(self, weights: Sequence[float]) -> None:
        self.sums = list(accumulate(weights))

    def draw(self, chance: Chance) -> int:
        return min(len(self.sums) - 1, bisect(self.sums, chance.random() * self.sums[-1]))


def shifted(share: float, logits: float) -> float:
    """A share moved by so many logits.

    >>> round(shifted(0.5, 1.0), 3)
    0.731
    """
    return 1 / (1 + (1 - share) / share * exp(-logits))


def file_hash(*words: object) -> str:
    """The SHA-256 of a paper that these words identify."""
    return sha256("|".join(str(word) for word in words).encode()).hexdigest()
