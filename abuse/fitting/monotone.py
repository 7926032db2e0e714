"""Monotone additive logistic regression: rising curves of evidence, learnt from labels.

The lab learns the shipped shapes with it, a platform its own from what its people decided. It knows
rows and labels; what the columns are is the caller's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from scipy import optimize, special

from abuse.arrays import Bools, Floats
from abuse.policy.shapes import Shape

# A piece of evidence: of which part it is (`abuse.policy.shapes.PARTS`), and its name.
Piece: TypeAlias = tuple[str, str]
# Where curves bend: shares of the evidence that was seen.
_BENDS: Final = (0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.95)
# Evidence that fewer filers show than this has no curve of its own: it stays as it began.
_LEAST: Final = 15
# How far one step of a curve may move from its start, as a standard deviation in log-odds for each
# log-odds of evidence, and at least.
_DEVIATION: Final = 1.0
_LEAST_DEVIATION: Final = 0.3
_DIGITS: Final = 4


@dataclass(frozen=True)
class Rows:
    """Filers with a finding, a row each.

    Attributes
    ----------
    evidence : mapping of Piece to float array
        At least 0; how much of each piece each filer has.
    abuse : bool array
        What is known of each.
    before : float array
        Log-odds of abuse before any evidence: of the share of abusers in the filer's market.
    weight : float array
        What each row counts.
    """

    evidence: Mapping[Piece, Floats]
    abuse: Bools
    before: Floats
    weight: Floats


@dataclass(frozen=True)
class Curves:
    """An offset, and the curve of each piece."""

    offset: float
    shapes: Mapping[Piece, Shape]


def bends(evidence: Floats) -> Floats | None:
    """Where the curve of a piece bends, from 0 on; None where too few show it.

    Examples
    --------
    >>> bends(np.zeros(100)) is None
    True
    """
    shown = evidence[evidence > 0]
    if len(shown) < _LEAST:
        return None
    points = np.round(np.quantile(shown, _BENDS), _DIGITS)
    bent: Floats = np.unique(np.r_[0.0, points[points > 0]])
    return bent if len(bent) > 1 else None


def fit_monotone(
    rows: Rows,
    start: Curves,
    *,
    firmness: float = 1.0,
    fixed: Collection[Piece] = (),
    bend_as_start: bool = False,
) -> Curves:
    """Learn the curves that make the labels likeliest, drawn to a start.

    Parameters
    ----------
    rows : Rows
    start : Curves
        Where each curve begins; a piece that it does not have begins at nothing.
    fixed : collection of Piece
        What keeps the start's curve, and counts by it.
    firmness : float
        How firmly the fit holds to the start, against the sum of the rows' weights.
    bend_as_start : bool
        Whether curves that the start has keep its bends, however few rows show the evidence: where
        labels say nothing, such a curve is the start's to the digit.

    Returns
    -------
    Curves
        With a curve for each piece that enough rows show, and the start's for the others.

    Notes
    -----
    Each curve is a sum of ramps between its bends (I-splines of order one) with weights that are
    not negative, so it rises; ramps of others' acts are no steeper than their evidence. The loss is
    logistic with a ridge around the start, so it is convex and has one answer.

    References
    ----------
    Ramsay (1988), Monotone regression splines in action, Statistical Science 3, 425-441. Hastie and
    Tibshirani (1986), Generalized additive models, Statistical Science 1, 297-318. Lou, Caruana and
    Gehrke (2012), Intelligible models for classification and regression, KDD. Byrd and others
    (1995), L-BFGS-B, SIAM J. Sci. Comput. 16.
    """
    given = start.shapes if bend_as_start else {}
    pieces = {piece: points for piece, column in rows.evidence.items()
              if piece not in fixed
              and (points := _points(column, given.get(piece))) is not None}  # fmt: skip
    if not pieces:
        return start
    known = rows.before + _by_start(rows, start, [p for p in rows.evidence if p not in pieces])
    ramps, first, most = [], [], []
    for piece, points in pieces.items():
        sign = -1.0 if piece[0] == "mitigating" else 1.0
        ramps.append(sign * _ramps(rows.evidence[piece], points))
        begun = start.shapes.get(piece)
        steps = np.diff(points)
        at = [begun.at(x) for x in points.tolist()] if begun else np.zeros(len(points))
        first.append(np.diff(at))
        most.append(steps if piece[0] == "others" else np.full(len(steps), np.inf))
    design, begin, limit = np.hstack(ramps), np.concatenate(first), np.concatenate(most)
    widths = np.concatenate([np.diff(points) for points in pieces.values()])
    deviation = np.maximum(_DEVIATION * widths, _LEAST_DEVIATION)
    truth = rows.abuse.astype(np.float64)

    def loss(x: Floats) -> tuple[float, Floats]:
        odds = known + x[0] + design @ x[1:]
        apart = (x[1:] - begin) / deviation
        miss = rows.weight * (special.expit(odds) - truth)
        value = rows.weight @ (np.logaddexp(0, odds) - truth * odds)
        value += 0.5 * firmness * apart @ apart
        return float(value), np.r_[miss.sum(), design.T @ miss + firmness * apart / deviation]

    least = optimize.minimize(
        loss, np.r_[start.offset, np.minimum(begin, limit)], jac=True, method="L-BFGS-B",
        bounds=[(None, None), *((0.0, None if np.isinf(top) else top) for top in limit.tolist())],
        options={"maxiter": 2000, "maxfun": 4000, "ftol": 1e-12, "gtol": 1e-7},
    )  # fmt: skip
    shapes, spot = dict(start.shapes), 1
    for piece, points in pieces.items():
        steps = least.x[spot : spot + len(points) - 1]
        spot += len(steps)
        shapes[piece] = _curve(points, steps)
    return Curves(round(float(least.x[0]), _DIGITS), shapes)


def _points(evidence: Floats, given: Shape | None) -> Floats | None:
    if given is None:
        return bends(evidence)
    return np.array(given.evidence) if evidence.any() and len(given.evidence) > 1 else None


def _by_start(rows: Rows, start: Curves, pieces: Collection[Piece]) -> Floats:
    """What pieces that are not learnt weigh in each row."""
    total = np.zeros(len(rows.abuse))
    for piece in pieces:
        shape = start.shapes.get(piece)
        if shape:
            weight = np.interp(rows.evidence[piece], shape.evidence, shape.weight)
            total += -weight if piece[0] == "mitigating" else weight
    return total


def _ramps(evidence: Floats, points: Floats) -> Floats:
    """How far each row is along each step between bends: 0 to 1."""
    ramps: Floats = ((evidence[:, None] - points[:-1]) / np.diff(points)).clip(0, 1)
    return ramps


def _curve(points: Floats, steps: Floats) -> Shape:
    # Each step is rounded down, so that none is steeper than its evidence.
    down = np.floor(steps * 10**_DIGITS + 1e-6) / 10**_DIGITS
    weight = np.r_[0.0, np.cumsum(down)].round(_DIGITS)
    return Shape(tuple(points.tolist()), tuple(weight.tolist()))
