"""Peer: fairness of filers, reliability of claims and guilt of stores, after REV2.

REV2 judges raters of products. Here a claim is a rating, and every claim rates alike: it says that
its store infringes. What REV2 asks of a rater's habits, the claim's own outcome answers here.
"""

from __future__ import annotations

import numpy as np

from abuse.arrays import Floats, Ints
from abuse.record.view import View
from lab.baselines.record import known_and_bad

# Weight of a filer's or a store's own claims starts where it has more than this many (cold start).
PSEUDO_CLAIMS = 2.0
# Of a claim's reliability: its filer's fairness, its agreement with the store, its outcome.
BY_FILER, BY_STORE, BY_OUTCOME = 1.0, 1.0, 2.0
TOLERANCE, MOST_ROUNDS = 1e-6, 200


def rank(view: View) -> Floats:
    """One minus the fairness of each filer.

    Notes
    -----
    Three quantities, each the mean of the others, are recomputed until none moves: *fairness* of a
    filer is the mean reliability of its claims; *guilt* of a store, in [-1, 1], is how far the
    claims against it are believed; *reliability* of a claim is the weighted mean of its filer's
    fairness, its agreement with its store's guilt and its outcome. Means are smoothed towards the
    overall one. Stores are judged by their operator where none is named. Whom it wrongs: the first
    to find a counterfeiter, whose store everyone else believes honest.

    References
    ----------
    Kumar, Hooi, Makhija, Kumar, Faloutsos, Subrahmanian (2018), REV2: fraudulent user prediction in
    rating platforms, WSDM, 333-341.
    """
    if not view.n_claims:
        return np.zeros(view.n_filers)
    known, bad = known_and_bad(view)
    store = _stores(view)
    outcome = np.where(bad, 0.0, 1.0)
    weight = BY_FILER + BY_STORE + np.where(known, BY_OUTCOME, 0.0)
    start = float(outcome[known].mean()) if known.any() else 0.5
    reliability = np.where(known, outcome, start)
    fairness = np.full(view.n_filers, start)
    for _ in range(MOST_ROUNDS):
        before = fairness
        fairness = _mean(view.filer, reliability, view.n_filers)
        guilt = _mean(store, 2 * reliability - 1, int(store.max()) + 1)
        agreement = 1 - np.abs(1 - guilt[store]) / 2
        log_odds = np.where(known, BY_OUTCOME * outcome, 0.0)
        reliability = (BY_FILER * fairness[view.filer] + BY_STORE * agreement + log_odds) / weight
        if np.abs(fairness - before).max() < TOLERANCE:
            break
    return 1 - fairness


def _stores(view: View) -> Ints:
    """A number for each claim's store; claims without one share none."""
    known = view.store >= 0
    alone = len(view.stores) + np.arange(view.n_claims)
    numbers: Ints = np.unique(np.where(known, view.store, alone), return_inverse=True)[1]
    return numbers


def _mean(group: Ints, value: Floats, n: int) -> Floats:
    total, count = np.bincount(group, value, n), np.bincount(group, minlength=n)
    smooth: Floats = (total + PSEUDO_CLAIMS * value.mean()) / (count + PSEUDO_CLAIMS)
    return smooth
