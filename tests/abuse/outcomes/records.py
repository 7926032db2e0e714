"""Records of filers by hand, and what `abuse.outcomes.peers` makes of them, written out."""

from __future__ import annotations

from math import lgamma

import numpy as np

from abuse.outcomes.peers import Record


def record(
    bad: float, claims: float, peer: float, rho: float, *, complaints_bad: int | None = None
) -> Record:
    """A record of one filer, each of whose complaints has one claim."""
    several = int(bad) if complaints_bad is None else complaints_bad
    return Record(
        claims=np.array([int(claims)]),
        bad=np.array([int(bad)]),
        complaints_bad=np.array([several]),
        observed=np.array([float(bad)]),
        total=np.array([float(claims)]),
        expected=np.array([claims * peer]),
        rho=rho,
    )


def shrunk(bad: float, claims: float, peer: float, rho: float) -> float:
    """The rate pulled to the peers', who weigh (1 - rho) / rho claims."""
    weight = (1 - rho) / rho
    return (bad + peer * weight) / (claims + weight)


def evidence(bad: int, claims: int, peer: float, rho: float) -> float:
    """The log Bayes factor: a Beta of two claims about a high mean against the peers' Beta."""
    high = max(0.5, (1 + peer) / 2 - 0.05)

    def likelihood(mean: float, weight: float) -> float:
        a, b = mean * weight, (1 - mean) * weight
        return _log_beta(bad + a, claims - bad + b) - _log_beta(a, b)

    return likelihood(high, 2.0) - likelihood(peer, (1 - rho) / rho)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
