"""The monthly sample of unflagged filers: its size, who is drawn, and its estimate of missed abuse.

Most are drawn at random, a few by how unsure the scan is of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

CONFIDENCE = 0.95
# One filer is drawn by how unsure the scan is of it beside so many at random.
_AT_RANDOM_FOR_ONE = 4


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

    return sorted(set(eligible), key=lambda each: _hashed(f"{seed}:{each}"))[:size]


def number_by_doubt(at_random: int) -> int:
    """Return how many are drawn by doubt beside so many at random."""
    return -(-at_random // _AT_RANDOM_FOR_ONE)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Filers drawn by how unsure the scan is of them; and by filer, drawn or not, the chance to be
    drawn either way."""

    drawn: list[int]
    chance: dict[int, float]


def draw_by_doubt(
    scores: Mapping[int, float], *, at_random: int, population: int, seed: int
) -> Doubtful:
    """Draw some filers in proportion to how unsure their scores are; the same seed draws the same.

    Parameters
    ----------
    scores : mapping of int to float
        By filer that can be drawn, what a scan gave it.
    at_random, population : int
        How many were drawn at random, and of how many: with the chance that this gave each.
    seed : int
        That of the random draw. Filers are ordered by SHA-256 of "seed:doubt:id", and the draw
        starts at that of "seed:doubt": neither draw asks the other.

    Notes
    -----
    `abuse.fitting.audits` has the method.
    """
    import numpy as np

    from abuse.fitting.audits import chance_of_either, doubt_chances, draw_by_chance

    order = sorted(scores, key=lambda each: _hashed(f"{seed}:doubt:{each}"))
    score = np.array([scores[each] for each in order], np.float64)
    chance = doubt_chances(score, number_by_doubt(at_random))
    start = int(_hashed(f"{seed}:doubt")[:12], 16) / 16**12
    either = chance_of_either(at_random / population, chance) if population else chance
    return Doubtful(
        [order[place] for place in draw_by_chance(chance, start).tolist()],
        dict(zip(order, either.tolist(), strict=True)),
    )


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


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
