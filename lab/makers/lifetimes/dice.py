"""Draws every chance of a market from one seeded generator."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """Short names for the draws that the world needs; the same seed gives the same draws."""

    def __init__(self, seed: int, stream: int = 0) -> None:
        self.generator = np.random.Generator(
            np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(stream,)))
        )

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return bool(self.generator.random() < probability)

    def between(self, low: float, high: float) -> float:
        """Uniform from `low` to `high`."""
        return low + (high - low) * float(self.generator.random())

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(float(self.generator.random()) * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """One of the items, each as likely."""
        return items[int(float(self.generator.random()) * len(items))]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """At most `count` of the items, none twice, in random order."""
        if count >= len(items):
            order = self.generator.permutation(len(items))
            return [items[int(each)] for each in order]
        chosen: dict[int, None] = {}
        while len(chosen) < count:
            chosen[int(float(self.generator.random()) * len(items))] = None
        return [items[each] for each in chosen]

    def wait(self, mean: float) -> float:
        """Exponential waiting time in days, or any other positive quantity of this mean."""
        return float(self.generator.exponential(mean))

    def skewed(self, median: float, sigma: float) -> float:
        """Lognormal with this median; `sigma` is the deviation of its natural logarithm."""
        return median * math.exp(sigma * float(self.generator.standard_normal()))

    def normal(self, mean: float = 0.0, deviation: float = 1.0) -> float:
        """Normal."""
        return mean + deviation * float(self.generator.standard_normal())

    def beta(self, a: float, b: float) -> float:
        """A share, beta distributed with mean a / (a + b)."""
        return float(self.generator.beta(a, b))

    def digits(self, count: int) -> str:
        """So many decimal digits; the first is not zero."""
        low = 10 ** (count - 1)
        return str(int(self.generator.integers(low, 10 * low)))

    def sha256(self) -> str:
        """64 hexadecimal digits, in place of a document's hash."""
        return self.generator.bytes(32).hex()
