"""Measures of a ranking and of its probabilities: plain arithmetic on arrays, nothing else.

They know no filers and no markets, so that each can be checked by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

import numpy as np

from abuse.arrays import Bools, Floats


@dataclass(frozen=True)
class Bin:
    """Predictions between two probabilities: how many, their mean, and the share that was true."""

    low: float
    high: float
    count: int
    mean: float
    share: float


def average_precision(true: Bools, score: Floats) -> float:
    """Area under the precision-recall steps.

    Equal scores are taken at once, so that the order of ties cannot flatter a ranking.

    Parameters
    ----------
    true : bool array
    score : float array of the same length

    Returns
    -------
    float
        Sum over distinct scores, highest first, of precision times the gain in recall; 0.0 where
        nothing is true.

    References
    ----------
    Manning, Raghavan, Schuetze (2008), Introduction to Information Retrieval, section 8.4.

    Examples
    --------
    >>> average_precision(np.array([True, False, True]), np.array([0.9, 0.8, 0.7])).__round__(4)
    0.8333
    """
    if not true.any():
        return 0.0
    hits, taken = _steps(true, score)
    gained = np.diff(np.r_[0, hits]) / hits[-1]
    return float(np.sum(gained * hits / taken))


def precision_at_recall(true: Bools, score: Floats, recall: float) -> float | None:
    """Precision of the shortest list, highest scores first, that holds so much of what is true.

    Equal scores are taken at once. None where nothing is true, or no recall is asked for.

    Examples
    --------
    >>> precision_at_recall(np.array([True, False, True]), np.array([0.9, 0.8, 0.7]), 0.6)
    0.6666666666666666
    """
    total = int(true.sum())
    if not total or recall <= 0:
        return None
    hits, taken = _steps(true, score)
    spot = int(np.argmax(hits >= recall * total - 1e-9))
    return float(hits[spot] / taken[spot])


def area_under_curve(true: Bools, score: Floats) -> float:
    """Chance that something true scores above something false, ties counting half (ROC AUC).

    References
    ----------
    Hanley, McNeil (1982), The meaning and use of the area under a ROC curve, Radiology 143.

    Examples
    --------
    >>> area_under_curve(np.array([True, False, True]), np.array([0.9, 0.8, 0.7]))
    0.5
    """
    hits, taken = _steps(true, score)
    misses = taken - hits
    if not len(hits) or not hits[-1] or not misses[-1]:
        return 0.5
    gained, height = np.diff(np.r_[0, misses]), np.r_[0, hits[:-1]] + hits
    return float(np.sum(gained * height) / 2 / hits[-1] / misses[-1])


def _steps(true: Bools, score: Floats) -> tuple[Floats, Floats]:
    """Hits, and all, down to each distinct score."""
    if not len(score):
        return np.zeros(0), np.zeros(0)
    order = np.argsort(-score, kind="stable")
    last = np.r_[np.flatnonzero(np.diff(score[order])), len(score) - 1]
    return np.cumsum(true[order])[last].astype(np.float64), (last + 1).astype(np.float64)


def brier(true: Bools, score: Floats) -> float:
    """Mean squared distance of a probability from what was true; 0.0 for no data.

    References
    ----------
    Brier (1950), Verification of forecasts expressed in terms of probability.

    Examples
    --------
    >>> brier(np.array([True, False]), np.array([1.0, 0.5]))
    0.125
    """
    return float(np.mean((score - true) ** 2)) if len(score) else 0.0


def reliability(true: Bools, score: Floats, bins: int = 10) -> list[Bin]:
    """Predictions in bins of equal width; a bin without any is left out.

    Examples
    --------
    >>> reliability(np.array([True, False]), np.array([0.5, 1.0]), bins=2)
    [Bin(low=0.5, high=1.0, count=2, mean=0.75, share=0.5)]
    """
    spot = np.minimum((score * bins).astype(np.int64), bins - 1)
    table = []
    for number in np.unique(spot).tolist():
        here = spot == number
        mean, share = float(score[here].mean()), float(true[here].mean())
        table.append(Bin(number / bins, (number + 1) / bins, int(here.sum()), mean, share))
    return table


def calibration_error(true: Bools, score: Floats, bins: int = 10) -> float:
    """Expected calibration error: distance of mean and share, averaged over predictions.

    References
    ----------
    Naeini, Cooper, Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian
    binning.

    Examples
    --------
    >>> calibration_error(np.array([True, False]), np.array([0.75, 0.25]))
    0.25
    """
    table = reliability(true, score, bins)
    return sum(abs(b.mean - b.share) * b.count for b in table) / len(score) if table else 0.0


def best_f1(planted: Set[str], detected: Iterable[Set[str]]) -> float:
    """How well the best of some groups matches a planted one; 1.0 is the very same members.

    Examples
    --------
    >>> best_f1({"a", "b"}, [{"a"}, {"a", "b", "c", "d"}]).__round__(4)
    0.6667
    """
    both = ((len(planted & group), len(planted) + len(group)) for group in detected)
    return max((2 * common / total for common, total in both if total), default=0.0)
