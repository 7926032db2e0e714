"""Meetings that were found under other numbers of filers and stores, under those of now.

Positions alone: it counts nothing and compares nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from abuse.arrays import Ints
from abuse.graphs.meetings import Meetings, bits_of


@dataclass(frozen=True, eq=False)
class Renumbered(Meetings):
    """Meetings in other positions: ``_then`` says where each of now was."""

    then: Meetings
    filers_then: Ints
    stores_then: Ints

    @classmethod
    def of(cls, then: Meetings, filers: Ints, stores: Ints) -> Renumbered:
        near, far = then.near[stores], then.far[stores]
        return cls(bits_of(len(filers)), near, far, then, filers, stores)

    @property
    def total(self) -> int:
        return self.then.total

    @property
    def pairs(self) -> int:
        return self.then.pairs

    def common(self, least: int) -> tuple[Ints, Ints]:
        pair, count = self.then.common(least)
        one, two = (_back(self.filers_then)[side] for side in self.then.filers(pair))
        pair = np.minimum(one, two) << self.bits | np.maximum(one, two)
        order = np.argsort(pair)
        return pair[order], count[order]

    def stores(self, pair: Ints) -> list[Ints]:
        one, two = (self.filers_then[side] for side in self.filers(pair))
        then = np.minimum(one, two) << self.then.bits | np.maximum(one, two)
        order = np.argsort(then)
        pairs = self.then.stores(then[order])
        back = _back(self.stores_then)
        return [np.sort(back[pairs[spot]]) for spot in np.argsort(order).tolist()]


def _back(places: Ints) -> Ints:
    """From places of then to positions of now; -1 for what is no more."""
    back = np.full(int(places.max(initial=-1)) + 1, -1)
    back[places] = np.arange(len(places))
    return back
