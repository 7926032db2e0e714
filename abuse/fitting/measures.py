"""Measures of probabilities against labels that stand for more than one filer each.

Plain arithmetic on arrays; `lab.evaluation.measures` has those of made markets, where each filer
stands for itself.
"""

from __future__ import annotations

import numpy as np

from abuse.arrays import Bools, Floats
from abuse.fitting.limits import LEAST_PROBABILITY


def brier(abuse: Bools, score: Floats, weight: Floats) -> float:
    """Mean squared distance of a probability from what people said.

    Examples
    --------
    >>> brier(np.array([True, False]), np.array([1.0, 0.5]), np.array([1.0, 3.0]))
    0.1875
    """
    return float(np.average((score - abuse) ** 2, weights=weight))


def log_loss(abuse: Bools, score: Floats, weight: Floats) -> float:
    """Mean surprise at what people said, in nats; no score counts as surer than the limit.

    Examples
    --------
    >>> log_loss(np.array([True, False]), np.array([0.5, 0.5]), np.ones(2)).__round__(4)
    0.6931
    """
    sure = np.clip(score, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY)
    return float(np.average(-np.log(np.where(abuse, sure, 1 - sure)), weights=weight))


def calibration_error(abuse: Bools, score: Floats, weight: Floats, bins: int = 10) -> float:
    """Expected calibration error: distance of mean and share in bins of equal width, averaged.

    Examples
    --------
    >>> calibration_error(np.array([True, False]), np.array([0.75, 0.25]), np.ones(2))
    0.25
    """
    spot = np.minimum((score * bins).astype(np.int64), bins - 1)
    apart = np.bincount(spot, weights=weight * (score - abuse), minlength=bins)
    return float(np.abs(apart).sum() / weight.sum())


def precision_and_recall(
    abuse: Bools, named: Bools, weight: Floats
) -> tuple[float | None, float | None]:
    """Share of the named who abuse, and of the abusers who are named; None where there are none.

    Examples
    --------
    >>> precision_and_recall(np.array([True, True]), np.array([True, False]), np.ones(2))
    (1.0, 0.5)
    """
    both = float(weight[abuse & named].sum())
    said, there = float(weight[named].sum()), float(weight[abuse].sum())
    return both / said if said else None, both / there if there else None


def ranking(abuse: Bools, score: Floats, weight: Floats) -> float:
    """Share of pairs, one who abuses and one who does not, in the right order; ties are halves.

    It is the area under the curve of Hanley and McNeil (1982), Radiology 143, 29-36; 0.5 where one
    kind is not there.

    Examples
    --------
    >>> ranking(np.array([True, False, False]), np.array([0.5, 0.5, 0.1]), np.ones(3))
    0.75
    """
    bad, good = weight * abuse, weight * ~abuse
    _, spot = np.unique(score, return_inverse=True)
    worse, better = np.bincount(spot, weights=bad), np.bincount(spot, weights=good)
    below = np.cumsum(better) - 0.5 * better
    pairs = float(bad.sum() * good.sum())
    return float(worse @ below) / pairs if pairs else 0.5
