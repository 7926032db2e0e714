"""Whose labels they are: no hand weighs more than a set part, and one hand alone is not enough."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from abuse.arrays import Floats, Ints
from abuse.fitting.limits import HAND_SHARE


def shared_out(hand: Ints, weight: Floats) -> Floats:
    """Weights scaled so that no hand's sum is above its share of what is left.

    The share is `HAND_SHARE`, or an equal part where there are too few hands for it.

    Parameters
    ----------
    hand : int array
        Who gave each label; -1 where unknown, which is bounded by nothing.
    weight : float array of the same length

    Notes
    -----
    A hand with more is not left out, it weighs as the largest that is allowed: clipping of its
    influence, as in Huber (1981), Robust Statistics, chapter 7. Unlike
    `abuse.outcomes.influence.bounded` the share is that of the weight after clipping: of a few
    hands one may hold nearly all.

    Examples
    --------
    >>> shared_out(np.array([0, 0, 0, 1, 2]), np.array([3.0, 3.0, 3.0, 1.0, 1.0])).tolist()
    [0.3333333333333333, 0.3333333333333333, 0.3333333333333333, 1.0, 1.0]
    """
    known = hand >= 0
    names, spot = np.unique(hand[known], return_inverse=True)
    total = np.bincount(spot, weights=weight[known], minlength=len(names))
    falling: Floats = np.sort(total.astype(np.float64))[::-1]
    most = _most(falling, float(weight[~known].sum()))
    scaled: Floats = weight.copy()
    scaled[known] *= np.minimum(1.0, most / np.maximum(total, 1e-9))[spot]
    return scaled


def _most(total: Floats, unknown: float) -> float:
    """The most that a hand may weigh; `total` falls."""
    share = max(HAND_SHARE, 1 / max(len(total) + (unknown > 0), 1))
    most = float(total.sum()) + unknown
    for capped in range(len(total) + 1):
        if share * capped >= 1:
            break
        # So many hands at the cap, the others as they are.
        most = share * (float(total[capped:].sum()) + unknown) / (1 - share * capped)
        if capped == len(total) or total[capped] <= most + 1e-12:
            break
    return most


def hands_of(hand: Sequence[int | None]) -> Ints:
    """Hands as numbers; -1 where unknown."""
    return np.array([-1 if each is None else each for each in hand], np.int64)


def are_of_one(hand: Ints) -> bool:
    """Whether labels come from one known hand; of unknown ones nobody can say so.

    Examples
    --------
    >>> are_of_one(np.array([4, 4])), are_of_one(np.array([4, 5])), are_of_one(np.array([-1, 4]))
    (True, False, False)
    """
    return len(set(hand.tolist())) == 1 and bool((hand >= 0).all())
