"""Meetings: two filers at one store, within a window or some weeks apart.

One sorted join gives both: what fell inside the window, and what fell just beyond it, which is the
measure of chance. It counts; it judges no one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from abuse.columns import distinct
from abuse.view import Ints, View

# A store that this many filers hit in one bucket of three windows is hunted by everybody and tells
# nothing.
CROWD = 300
# The window itself, and two bands of its length beyond it.
BANDS = 3
# Rows compared a row at most, and at least so many in all: beyond it the most crowded stores are
# left out, so that no market can make the number of pairs run away.
_PAIRS_A_ROW = 64
_PAIRS = 20_000_000
# Pairs looked at in one go; bounds the memory.
_AT_ONCE = 300_000


@dataclass(frozen=True, eq=False)
class Meetings:
    """Who met where.

    Attributes
    ----------
    pair : int array
        Distinct meetings within the window, ordered by store: filer a < filer b as
        ``a << bits | b``.
    store : int array
        Where each of them was.
    bits : int
    near, far : int arrays, one entry a store
        Pairs of filers that met there beyond one window and within two, or beyond two and within
        three; a pair may count in several bands.
    """

    pair: Ints
    store: npt.NDArray[np.int32]
    bits: int
    near: Ints
    far: Ints

    def filers(self, pair: Ints) -> tuple[Ints, Ints]:
        """Filers a and b of some pairs."""
        return pair >> self.bits, pair & ((1 << self.bits) - 1)


def meetings(view: View, window: int) -> Meetings:
    """Meetings at each store within three windows.

    Parameters
    ----------
    view : View
    window : int
        Days.

    References
    ----------
    Cao et al. (2014), Uncovering large groups of active malicious accounts in online social
    networks (SynchroTrap), CCS, for joining by store and time instead of comparing all pairs.

    Examples
    --------
    >>> from abuse.table import ClaimTable
    >>> len(meetings(View(ClaimTable.from_lines([])), 7).pair)
    0
    """
    store, day, filer = _uncrowded(*_visits(view), BANDS * window)
    size, bits = len(view.stores), max(view.n_filers - 1, 1).bit_length()
    # Visits of one store stand in order of days: each one's later visits in a band are a stretch.
    spot = store * (int(np.ptp(day)) + BANDS * window + 1 if len(day) else 1) + day
    end = [np.arange(1, len(store) + 1)]
    end += [np.searchsorted(spot, spot + (band + 1) * window, "right") for band in range(BANDS)]
    inside = [(store[:0], store[:0].astype(np.int32))]
    beyond = np.zeros((BANDS, size), np.int64)
    for band in range(BANDS):
        for start, met in met_pairs(store, filer, end[band], end[band + 1], bits):
            where = met >> 2 * bits
            if band:
                count = np.bincount(where)
                beyond[band, start : start + len(count)] += count
            else:
                inside.append((met & ((1 << 2 * bits) - 1), (where + start).astype(np.int32)))
    pair, where = (np.concatenate(column) for column in zip(*inside, strict=True))
    return Meetings(pair, where, bits, beyond[1], beyond[2])


def _visits(view: View) -> tuple[Ints, Ints, Ints]:
    """Distinct (store, day, filer), in this order."""
    known = view.store >= 0
    day = view.filed[known].astype("M8[D]").astype(np.int64)
    start = int(day.min(initial=0))
    days, n = int(day.max(initial=0)) - start + 1, max(view.n_filers, 1)
    visit = distinct((view.store[known] * days + day - start) * n + view.filer[known])
    visit, filer = visit // n, visit % n
    return visit // days, visit % days + start, filer


def _uncrowded(store: Ints, day: Ints, filer: Ints, reach: int) -> tuple[Ints, Ints, Ints]:
    """Visits without those to crowded stores, bucket of days by bucket."""
    if not len(store):
        return store, day, filer
    bucket = day // reach
    group = np.cumsum(np.r_[False, (np.diff(store) != 0) | (np.diff(bucket) != 0)])
    n = int(filer.max()) + 1
    crowd = np.bincount(distinct(group * n + filer) // n)
    load = np.bincount(group) * (crowd <= CROWD)
    # Visits are compared with those of their own bucket and of the next.
    order = np.sort(load)
    work = 1.5 * np.cumsum(np.square(order.astype(np.float64)))
    affordable = work <= max(_PAIRS, _PAIRS_A_ROW * len(store))
    most = np.inf if affordable.all() else order[np.argmin(affordable)] - 1
    kept = ((load > 0) & (load <= most))[group]
    return store[kept], day[kept], filer[kept]


def met_pairs(
    store: Ints, filer: Ints, begin: Ints, end: Ints, bits: int
) -> Iterator[tuple[int, Ints]]:
    """Distinct (store, a < b) of each visit and those from `begin` to `end`, packed and in order.

    Visits are ordered by store. Whole stores at a time; with each part comes the store from which
    its stores are counted: ``store - first << 2 * bits | a << bits | b``.
    """
    if not len(store):
        return
    count = end - begin
    start = np.flatnonzero(np.r_[True, np.diff(store) != 0])
    # A pair of filers at a store of this stretch must fit into 63 bits.
    stretch = 1 << max(62 - 2 * bits, 0)
    part = np.cumsum(np.r_[0, count])[start] // _AT_ONCE, store[start] // stretch
    cut = (np.diff(part[0]) != 0) | (np.diff(part[1]) != 0)
    bounds = np.r_[0, start[1:][cut], len(store)]
    for low, high in pairwise(bounds.tolist()):
        some = count[low:high]
        first = begin[low:high] - (np.cumsum(some) - some)
        second = np.repeat(first, some)
        second += np.arange(len(second))
        one, two = np.repeat(filer[low:high], some), filer[second]
        lower = np.minimum(one, two)
        pair = np.repeat(store[low:high] - store[low] << 2 * bits, some)
        pair |= lower << bits
        pair |= one + two - lower
        yield int(store[low]), distinct(pair[one != two])
