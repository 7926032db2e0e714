"""Peer: FRAUDAR's dense blocks, as UGFraud implements them (`bench` group only).

Blocks are found, removed and found again, so that every filer can be ranked.
"""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
from scipy import sparse

from abuse.arrays import Floats
from abuse.record.view import View

# Later blocks of a market of thousands of complaints are single stores.
BLOCKS = 10
MISSING = "FRAUDAR is left out: UGFraud is not installed here (`make bench-setup`, group `bench`)."


def installed() -> bool:
    """Whether UGFraud can be imported here."""
    return find_spec("UGFraud") is not None


def rank(view: View) -> Floats:
    """Density of the densest block that a filer belongs to, 0 outside all of them.

    Notes
    -----
    Edges are the distinct pairs of filer and store, stores weighted by ``1 / log(degree + 5)``. A
    block holds whoever aims at the same stores, for a good reason or a bad one: it wrongs victims
    of the same copiers, and agencies that hunt the same counterfeiters.

    References
    ----------
    Hooi, Song, Beutel, Shah, Shin, Faloutsos (2016), FRAUDAR: bounding graph fraud in the face of
    camouflage, KDD, 895-904. UGFraud 0.1.1.3 (Dou and others).
    """
    from UGFraud.Detector.Fraudar import detectMultiple, logWeightedAveDegree

    scores = np.zeros(view.n_filers)
    hits = view.store >= 0
    if not hits.any():
        return scores
    pairs = np.unique(np.stack([view.filer[hits], view.store[hits]]), axis=1)
    shape = (view.n_filers, len(view.stores))
    # The old matrix class: UGFraud multiplies with `*`.
    edges = sparse.csr_matrix((np.ones(pairs.shape[1]), (pairs[0], pairs[1])), shape)
    for (filers, _), density in detectMultiple(edges, logWeightedAveDegree, BLOCKS):
        members = np.array(sorted(filers), np.int64)
        scores[members] = np.maximum(scores[members], density)
    return scores
