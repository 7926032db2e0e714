"""Peers: a filer's share of bad outcomes, as it is and shrunk towards everybody's.

It compares no filer with peers of the same right and basis, as our own rates do.
"""

from __future__ import annotations

import numpy as np

from abuse.arrays import Bools, Floats
from abuse.record.view import View
from lab.baselines.record import known_and_bad


def raw_rate(view: View) -> Floats:
    """Bad claims over claims with an outcome; 0 without any.

    Notes
    -----
    Whom it wrongs: whoever filed once and lost.
    """
    n, k = _counts(view)
    return k / np.maximum(n, 1)


def shrunk_rate(view: View) -> Floats:
    """Posterior mean of the share under a beta prior fitted to all filers (empirical Bayes).

    Notes
    -----
    The prior's mean and weight are those of moments. Whom it wrongs: filers of rights that are
    refused more often than others, and careless ones.

    References
    ----------
    Kleinman (1973), Proportions with extraneous variance, JASA 68, for the moments; Casella (1985),
    An introduction to empirical Bayes data analysis, The American Statistician 39.
    """
    n, k = _counts(view)
    mean, weight = _prior(n, k)
    return (k + mean * weight) / (n + weight)


def _counts(view: View) -> tuple[Floats, Floats]:
    def count(claims: Bools) -> Floats:
        counted: Floats = np.bincount(view.filer[claims], minlength=view.n_filers).astype(float)
        return counted

    known, bad = known_and_bad(view)
    return count(known), count(bad)


def _prior(n: Floats, k: Floats) -> tuple[float, float]:
    """Mean and weight (pseudo-claims) of the beta prior, from filers with an outcome."""
    n, k = n[n > 0], k[n > 0]
    total = n.sum()
    if len(n) < 2 or not 0 < k.sum() < total:
        return 0.5, 2.0
    mean = k.sum() / total
    spread = float(np.sum(n * (k / n - mean) ** 2))
    between = spread - mean * (1 - mean) * (len(n) - 1)
    scale = mean * (1 - mean) * (total - np.sum(n**2) / total - (len(n) - 1))
    rho = float(np.clip(between / scale, 1e-3, 0.999)) if scale > 0 else 0.5
    return float(mean), 1 / rho - 1
