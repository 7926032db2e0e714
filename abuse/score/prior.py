"""The share of filers that abuse, learnt from a market: evidence of its filers in, a prior out.

One stated share fits no two markets: where fewer abuse, the same evidence is more often bad luck.
It counts filers and judges none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np
from scipy import special

from abuse.policy import Policy

# How many filers the stated share stands for: a market of so many lies half-way between it and what
# its own evidence shows.
_WEIGHT: Final = 100
# The largest share that is learnt: who floods a market with bad accounts must not bring the honest
# among them nearer to a warning.
_MOST: Final = 0.10
# The smallest, of the stated one: where hardly anything is contested a record shows few abusers,
# whether it has them or not, and a flagrant one among thousands of quiet filers is to be seen.
_LEAST: Final = 0.1
# Rounds until the share stands still; most markets need some ten.
_ROUNDS: Final = 500
_STILL: Final = 1e-9


def in_market(policy: Policy, evidence: Iterable[float], filers: int) -> Policy:
    """Return the policy with the share of abusers that a market shows.

    Parameters
    ----------
    policy : Policy
        Its `prior` is where the share is drawn to, with the weight of `_WEIGHT` filers.
    evidence : iterable of float
        Log-odds of each filer against whom something speaks (`abuse.score.judging.evidence_of`).
    filers : int
        All filers of the market of whom something is decided: those of them against whom nothing
        speaks do not abuse.

    Notes
    -----
    Expectation and maximisation over the score's own odds: each filer counts with its probability
    under the share so far, so none moves the share by more than one part in all filers and
    `_WEIGHT`. The likelihood is concave in the share: the start does not matter. Whom it may
    wrong: who files among many abusers is believed a little less, for the same evidence; from
    `_MOST` on no more abusers make it any less, and under `_LEAST` of the stated share no more
    quiet filers make it any more.

    References
    ----------
    Saerens, Latinne and Decaestecker (2002), Adjusting the outputs of a classifier to new a priori
    probabilities, Neural Computation 14, 21-41.

    Examples
    --------
    >>> in_market(Policy(prior=0.04), [], 300).share
    0.01
    """
    # In order, so that the share does not depend on that of the rows.
    odds = policy.slope * np.sort(np.fromiter(evidence, np.float64)) + policy.offset
    odds += policy.shapes.offset
    share, whole = policy.prior, _WEIGHT + filers
    for _ in range(_ROUNDS):
        before = share
        abuse = float(special.expit(odds + special.logit(share)).sum())
        share = (_WEIGHT * policy.prior + abuse) / whole
        if abs(share - before) < _STILL:
            break
    # A flood of bad accounts must not make the honest among them look likelier to abuse.
    most = max(policy.prior, _MOST)
    return replace(policy, share=min(max(share, _LEAST * policy.prior), most))
