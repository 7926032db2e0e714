"""Draws that the whole economy uses, from one stream of chance."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from math import exp, log
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """A stream of chance with the draws that are wanted here. Same seed, same draws."""

    def __init__(self, *seeds: int) -> None:
        """Start a stream from whole numbers that are not negative."""
        self.rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(list(seeds))))
        self.salt = "-".join(map(str, seeds))

    def chance(self, share: float) -> bool:
        """Say yes in `share` of all cases."""
        return bool(self.rng.random() < share)

    def between(self, low: float, high: float) -> float:
        """Draw evenly between two numbers."""
        return low + (high - low) * float(self.rng.random())

    def whole(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return int(self.rng.integers(low, high + 1))

    def pick(self, things: Sequence[T]) -> T:
        """Draw one of them, each as likely."""
        return things[int(self.rng.integers(len(things)))]

    def weighted(self, things: Sequence[T], weights: Sequence[float]) -> T:
        """Draw one of them by weight."""
        sums = np.cumsum(np.asarray(weights, dtype=float))
        at = int(np.searchsorted(sums, self.rng.random() * sums[-1], side="right"))
        return things[min(at, len(things) - 1)]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """Draw `count` different ones, or all where there are fewer."""
        order = self.rng.permutation(len(things))[:count]
        return [things[int(at)] for at in order]

    def spread(self, median: float, sigma: float) -> float:
        """Draw a lognormal number around its median."""
        return median * exp(sigma * float(self.rng.standard_normal()))

    def normal(self, mean: float, deviation: float) -> float:
        """Draw from a normal law."""
        return mean + deviation * float(self.rng.standard_normal())

    def count(self, mean: float) -> int:
        """Draw a Poisson number."""
        return int(self.rng.poisson(mean))

    def digits(self, count: int) -> str:
        """Draw digits, the first not a nought."""
        return str(self.whole(10 ** (count - 1), 10**count - 1))

    def paper(self, *what: object) -> str:
        """The hash of a paper that is told apart by `what`; no draw."""
        return sha256(f"{self.salt}|{'|'.join(map(str, what))}".encode()).hexdigest()


def logistic(x: float) -> float:
    """Turn logits into a chance."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, x))))


def logit(p: float) -> float:
    """Turn a chance into logits."""
    return log(p / (1.0 - p))
