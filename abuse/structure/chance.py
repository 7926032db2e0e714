"""Chance meetings: how often two filers of some trades come to one store within a window.

The rate is read from meetings that lie just *beyond* the window, at the same stores and in the same
months. Filers of one trade meet there as often as chance wills, while accounts that act as one meet
inside the window only: so a group cannot set its own null, however much of its trade it makes up.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from abuse.arrays import Floats, Ints, distinct
from abuse.graphs.meetings import Meetings
from abuse.graphs.products import row_products
from abuse.record.view import View

_MONTH = 30
# Categories with a rate of their own; the rarer ones share one.
_CATEGORIES = 64
# Exposure (products of stores) of the market that a category's own exposure is weighed against.
_LEAN = 20.0
# Least expected meetings of a pair: no pair is known better than this.
LEAST = 1e-4


def expected_meetings(view: View, met: Meetings, a: Ints, b: Ints, window: int) -> Floats:
    """Meetings within the window that chance gives each pair (a[i], b[i]).

    Parameters
    ----------
    view : View
    met : Meetings
        From `abuse.structure.aims.meetings`, with the same window.
    a, b : int array
        Positions of filers.
    window : int
        Days.

    Returns
    -------
    float array
        The sum over categories and months of both filers' stores there, multiplied, times the
        category's rate; at least 0.0001.

    Notes
    -----
    It may wrong filers that honestly meet inside the window and never beyond it, such as victims
    who file together; outcomes must tell them apart. A group that comes back to each store within
    three windows hides a part of itself in the rate.
    """
    cells, category_of_cell, store_category = _exposure(view)
    size = int(store_category.max(initial=0)) + 1
    total = np.zeros(size)
    for category in range(size):
        part = cells[:, category_of_cell == category]
        whole = np.asarray(part.sum(axis=0)).ravel()
        total[category] = (np.square(whole).sum() - part.power(2).sum()) / 2
    chance = chance_inside(met, store_category, size, window)
    # A category with little exposure leans on the market's rate.
    market = chance.sum() / max(total.sum(), 1.0)
    rate = (chance + _LEAN * market + 0.5) / (total + _LEAN)
    weighed = sparse.csr_array(cells.multiply(np.sqrt(rate[category_of_cell])[None, :]))
    expected: Floats = row_products(weighed, a, b).clip(min=LEAST)
    return expected


def chance_inside(met: Meetings, group: Ints, size: int, window: int) -> Floats:
    """Meetings inside the window that those beyond it foretell, by group of stores.

    Parameters
    ----------
    met : Meetings
    group : int array, one entry a store
    size : int
        Number of groups.
    window : int
        Days.

    Examples
    --------
    >>> from abuse.graphs.meetings import MetInArrays
    >>> none = np.zeros(0, np.int64)
    >>> met = MetInArrays(1, np.array([2, 1]), np.array([2, 0]), none, none)
    >>> chance_inside(met, np.zeros(2, np.int64), 1, 7).round(2)
    array([4.29])
    """
    near = np.bincount(group, weights=met.near, minlength=size)
    far = np.bincount(group, weights=met.far, minlength=size)
    # Stores that live for weeks make near meetings likelier than far ones: the line through both
    # bands is drawn on. The window has half a day more than a band, day 0.
    drawn: Floats = np.maximum(near, 2 * near - far) * (window + 0.5) / window
    return drawn


def _exposure(view: View) -> tuple[Any, Ints, Ints]:
    """Stores of each filer by (category, month), and the main category of each store."""
    known = np.flatnonzero(view.store >= 0)
    month = view.filed[known].astype("M8[D]").astype(np.int64) // _MONTH
    store_category = _main_category(view, known)
    category = store_category[view.store[known]]
    spot = month * (_CATEGORIES + 1) + category
    start = int(spot.min(initial=0))
    held = np.bincount(spot - start) > 0
    cell, column = np.flatnonzero(held) + start, (np.cumsum(held) - 1)[spot - start]
    stores = max(len(view.stores), 1)
    spot = distinct((view.filer[known] * max(len(cell), 1) + column) * stores + view.store[known])
    cells = sparse.csc_array(
        (
            np.ones(len(spot)),
            (spot // stores // max(len(cell), 1), spot // stores % max(len(cell), 1)),
        ),
        shape=(view.n_filers, len(cell)),
    )
    cells.sum_duplicates()
    return cells, cell % (_CATEGORIES + 1), store_category


def _main_category(view: View, known: Ints) -> Ints:
    """The category that most claims on a store give it; 0 for none, and for rare categories."""
    size = len(view.categories) + 1
    category = view.category[known] + 1
    volume = np.bincount(category[category > 0], minlength=size)
    common = np.argsort(-volume, kind="stable")[:_CATEGORIES]
    code = np.zeros(size, np.int64)
    code[common] = np.arange(1, len(common) + 1)
    code[0] = 0
    claims = np.sort(view.store[known] * size + category)
    pair = distinct(claims)
    count = np.diff(np.r_[np.searchsorted(claims, pair), len(claims)])
    out = np.zeros(len(view.stores), np.int64)
    order = np.argsort(count, kind="stable")
    # The last assignment holds: the category with most claims.
    out[pair[order] // size] = code[pair[order] % size]
    return out
