"""Bounded influence: how much of what a market teaches may come from one filer or one seller.

Whatever rate is learnt from a market is moved by whoever acts in it most. Here a complaint counts
as often as its listings have causes of their own, and all that one filer or one seller did counts
for no more than a small part of the market.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from abuse.arrays import Bools, Floats, Ints
from abuse.record.view import View

# In claims' worth: one party counts for no more than this, or this share of all if larger, for who
# acts most must not set the rates.
_MOST: Final = 20.0
_SHARE: Final = 0.02


# A complaint against more listings is a list: it meets everybody, and says nothing of any one shop.
_LIST: Final = 50


def in_list(view: View) -> Bools:
    """Claims of complaints so long that meeting other filers at their stores means nothing."""
    size = np.bincount(view.complaint, minlength=view.n_complaints)
    long: Bools = (size > _LIST)[view.complaint]
    return long


def effective_claims(n: Ints) -> Floats:
    """How many claims' worth a complaint against n listings counts: they share one cause."""
    worth: Floats = np.where(n > 0, 1 + np.log(np.maximum(n, 1)), 0.0)
    return worth


def causes(filer: Ints, lost: Ints, size: int) -> Floats:
    """How many causes so many lost claims of each complaint have, by filer.

    A complaint against many listings counts by `effective_claims`, so that bad claims do not hide
    in few complaints; the largest counts once, as one large mistake is one.
    """
    worth = effective_claims(lost)
    largest = np.zeros(size)
    np.maximum.at(largest, filer, worth)
    total = np.bincount(filer, weights=worth, minlength=size)
    count: Floats = total - largest + (largest > 0)
    return count


def bounded(party: Ints, weight: Floats) -> Floats:
    """Weights scaled so that no party's sum is above `_MOST`, or `_SHARE` of all.

    Parameters
    ----------
    party : int array
        Who each row belongs to; -1 where unknown, which is bounded by nothing.
    weight : float array of the same length

    Notes
    -----
    A party with more is not left out, it weighs as the largest that is allowed: clipping of its
    influence, as in Huber (1981), Robust Statistics, chapter 7.

    Examples
    --------
    >>> bounded(np.array([0, 0, 1]), np.array([30.0, 10.0, 5.0])).tolist()
    [15.0, 5.0, 5.0]
    """
    known = party >= 0
    total = np.bincount(party[known], weights=weight[known], minlength=1)
    most = max(_MOST, _SHARE * float(weight.sum()))
    factor = np.minimum(1.0, most / np.maximum(total, 1e-9))
    return np.where(known, weight * factor[np.maximum(party, 0)], weight)


def claim_influence(view: View, claims: Ints) -> Floats:
    """What each of some claims weighs where a rate is learnt from them.

    Parameters
    ----------
    claims : int array
        Positions of the claims whose outcome is known.
    """
    complaint = view.complaint[claims]
    n = np.bincount(complaint, minlength=view.n_complaints)
    weight = (effective_claims(n) / np.maximum(n, 1))[complaint]
    return bounded(view.seller[claims], bounded(view.filer[claims], weight))
