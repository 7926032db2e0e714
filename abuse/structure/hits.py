"""Whom the claims that look unfounded hit, on which day, and which filers met there.

A place is a store or a listing, as whoever asks numbers them. It counts; it judges no one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from abuse.arrays import Bools, Floats, Ints, distinct
from abuse.graphs.meetings import met_pairs
from abuse.record.view import View

# A place that nobody else accuses may be accused too: this much is added to what each draws.
LEAN = 0.7
# No pair is known better than this many common places by chance.
LEAST = 1e-3
# A listing that more filers than this hit says nothing about any two of them.
MOST_FILERS = 100
# In a crowd each claim is compared with so many that follow it.
_CROWD = 300


@dataclass(frozen=True)
class Hits:
    """Distinct (place, filer, day) of the claims that look unfounded, ordered by place and day."""

    place: Ints
    filer: Ints
    day: Ints


@dataclass(frozen=True)
class Met:
    """Meetings, ordered by pair: filer a < filer b as ``a << bits | b``, and where they met."""

    bits: int
    pair: Ints
    place: Ints

    def counted(self, least: int) -> tuple[Ints, Ints, Ints]:
        """Filers a and b of the pairs that met at so many places or more, and at how many."""
        first = np.flatnonzero(np.r_[True, np.diff(self.pair) != 0][: len(self.pair)])
        common = np.diff(np.r_[first, len(self.pair)])
        some = common >= least
        pair = self.pair[first[some]]
        return pair >> self.bits, pair & ((1 << self.bits) - 1), common[some]

    def places(self, a: int, b: int) -> Ints:
        """Where two filers met."""
        pair = a << self.bits | b
        low, high = (int(np.searchsorted(self.pair, pair, side)) for side in ("left", "right"))
        return self.place[low:high]


@dataclass(frozen=True)
class Pairs:
    """Pairs of filers, ascending, that met more often than chance allows: one entry each.

    `window` is in days, or the number of the look that found the pair.
    """

    a: Ints
    b: Ints
    common: Ints
    expected: Floats
    window: Ints
    p: Floats

    def some(self, rows: Ints | Bools) -> Pairs:
        return Pairs(*(getattr(self, field.name)[rows] for field in fields(self)))


def oddest(looks: list[Pairs]) -> Pairs:
    """Return each pair's entry with the least p of several looks; the first where equal."""
    names = [field.name for field in fields(Pairs)]
    parts = [np.concatenate([getattr(one, name) for one in looks]) for name in names]
    every = Pairs(*parts)
    order = np.lexsort((every.p, every.b, every.a))
    a, b = every.a[order], every.b[order]
    new = np.r_[True, (np.diff(a) != 0) | (np.diff(b) != 0)][: len(order)]
    return every.some(order[new])


def hits_of(view: View, likely: Bools, place: Ints) -> Hits:
    """The hits of some claims, by the place of each claim."""
    day = view.filed[likely].astype("M8[D]").astype(np.int64)
    start, n = int(day.min(initial=0)), max(view.n_filers, 1)
    days = int(day.max(initial=0)) - start + 1
    spot = distinct((place[likely] * days + day - start) * n + view.filer[likely])
    return Hits(place=spot // n // days, day=spot // n % days + start, filer=spot % n)


def meetings_of(hits: Hits, window: int, n: int) -> Met:
    """Hits of two filers on one place at most a window apart."""
    bits = max(n - 1, 1).bit_length()
    span = int(np.ptp(hits.day)) + window + 1 if len(hits.day) else 1
    at = hits.place * span + hits.day
    after = np.arange(1, len(at) + 1)
    end = np.minimum(np.searchsorted(at, at + window, "right"), after + _CROWD - 1)
    pairs, places = [hits.place[:0]], [hits.place[:0]]
    for start, met in met_pairs(hits.place, hits.filer, after, end, bits):
        pairs.append(met & ((1 << 2 * bits) - 1))
        places.append((met >> 2 * bits) + start)
    pair, place = np.concatenate(pairs), np.concatenate(places)
    order = np.argsort(pair, kind="stable")
    return Met(bits, pair[order], place[order])


def inside_of(hits: Hits, n: int, a: Ints, b: Ints, window: int) -> Floats:
    """The share of two filers' span that lies within a window of any one day of it."""
    first = np.full(n, np.iinfo(np.int64).max)
    last = np.full(n, np.iinfo(np.int64).min)
    np.minimum.at(first, hits.filer, hits.day)
    np.maximum.at(last, hits.filer, hits.day)
    span = np.maximum(last[a], last[b]) - np.minimum(first[a], first[b])
    inside: Floats = np.minimum((2 * window + 1) / np.maximum(span, 1), 1.0)
    return inside
