"""Upper tails of the beta-binomial, for all filers at once.

SciPy sums each tail term by term in Python; here the terms of many tails are one array. It knows
rates and counts only.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.special import betaln

from abuse.arrays import Floats, Ints

# Terms made in one go; bounds the memory.
_AT_ONCE = 1_000_000


def upper_tail(k: Ints, n: Ints, a: Floats, b: Floats) -> Floats:
    """P(X >= k) for X beta-binomial of n trials with shapes a and b.

    The shorter side in chance is summed: the upper one where k lies above the mean, so that small
    tails are exact and not what is left of 1.

    Examples
    --------
    >>> upper_tail(np.array([0, 2]), np.array([3, 2]), np.ones(2), np.ones(2)).round(4)
    array([1.    , 0.3333])
    """
    high = k * (a + b) > n * a
    first, last = np.where(high, k, 0), np.where(high, n, k - 1)
    count = (last - first + 1).clip(min=0)
    total = np.empty(len(k))
    part = np.cumsum(count) // _AT_ONCE
    bounds = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), len(k)] if len(k) else [0]
    for low, up in pairwise(bounds):
        some = slice(low, up)
        row = np.repeat(np.arange(up - low), count[some])
        start = np.cumsum(count[some]) - count[some]
        x = np.arange(len(row)) + (first[some] - start)[row]
        trials, one, two = n[some][row], a[some][row], b[some][row]
        log = betaln(x + one, trials - x + two) - betaln(one, two)
        log -= np.log1p(trials) + betaln(trials - x + 1, x + 1)
        total[some] = np.bincount(row, np.exp(log), minlength=up - low)
    return np.where(high, total, 1 - total).clip(0, 1)
