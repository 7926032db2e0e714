"""Shares of unfounded claims: how likely a record is by share, and under one group or another.

Likelihoods of records have a row a filer and a column a share. The module knows rates and sums; it
accuses nobody.
"""

from __future__ import annotations

from functools import cache
from typing import Final, TypeAlias

import numpy as np
from scipy import special

from abuse.arrays import Floats, Ints

Beta: TypeAlias = tuple[float, float]

# The share of unfounded claims that is expected of a filer before any evidence.
UNFOUNDED: Final = 0.12
# Shares of unfounded claims at which a filer's record is weighed.
SHARES: Final = np.linspace(0.01, 0.99, 50)
# So many complaints are weighed at all shares at once; more of them share by share, for memory.
_FEW: Final = 2_000


def record_likelihood(filer: Ints, odds: Floats, weight: Floats, size: int) -> Floats:
    """Log-likelihood of complaints with these log-odds, by filer and share of unfounded claims."""
    ratio = np.exp(odds)
    if len(odds) <= _FEW:
        logs = weight[:, None] * np.log(SHARES * ratio[:, None] + 1 - SHARES)
        cell = filer[:, None] * len(SHARES) + np.arange(len(SHARES))
        sums = np.bincount(cell.ravel(), weights=logs.ravel(), minlength=size * len(SHARES))
        return sums.astype(np.float64).reshape(size, len(SHARES))
    table = np.empty((size, len(SHARES)))
    for column, share in enumerate(SHARES.tolist()):
        logs = weight * np.log(share * ratio + 1 - share)
        table[:, column] = np.bincount(filer, weights=logs, minlength=size)
    return table


def log_sum_exp(values: Floats) -> Floats:
    """The logarithm of the sum of each row's exponentials; of finite values alone.

    What `scipy.special.logsumexp` gives: that one asks for more kinds of arrays than there are here
    and takes ten times as long for a few rows, of which a scan weighs thousands.
    """
    most = values.max(axis=-1, keepdims=True)
    total: Floats = np.log(np.exp(values - most).sum(axis=-1)) + most[..., 0]
    return total


@cache
def log_beta(shape: Beta) -> Floats:
    """The logarithm of a Beta's density at the shares, which sums to 1 over them."""
    a, b = shape
    raw = (a - 1) * np.log(SHARES) + (b - 1) * np.log(1 - SHARES)
    density: Floats = raw - log_sum_exp(raw)
    return density


def weigh(likelihood: Floats, guilty: Beta, honest: Floats) -> Floats:
    """Log Bayes factor of each record under a Beta of shares against another's densities.

    `honest` has a row for all records, or one for each. Who has no record has none, to the last
    digit: nobody is in question by a rounding error.
    """
    factor = log_sum_exp(likelihood + log_beta(guilty)) - log_sum_exp(likelihood + honest)
    return np.where(likelihood.any(axis=-1), factor, 0.0)


def pool(likelihood: Floats, guilty: Beta, honest: Floats) -> tuple[float, float]:
    """Evidence that some filers share one share of unfounded claims, and that share.

    One share for all, drawn as abusers' are, against a share of each one's own, drawn as honest
    filers' are: the log Bayes factor. `likelihood` and `honest` have a row a member; where nobody
    has a record the evidence is none, as in `weigh`.
    """
    joint = likelihood.sum(axis=0) + log_beta(guilty)
    together, alone = log_sum_exp(joint), log_sum_exp(likelihood + honest)
    evidence = float(together - alone.sum()) if likelihood.any() else 0.0
    return evidence, float(np.exp(joint - together) @ SHARES)


def posterior(likelihood: Floats, density: Floats) -> tuple[Floats, Floats, Floats]:
    """Posterior mean of each record's share, and its 5th and 95th percentile."""
    chance = special.softmax(likelihood + density, axis=1)
    below = np.cumsum(chance, axis=1)
    low, high = (SHARES[(below < point).sum(axis=1).clip(max=49)] for point in (0.05, 0.95))
    return chance @ SHARES, low, high
