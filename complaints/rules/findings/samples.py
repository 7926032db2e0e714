"""The monthly random sample of unflagged filers: its size, and its estimate of missed abuse."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class SamplePolicy:
    """The number of filers a month, and the least number of closed claims within so many days."""

    size: int = 20
    min_claims: int = 5
    window: int = 365


@dataclass(frozen=True, slots=True)
class Missed:
    """The estimate of abusive filers among the unflagged: the share, its interval, and the number
    of filers for both ends.

    `judged` counts those called clean or abusive; `unsure` ones are counted apart as neither.
    """

    judged: int
    abusive: int
    unsure: int
    open: int
    population: int
    share: float | None
    low: float
    high: float

    @property
    def filers_low(self) -> int:
        # What was seen is there at least.
        return max(self.abusive, round(self.low * self.population))

    @property
    def filers_high(self) -> int:
        return min(self.population, round(self.high * self.population))


def month_of(moment: datetime) -> str:
    """Return a moment's month, as 2026-11."""
    return f"{moment:%Y-%m}"


def draw_ids(eligible: Collection[int], *, size: int, seed: int | str) -> list[int]:
    """Return `size` of the ids, drawn at random; the same seed draws the same.

    Ids are ordered by SHA-256 of "seed:id" and the first are taken, so that anybody can repeat it.
    """

    def key(each: int) -> str:
        return hashlib.sha256(f"{seed}:{each}".encode()).hexdigest()

    return sorted(set(eligible), key=key)[:size]


def missed(*, clean: int, abusive: int, unsure: int, undecided: int, population: int) -> Missed:
    """Return a sample's estimate for the filers that were not drawn.

    The interval is Clopper and Pearson's (1934, Biometrika 26), at least 95 %; with nothing judged
    it is the whole range.
    """
    from scipy.special import betaincinv

    judged, tail = clean + abusive, (1 - CONFIDENCE) / 2
    low, high = 0.0, 1.0
    if abusive:
        low = float(betaincinv(abusive, clean + 1, tail))
    if clean:
        high = float(betaincinv(abusive + 1, clean, 1 - tail))
    share = abusive / judged if judged else None
    return Missed(judged, abusive, unsure, undecided, population, share, low, high)
