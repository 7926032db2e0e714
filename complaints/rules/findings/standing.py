"""A filer's figures against its peers': shares, intervals, control limits. One definition for all.

Pure arithmetic, without the detector's libraries, because pages are rendered with it.
`abuse/explain/standing.py` defines what is counted. Must not judge a filer.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import accumulate

# Tails left out on each side: 95 of 100 honest filers, and 998 of 1,000, lie within.
USUAL, FAR = 0.025, 0.001
# Below this weight a share has no meaning.
LEAST_WEIGHT = 3.0
# From here on chance within one filer is negligible beside how honest filers differ.
_MOST = 1_000
_Z = 1.959964


class PeerPlace(StrEnum):
    """Where a share lies against the peers' range."""

    TOO_FEW = "too_few"
    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    FAR_ABOVE = "far_above"


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of claims, and their weights in the funnel; figures add up."""

    claims: int = 0
    closed: int = 0
    decided: int = 0
    unfounded: int = 0
    manifest: int = 0
    graded: int = 0
    withdrawn: int = 0
    answered: int = 0
    dropped: int = 0
    weight: float = 0.0
    observed: float = 0.0
    expected: float = 0.0
    dropped_weight: float = 0.0
    dropped_observed: float = 0.0
    dropped_expected: float = 0.0


@dataclass(frozen=True, slots=True)
class Range:
    """A weighted share with its confidence interval, and the peers' range at its weight.

    Shares lie in [0, 1]; `share`, `low` and `high` are None where the weight is 0. `place` is
    None for whom the figures are: it reads its own and its peers', and no verdict.
    """

    weight: float
    share: float | None
    low: float | None
    high: float | None
    peer_share: float
    peer_low: float
    peer_high: float
    peer_far_high: float
    place: PeerPlace | None


def without_verdict(compared: Range) -> Range:
    """Return the figures alone: a filer reads where it lies from them, and never that somebody
    judged it so, whether or not it is flagged."""
    return replace(compared, place=None)


def add(figures: Iterable[Figures]) -> Figures:
    """Return the sum of several figures."""
    rows = list(figures)
    return Figures(*(sum(getattr(row, each.name) for row in rows) for each in fields(Figures)))


def compare_share(weight: float, observed: float, expected: float, rho: float) -> Range:
    """Return a filer's share with its interval and its peers' range.

    `weight` counts claims that are comparable, `observed` those of them that count against the
    filer, `expected` the number among honest peers; `rho` is how much honest filers differ.
    """
    if weight <= 0:
        return Range(weight, None, None, None, 0.0, 0.0, 1.0, 1.0, PeerPlace.TOO_FEW)
    share = min(observed / weight, 1.0)
    peer = min(max(expected / weight, 0.01), 0.95)
    low, high = limits(weight, peer, rho, USUAL)
    far = limits(weight, peer, rho, FAR)[1]
    return Range(
        weight, share, *interval(share, weight), peer, low, high, far,
        _place(weight, share, low, high, far),
    )  # fmt: skip


def _place(weight: float, share: float, low: float, high: float, far: float) -> PeerPlace:
    if weight < LEAST_WEIGHT:
        return PeerPlace.TOO_FEW
    if share > far:
        return PeerPlace.FAR_ABOVE
    if share > high:
        return PeerPlace.ABOVE
    return PeerPlace.BELOW if share < low else PeerPlace.WITHIN


def interval(share: float, weight: float) -> tuple[float, float]:
    """Return the 95 % interval of a share of `weight` claims (Wilson 1927)."""
    square = _Z * _Z
    middle = (share + square / (2 * weight)) / (1 + square / weight)
    spread = _Z * math.sqrt(share * (1 - share) / weight + square / (4 * weight * weight))
    spread /= 1 + square / weight
    return max(middle - spread, 0.0), min(middle + spread, 1.0)


def limits(weight: float, mean: float, rho: float, tail: float) -> tuple[float, float]:
    """Return the funnel's control limits: a share `tail` of honest filers lies beyond each of them.

    Quantiles of the beta-binomial with this mean and intra-class correlation, as the scan's null
    (Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202). Limits at a fractional weight are
    interpolated, so that they form a smooth line.
    """
    if weight <= 0 or not 0 < mean < 1:
        return 0.0, 1.0
    part, below = math.modf(min(max(weight, 1.0), _MOST))
    first, then = (_quantiles(int(below) + more, mean, rho, tail) for more in (0, 1))
    return first[0] + part * (then[0] - first[0]), first[1] + part * (then[1] - first[1])


def _quantiles(n: int, mean: float, rho: float, tail: float) -> tuple[float, float]:
    sums = list(accumulate(_chances(n, mean, rho), initial=0.0))
    return _quantile(sums, tail) / n, _quantile(sums, 1 - tail) / n


def _quantile(sums: Sequence[float], part: float) -> float:
    """Return the number of claims below which `part` of honest filers lie.

    `sums` holds for each number, from 0, the chance of fewer. The result lies between two whole
    numbers, so that limits do not jump (Spiegelhalter, section 3).
    """
    k = bisect_left(sums, part)
    within = (part - sums[k - 1]) / (sums[k] - sums[k - 1])
    return max(k - 2 + within, 0.0)


def _chances(n: int, mean: float, rho: float) -> Iterator[float]:
    """Yield the beta-binomial's chance of each number from 0 to `n`."""
    concentration = (1 - rho) / rho
    a, b = mean * concentration, (1 - mean) * concentration
    chance = math.exp(_log_beta(a, n + b) - _log_beta(a, b))
    yield chance
    for k in range(n):
        chance *= (n - k) / (k + 1) * (k + a) / (n - k - 1 + b)
        yield chance


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
