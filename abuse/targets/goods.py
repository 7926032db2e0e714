"""Claims on goods that the filer's right does not cover, as far as a table can tell.

A trade mark covers classes of goods (the Nice classification). Which class belongs to which
category of a marketplace is learnt from the marks that other filers hold against that category: no
taxonomy is made by hand. It judges no filer.
"""

from __future__ import annotations

import numpy as np

from abuse.arrays import Bools, Ints, distinct
from abuse.record.view import View

_CLASSES = 46
# A category is understood from so many other filers' marks; a class belongs to it from this share
# of them on; a class that belongs to half of the categories (retail services) tells nothing.
_FILERS = 10
_BELONGS = 0.1
_EVERYWHERE = 0.5
_FEW_CATEGORIES = 3


def class_signs(view: View) -> tuple[Bools, Bools]:
    """Claims whose class can be judged, and those of them outside the right's classes.

    Notes
    -----
    Whom it may wrong: the holder of one mark in many trades who names one class. A share of such
    claims means something only against peers.
    """
    known, off = np.zeros(view.n_claims, bool), np.zeros(view.n_claims, bool)
    written, names = view.complaint_classes
    mark = written[view.complaint] if view.n_claims else np.empty(0, np.int64)
    rows = np.flatnonzero((mark >= 0) & (view.category >= 0))
    if not len(rows):
        return known, off
    holds = np.zeros((len(names), _CLASSES), bool)
    for code, name in enumerate(names):
        holds[code, [k for k in map(int, name.split(",")) if 0 < k < _CLASSES]] = True
    # Each filer, category and set of classes once.
    size = len(view.categories)
    key = (view.filer[rows] * size + view.category[rows]) * len(names) + mark[rows]
    uses = distinct(key)
    pair, classes = uses // len(names), holds[uses % len(names)]
    category = pair % size
    starts = np.flatnonzero(np.diff(pair, prepend=-1))
    own = np.logical_or.reduceat(classes, starts)
    common, total = _held(category[starts], own, size)
    spot = np.cumsum(np.diff(pair, prepend=-1) != 0) - 1
    others, filers = common[category] - own[spot], total[category] - 1
    belongs = others >= np.maximum(_BELONGS * filers[:, None], 1)
    telling = classes & ~_everywhere(common, total)
    judged = (filers >= _FILERS) & telling.any(axis=1)
    outside = judged & ~(telling & belongs).any(axis=1)
    back = np.searchsorted(uses, key)
    known[rows], off[rows] = judged[back], outside[back]
    return known, off


def _held(category: Ints, own: Bools, size: int) -> tuple[Ints, Ints]:
    """Filers that hold each class against each category, and filers with a class at all there."""
    common = np.stack([np.bincount(category[own[:, k]], minlength=size) for k in range(_CLASSES)])
    return common.T, np.bincount(category, minlength=size)


def _everywhere(common: Ints, total: Ints) -> Bools:
    """Classes that belong to so many categories that they say nothing of any."""
    understood = total > _FILERS
    if understood.sum() < _FEW_CATEGORIES:
        return np.zeros(_CLASSES, bool)
    belongs = common[understood] >= _BELONGS * total[understood, None]
    many: Bools = belongs.mean(axis=0) >= _EVERYWHERE
    return many


def astray_claims(view: View) -> Bools:
    """Claims outside the category in which their filer uses this right most."""
    right, size = view.complaint_right[view.complaint] + 1, len(view.categories)
    placed = np.flatnonzero(view.category >= 0)
    use = view.filer[placed] * (len(view.rights) + 1) + right[placed]
    key = use * size + view.category[placed]
    cells = distinct(key)
    cell = np.searchsorted(cells, key)
    count = np.bincount(cell, minlength=len(cells))
    # The cell of each use that holds most claims, of equals the category first by name.
    order = np.lexsort((cells, -count, cells // max(size, 1)))
    home = order[np.flatnonzero(np.diff(cells[order] // max(size, 1), prepend=-1))]
    is_home = np.zeros(len(cells), bool)
    is_home[home] = True
    astray = np.zeros(view.n_claims, bool)
    astray[placed] = ~is_home[cell]
    return astray
