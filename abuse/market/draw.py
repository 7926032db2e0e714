"""Random draws that are the same on every machine.

Everything is made from the 53-bit uniforms of PCG64, whose stream is fixed; the distributions of
the library are not used, because their streams may change from release to release. Each part of a
market has its own stream, so that a change to one leaves the others as they were.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_BLOCK = 512


class Draw:
    """A stream of draws named by a seed and the names of what it is for.

    Examples
    --------
    >>> Draw(7, "ring", 1).between(1, 1000) == Draw(7, "ring", 1).between(1, 1000)
    True
    """

    def __init__(self, seed: int, *names: str | int) -> None:
        words = [seed, *(zlib.crc32(str(name).encode()) for name in names)]
        self._bits = np.random.Generator(np.random.PCG64(np.random.SeedSequence(words)))
        self._block: list[float] = []

    def unit(self) -> float:
        """Uniform in [0, 1)."""
        if not self._block:
            self._block = self._bits.random(_BLOCK).tolist()
        return self._block.pop()

    def chance(self, p: float) -> bool:
        return self.unit() < p

    def uniform(self, low: float, high: float) -> float:
        return low + (high - low) * self.unit()

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.unit() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self.unit() * len(choices))]

    def weighted(self, choices: Sequence[tuple[T, float]]) -> T:
        """One of (value, weight) pairs."""
        point = self.unit() * sum(weight for _, weight in choices)
        for value, weight in choices:
            point -= weight
            if point < 0:
                return value
        return choices[-1][0]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """Up to `count` different members, in random order."""
        pool = list(choices)
        count = min(count, len(pool))
        for i in range(count):
            j = self.between(i, len(pool) - 1)
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:count]

    def heavy(self, low: int, high: int, tail: float) -> int:
        """A whole number from a Pareto law cut off at `high`; a smaller `tail` is a heavier one."""
        cut = 1.0 - (low / (high + 1)) ** tail
        return min(int(low * (1.0 - self.unit() * cut) ** (-1.0 / tail)), high)

    def delay(self, median: float) -> float:
        """A positive duration around a median, from a third of it to three times as long."""
        return float(median * 3.0 ** (self.unit() + self.unit() - 1.0))

    def text(self, alphabet: str, length: int) -> str:
        return "".join(self.pick(alphabet) for _ in range(length))

    def digits(self, length: int) -> str:
        """A number of that many digits, without a leading zero."""
        return self.pick("123456789") + self.text("0123456789", length - 1)

    def hexadecimal(self, length: int) -> str:
        """So many digits of base sixteen, eight from each draw."""
        words = (f"{int(self.unit() * 2**32):08x}" for _ in range(-(-length // 8)))
        return "".join(words)[:length]

    def sha256(self) -> str:
        """A file's hash: nobody looks behind it."""
        return self.hexadecimal(64)
