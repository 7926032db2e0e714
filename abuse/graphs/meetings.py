"""Meetings: two filers at one store, within a window or some weeks apart.

What fell inside the window, and what fell just beyond it, which is the measure of chance. Here it
is one sorted join of arrays; `abuse.sweep.meetings` says the same for an engine.
`abuse.structure.aims` asks it of a whole scan. It counts; it judges no one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from abuse.arrays import Ints, distinct

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
_HASH_BITS = 22


@dataclass(frozen=True, eq=False)
class Aims:
    """Claims whose store is known: who aimed at which store, and when.

    Attributes
    ----------
    filer, store, day : int arrays, one entry a claim
        Positions, and days since 1970.
    filers, stores : int
        How many positions there are.
    names : callable
        Names of all filers and of all stores that stay the same from scan to scan.
    """

    filer: Ints
    store: Ints
    day: Ints
    filers: int
    stores: int
    names: Callable[[], tuple[pa.Array, pa.Array]]


@dataclass(frozen=True, eq=False)
class Meetings(ABC):
    """Who met where.

    A pair of filers a < b is one number, ``a << bits | b``.

    Attributes
    ----------
    bits : int
    near, far : int arrays, one entry a store
        Pairs of filers that met there beyond one window and within two, or beyond two and within
        three; a pair may count in several bands.
    """

    bits: int
    near: Ints
    far: Ints

    @property
    @abstractmethod
    def total(self) -> int:
        """Distinct meetings within the window, of a pair at a store."""

    @property
    @abstractmethod
    def pairs(self) -> int:
        """Pairs that met within the window anywhere."""

    @abstractmethod
    def common(self, least: int) -> tuple[Ints, Ints]:
        """Pairs (ascending) that met at so many stores or more, and at how many."""

    @abstractmethod
    def stores(self, pair: Ints) -> list[Ints]:
        """Where each of some pairs (ascending) met, in order of stores."""

    def filers(self, pair: Ints) -> tuple[Ints, Ints]:
        """Filers a and b of some pairs."""
        return pair >> self.bits, pair & ((1 << self.bits) - 1)


@dataclass(frozen=True, eq=False)
class MetInArrays(Meetings):
    """Meetings held as arrays.

    Attributes
    ----------
    pair : int array
        One entry a meeting within the window, ordered by store.
    store : int array
        Where each of them was.
    """

    pair: Ints
    store: npt.NDArray[np.int32]

    @property
    def total(self) -> int:
        return len(self.pair)

    @property
    def pairs(self) -> int:
        return len(self._counted[0])

    @cached_property
    def _counted(self) -> tuple[Ints, Ints]:
        ordered = np.sort(self.pair)
        first = np.flatnonzero(np.r_[True, np.diff(ordered) != 0][: len(ordered)])
        return ordered[first], np.diff(np.r_[first, len(ordered)])

    def common(self, least: int) -> tuple[Ints, Ints]:
        pair, count = self._counted
        return pair[count >= least], count[count >= least]

    def stores(self, pair: Ints) -> list[Ints]:
        # Few pairs are in question: a look-up by hash leaves out nearly all before the exact one.
        wanted = np.zeros(1 << _HASH_BITS, bool)
        wanted[_hashed(pair)] = True
        rows = np.flatnonzero(wanted[_hashed(self.pair)])
        rows = rows[np.isin(self.pair[rows], pair)]
        rows = rows[np.argsort(self.pair[rows], kind="stable")]
        bounds = np.searchsorted(self.pair[rows], pair[1:])
        return np.split(self.store[rows].astype(np.int64), bounds) if len(pair) else []


def met_in_arrays(aims: Aims, window: int) -> Meetings:
    """Meetings of some claims, in arrays.

    Examples
    --------
    >>> filer, store, day = np.array([0, 1, 2]), np.array([0, 0, 0]), np.array([0, 5, 13])
    >>> met = met_in_arrays(Aims(filer, store, day, 3, 1, tuple), 7)
    >>> met.total, met.filers(met.common(1)[0]), met.near, met.far
    (1, (array([0]), array([1])), array([2]), array([0]))
    """
    visits = _visits(aims.filer, aims.store, aims.day, aims.filers)
    store, day, filer = _uncrowded(*visits, BANDS * window)
    bits = bits_of(aims.filers)
    # Visits of one store stand in order of days: each one's later visits in a band are a stretch.
    spot = store * (int(np.ptp(day)) + BANDS * window + 1 if len(day) else 1) + day
    end = [np.arange(1, len(store) + 1)]
    end += [np.searchsorted(spot, spot + (band + 1) * window, "right") for band in range(BANDS)]
    inside = [(store[:0], store[:0].astype(np.int32))]
    beyond = np.zeros((BANDS, aims.stores), np.int64)
    for band in range(BANDS):
        for start, met in met_pairs(store, filer, end[band], end[band + 1], bits):
            where = met >> 2 * bits
            if band:
                count = np.bincount(where)
                beyond[band, start : start + len(count)] += count
            else:
                inside.append((met & ((1 << 2 * bits) - 1), (where + start).astype(np.int32)))
    pair, where = (np.concatenate(column) for column in zip(*inside, strict=True))
    return MetInArrays(bits, beyond[1], beyond[2], pair, where)


def _hashed(pair: Ints) -> Ints:
    """A few well-mixed bits of each pair (Fibonacci hashing)."""
    mixed: Ints = pair * np.int64(-7046029254386353131) >> (63 - _HASH_BITS)
    return mixed & ((1 << _HASH_BITS) - 1)


def bits_of(filers: int) -> int:
    """How many bits a filer's position takes in a pair."""
    return max(filers - 1, 1).bit_length()


def most_visits(visits: Ints, count: Ints, rows: int) -> int:
    """How many visits a store may have in a bucket, given that so many buckets have so many.

    Parameters
    ----------
    visits : int array
        Different numbers of visits, ascending.
    count : int array
        Buckets with so many.
    rows : int
        Visits in all.

    Examples
    --------
    >>> most_visits(np.array([3, 10, 90_000]), np.array([5, 1, 1]), 90_025)
    89999
    """
    # Visits are compared with those of their own bucket and of the next.
    work = 1.5 * np.cumsum(count * np.square(visits.astype(np.float64)))
    affordable = work <= max(_PAIRS, _PAIRS_A_ROW * rows)
    if affordable.all():
        return int(visits.max(initial=0))
    return int(visits[np.argmin(affordable)]) - 1


def _visits(filer: Ints, store: Ints, day: Ints, filers: int) -> tuple[Ints, Ints, Ints]:
    """Distinct (store, day, filer), in this order."""
    start = int(day.min(initial=0))
    days, n = int(day.max(initial=0)) - start + 1, max(filers, 1)
    visit = distinct((store * days + day - start) * n + filer)
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
    load = np.bincount(group)
    few = crowd <= CROWD
    count = np.bincount(load[few])
    seen = np.flatnonzero(count)
    kept = (few & (load <= most_visits(seen, count[seen], len(store))))[group]
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
