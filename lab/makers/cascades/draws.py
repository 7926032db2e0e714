"""Random draws by name of a distribution; one stream is one string, the same on each machine."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from math import exp
from pathlib import Path
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")


def table(name: str) -> dict[str, Any]:
    """A table of this package: `rates`, `people` or `words`."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


class Draws(Random):
    """A stream of draws, seeded by a string."""

    def chance(self, share: float) -> bool:
        return self.random() < share

    def poisson(self, mean: float) -> int:
        """A count; above 40 by the normal that it is near."""
        if mean > 40:
            return max(0, round(self.gauss(mean, mean**0.5)))
        count, left, floor = 0, self.random(), exp(-mean)
        while left > floor:
            count += 1
            left *= self.random()
        return count

    def around(self, middle: float, spread: float) -> float:
        """A log-normal with this median and this deviation of its logarithm."""
        return middle * exp(self.gauss(0, spread))

    def wait(self, mean: float) -> float:
        """An exponential kernel: the delay from a cause to what it causes, in days."""
        return self.expovariate(1 / mean)

    def frailty(self, shape: float) -> float:
        """A random effect: gamma with mean one."""
        return self.gammavariate(shape, 1 / shape)

    def part(self, mean: float, strength: float) -> float:
        """A share that differs from one to the next: beta with this mean."""
        return self.betavariate(mean * strength, (1 - mean) * strength)

    def among(self, weights: Mapping[T, float]) -> T:
        return self.choices(list(weights), list(weights.values()))[0]

    def by(self, items: Sequence[T], weight: Callable[[T], float]) -> T:
        return self.choices(items, [weight(item) for item in items])[0]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        return self.sample(items, min(count, len(items)))

    def digits(self, count: int) -> str:
        return "".join(self.choices("0123456789", k=count))
