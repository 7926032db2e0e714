"""Whose labels they are: no reviewer weighs more than a set part, and one alone is not enough.

Labels of which nobody knows the reviewer may all be of one person: they are held to one's part
together, and make no second person.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from abuse.arrays import Floats, Ints
from abuse.fitting.limits import REVIEWER_SHARE

_UNKNOWN = -1


def shared_out(reviewer: Ints, weight: Floats) -> Floats:
    """Weights scaled so that no reviewer's sum is above its share of what is left.

    The share is `REVIEWER_SHARE`, or an equal part where there are too few reviewers for it.

    Parameters
    ----------
    reviewer : int array
        Who gave each label; -1 where unknown: all these count as one reviewer.
    weight : float array of the same length

    Notes
    -----
    A reviewer with more is not left out, it weighs as the largest that is allowed: clipping of its
    influence, as in Huber (1981), Robust Statistics, chapter 7. Unlike
    `abuse.outcomes.influence.bounded` the share is that of the weight after clipping: of a few
    reviewers one may hold nearly all.

    Examples
    --------
    >>> shared_out(np.array([0, 0, 0, 1, 2]), np.array([4.0, 4, 8, 1, 1])).round(2).tolist()
    [0.25, 0.25, 0.5, 1.0, 1.0]
    """
    names, spot = np.unique(reviewer, return_inverse=True)
    total = np.bincount(spot, weights=weight, minlength=len(names))
    falling: Floats = np.sort(total.astype(np.float64))[::-1]
    scaled: Floats = weight * np.minimum(1.0, _most(falling) / np.maximum(total, 1e-9))[spot]
    return scaled


def _most(total: Floats) -> float:
    """The most that a reviewer may weigh; `total` falls."""
    share = max(REVIEWER_SHARE, 1 / max(len(total), 1))
    most = float(total.sum())
    for capped in range(len(total) + 1):
        if share * capped >= 1:
            break
        # So many reviewers at the cap, the others as they are.
        most = share * float(total[capped:].sum()) / (1 - share * capped)
        if capped == len(total) or total[capped] <= most + 1e-12:
            break
    return most


def as_numbers(reviewer: Sequence[int | None]) -> Ints:
    """Reviewers as numbers; -1 where unknown."""
    return np.array([_UNKNOWN if each is None else each for each in reviewer], np.int64)


def are_of_one(reviewer: Ints) -> bool:
    """Whether labels may come from one reviewer: fewer than two are known.

    Examples
    --------
    >>> are_of_one(np.array([4, 4])), are_of_one(np.array([4, 5])), are_of_one(np.array([-1, 4]))
    (True, False, True)
    """
    return len(set(reviewer.tolist()) - {_UNKNOWN}) < 2


def count_unknown(reviewer: Ints) -> int:
    """How many labels have no known reviewer."""
    return int((reviewer == _UNKNOWN).sum())
