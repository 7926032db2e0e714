"""Platt scaling: the logistic curve from evidence to the share that people confirm."""

from __future__ import annotations

import numpy as np

from abuse.arrays import Bools, Floats
from abuse.fitting.limits import OFFSET_DEVIATION, SLOPE_DEVIATION

_STEPS = 100


def platt(
    evidence: Floats, abuse: Bools, weight: Floats, *, prior: float, slope: float, offset: float
) -> tuple[float, float]:
    """Fit slope and offset of ``1 / (1 + exp(-(prior + slope * evidence + offset)))``.

    Parameters
    ----------
    evidence : array of float
        Log-odds of each filer, without the prior's.
    abuse : array of bool
    weight : array of float
        What each counts; they sum to how many labels they are worth.
    prior : float
        Log-odds of the prior, which is not fitted here.
    slope, offset : float
        Where the fit is drawn to, by a ridge (`abuse.fitting.limits` says how firmly).

    Returns
    -------
    tuple of float
        The slope and the offset.

    Notes
    -----
    Targets are not 0 and 1 but Platt's smoothed ones, the mean of a uniform prior, so that labels
    which evidence parts wholly do not drive the slope to infinity. Whom this may wrong: where only
    flagged filers were looked at, the curve is that of flagged filers.

    References
    ----------
    Platt (2000), Probabilities for SV machines. Lin, Lin, Weng (2007), A note on Platt's
    probabilistic outputs for support vector machines, Machine Learning 68: Newton's steps, halved
    until the loss falls.

    Examples
    --------
    >>> nothing = np.zeros(0)
    >>> platt(nothing, nothing.astype(bool), nothing, prior=-3.0, slope=1.8, offset=0.9)
    (1.8, 0.9)
    """
    target = _smoothed(abuse, weight)
    rows = np.column_stack([evidence, np.ones(len(evidence))])
    drawn_to = np.array([slope, offset])
    ridge = np.array([SLOPE_DEVIATION, OFFSET_DEVIATION]) ** -2.0

    def loss(line: Floats) -> float:
        x = prior + rows @ line
        fit = weight * (np.logaddexp(0, x) - target * x)
        return float(fit.sum() + 0.5 * (ridge * (line - drawn_to) ** 2).sum())

    line = drawn_to.copy()
    for _ in range(_STEPS):
        share = np.exp(-np.logaddexp(0, -(prior + rows @ line)))
        gradient = rows.T @ (weight * (share - target)) + ridge * (line - drawn_to)
        curvature = (rows.T * (weight * share * (1 - share))) @ rows + np.diag(ridge)
        step = np.linalg.solve(curvature, gradient)
        while loss(line - step) > loss(line) and np.abs(step).max() > 1e-12:
            step = step / 2
        line = line - step
        if np.abs(step).max() < 1e-10:
            break
    return float(line[0]), float(line[1])


def _smoothed(abuse: Bools, weight: Floats) -> Floats:
    confirmed, others = weight[abuse].sum(), weight[~abuse].sum()
    target: Floats = np.where(abuse, (confirmed + 1) / (confirmed + 2), 1 / (others + 2))
    return target
