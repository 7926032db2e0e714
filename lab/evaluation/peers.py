"""The peers beside the scan: how well each ranks the filers of the same markets.

Arithmetic on scores; the peers themselves are in `lab.baselines`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abuse.arrays import Bools, Floats
from lab.evaluation.measures import average_precision, precision_at_recall

OURS = "this scan"


@dataclass(frozen=True)
class Scores:
    """One market: who abuses, what the scan and each peer scored, whom the scan put to review."""

    market: str
    true: Bools
    ours: Floats
    reviewed: Bools
    peers: dict[str, Floats]


@dataclass(frozen=True)
class Peer:
    """How one method ranks: average precision, and precision where it recalls as much as the scan.

    The latter is asked of each market at the recall that the scan's boycott review has there, and
    averaged over the markets where that is not zero.
    """

    name: str
    mean: float
    worst: float
    worst_market: str
    pooled: float
    precision_at_recall: float | None


def peers(markets: Sequence[Scores]) -> list[Peer]:
    """The scan and every peer on the same markets, the scan first.

    Pooled, the scores of all markets are ranked together, which says little of methods whose scores
    mean something within one market only (FRAUDAR, PageRank).

    Examples
    --------
    >>> true, good, bad = np.array([True, False]), np.array([0.9, 0.1]), np.array([0.1, 0.9])
    >>> (ours, raw) = peers([Scores("1", true, good, good > 0.5, {"raw": bad})])
    >>> ours.mean, raw.mean, raw.precision_at_recall
    (1.0, 0.5, 0.5)
    """
    names = [OURS, *markets[0].peers]
    return [_peer(name, markets) for name in names]


def _peer(name: str, markets: Sequence[Scores]) -> Peer:
    scores = [one.ours if name == OURS else one.peers[name] for one in markets]
    each = [average_precision(one.true, score) for one, score in zip(markets, scores, strict=True)]
    worst = int(np.argmin(each))
    precisions = [
        precision
        for one, score in zip(markets, scores, strict=True)
        if (precision := precision_at_recall(one.true, score, _recall(one))) is not None
    ]
    return Peer(
        name=name,
        mean=float(np.mean(each)),
        worst=each[worst],
        worst_market=markets[worst].market,
        pooled=average_precision(
            np.concatenate([one.true for one in markets]), np.concatenate(scores)
        ),
        precision_at_recall=float(np.mean(precisions)) if precisions else None,
    )


def _recall(one: Scores) -> float:
    return float(one.reviewed[one.true].mean()) if one.true.any() else 0.0
