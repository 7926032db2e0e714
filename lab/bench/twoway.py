"""Two-way log-odds: a claim is judged by itself, by its filer's other claims and by its store.

Arrays in, arrays out; it knows neither outcomes nor thresholds, so that claims and reviews are
judged by the same sum. It flags nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from abuse.arrays import Floats, Ints


@dataclass(frozen=True)
class Pooled:
    """Natural log-odds after pooling, every one a sum whose terms can be shown.

    Attributes
    ----------
    edge : floats
        One an edge: its own, its store's message, and what its filer's other edges say.
    filer : floats
        One a filer: its prior and all its edges with their messages.
    store : floats
        One a store: its prior and what the edges that touch it say.
    message : floats
        One an edge: what the store says to it, from the edges of other filers alone.
    """

    edge: Floats
    filer: Floats
    store: Floats
    message: Floats


def pooled_log_odds(
    filer: Ints,
    store: Ints,
    log_odds: Floats,
    *,
    filer_prior: Floats | None = None,
    store_prior: Floats | None = None,
    agreement: float = 0.9,
    strength: float = np.inf,
) -> Pooled:
    """Pool the evidence of edges over filers and stores, in two passes and without iteration.

    Parameters
    ----------
    filer, store : int arrays of one length
        Ends of each edge, from 0; several edges may join the same two.
    log_odds : float array of the same length
        What is known of each edge by itself: above 0 it looks bad, below it looks good.
    filer_prior, store_prior : float arrays, optional
        What is known of each filer and store beside its edges; 0 if left out.
    agreement : float
        Chance that an edge is of its store's kind, from 0.5 (stores say nothing) to less than 1. It
        bounds each message: no store can add more than ``log(agreement / (1 - agreement))``.
    strength : float
        Edges of one filer are not independent: n of them weigh as ``n * strength / (n + strength)``
        independent ones, so never more than `strength`. Infinite: each counts in full.

    Returns
    -------
    Pooled

    Notes
    -----
    Belief propagation on filer, edge and store, in which an edge is what its filer is, stops here
    after one sweep. On a graph whose stores have many edges a second sweep changes next to nothing,
    and the sum can be read line by line. The message leaves out all edges between the same two, so
    that nobody confirms itself.

    Whom it may wrong: a filer that shares its targets with bad ones, as a victim of the same
    copiers does with another, is pulled towards them by as much as the messages allow; and one that
    had a bad month is judged by it in every later claim. Use it to rank, with other evidence to
    flag.

    References
    ----------
    Rayana, Akoglu (2015), Collective opinion spam detection, KDD: the model (SpEagle). Kumar,
    Hooi, Makhija, Kumar, Faloutsos, Subrahmanian (2018), REV2, WSDM: to judge raters and what they
    rate together.

    Examples
    --------
    Filer 0 has two bad claims and an open one; the open claim of filer 1 aims at the same store.

    >>> filer, store = np.array([0, 0, 0, 1]), np.array([0, 1, 2, 2])
    >>> pooled = pooled_log_odds(filer, store, np.array([1.0, 1.0, 0.0, 0.0]))
    >>> pooled.edge.round(2).tolist(), pooled.message.round(2).tolist()
    ([2.0, 2.0, 2.0, 1.07], [0.0, 0.0, 0.0, 1.07])
    >>> weaker = pooled_log_odds(filer, store, np.array([1.0, 1.0, 0.0, 0.0]), strength=2)
    >>> weaker.edge.round(2).tolist()
    [1.5, 1.5, 1.0, 0.61]
    """
    if not 0.5 <= agreement < 1:
        raise ValueError("agreement must lie between 0.5 and 1")
    if not strength > 0:
        raise ValueError("strength must be positive")
    of_filer = _prior(filer_prior, filer)
    of_store = _prior(store_prior, store)
    own = _of_edge(filer, log_odds, of_filer, strength)
    votes = _through(own, agreement)
    stores = of_store + np.bincount(store, votes, len(of_store))
    pair = np.unique(filer * np.int64(len(of_store)) + store, return_inverse=True)[1]
    message = _through(stores[store] - np.bincount(pair, votes)[pair], agreement)
    full = log_odds + message
    n = np.bincount(filer, minlength=len(of_filer))
    pooled = of_filer + np.bincount(filer, full, len(of_filer)) * _discount(n, strength)
    return Pooled(_of_edge(filer, full, of_filer, strength), pooled, stores, message)


def _prior(prior: Floats | None, spot: Ints) -> Floats:
    return np.zeros(int(spot.max()) + 1 if len(spot) else 0) if prior is None else prior


def _of_edge(filer: Ints, log_odds: Floats, prior: Floats, strength: float) -> Floats:
    """An edge's own in full, and its filer's other edges at their weight."""
    n = np.bincount(filer, minlength=len(prior))
    others = np.bincount(filer, log_odds, len(prior))[filer] - log_odds
    edge: Floats = log_odds + prior[filer] + others * _discount(n - 1, strength)[filer]
    return edge


def _discount(n: Ints, strength: float) -> Floats:
    return 1 / (1 + np.maximum(n, 0) / strength)


def _through(log_odds: Floats, agreement: float) -> Floats:
    """Log-odds of one end, given those of the other and how often the two agree."""
    reached: Floats = 2 * np.arctanh((2 * agreement - 1) * np.tanh(log_odds / 2))
    return reached
