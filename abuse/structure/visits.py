"""Who was at which places, and when: what links by common places tell, for all links at once.

Such a link says who came no earlier than the other, and cites complaints. Asked link by link, that
is a look through all claims of both filers each time. It links nobody and judges no one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abuse.arrays import Ints
from abuse.findings import Link
from abuse.record.view import View

# So many complaints of each of its filers does a link cite.
_MOST_CITED = 200


@dataclass(frozen=True)
class Visits:
    """Who was where: one entry a visit."""

    filer: Ints
    place: Ints

    def of(self, filer: Ints, place: Ints) -> tuple[Ints, Ints]:
        """The visits of each filer at the place beside it: entries of the question, and visits.

        Examples
        --------
        >>> visits = Visits(np.array([0, 1, 0]), np.array([4, 4, 4]))
        >>> visits.of(np.array([1, 0]), np.array([4, 4]))
        (array([0, 1, 1]), array([1, 0, 2]))
        """
        wanted = np.zeros(int(max(self.filer.max(initial=0), filer.max(initial=0))) + 1, bool)
        wanted[filer] = True
        some = np.flatnonzero(wanted[self.filer])
        places = int(max(self.place.max(initial=0), place.max(initial=0))) + 1
        key = self.filer[some] * places + self.place[some]
        order = np.argsort(key, kind="stable")
        first, last = (
            np.searchsorted(key[order], filer * places + place, side) for side in ("left", "right")
        )
        count = last - first
        asked = np.repeat(np.arange(len(filer)), count)
        spot = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(len(asked))
        return asked, some[order[spot]]


def at_stores(view: View) -> tuple[Visits, Ints]:
    """The claims whose store is known, as visits and with their days."""
    rows = np.flatnonzero(view.store >= 0)
    day: Ints = view.filed[rows].astype("M8[D]").astype(np.int64)
    return Visits(view.filer[rows], view.store[rows]), day


def no_earlier(
    visits: Visits, day: Ints, a: Ints, b: Ints, met: Sequence[Ints]
) -> list[dict[str, float]]:
    """At how many places a came no earlier than b (``after_a``), and b no earlier than a.

    Parameters
    ----------
    visits : Visits
    day : int array, one entry a visit
    a, b : int arrays, one entry a pair of filers
    met : sequence of int arrays, one a pair
        Where they met, each place once; both have been there.
    """
    pair, place = _laid(met)
    first = []
    for end in (a, b):
        asked, visit = visits.of(end[pair], place)
        first.append(np.full(len(pair), np.iinfo(np.int64).max))
        np.minimum.at(first[-1], asked, day[visit])
    of_a, of_b = first
    after_a, after_b = (
        np.bincount(pair[late], minlength=len(a)).tolist() for late in (of_a >= of_b, of_b >= of_a)
    )
    return [{"after_a": n, "after_b": m} for n, m in zip(after_a, after_b, strict=True)]


def cited(view: View, place: Ints, a: Ints, b: Ints, met: Sequence[Ints]) -> list[tuple[int, ...]]:
    """The complaints of each pair where it met, those of its first filer before the other's.

    Parameters
    ----------
    view : View
    place : int array, one entry a claim
        Where it is; -1 where unknown.
    a, b, met : as for `no_earlier`
    """
    claims = np.flatnonzero(place >= 0)
    visits, (pair, where) = Visits(view.filer[claims], place[claims]), _laid(met)
    complaints: list[tuple[int, ...]] = [()] * len(a)
    for end in (a, b):
        asked, visit = visits.of(end[pair], where)
        claim, of_pair = claims[visit], pair[asked]
        order = np.lexsort((claim, of_pair))
        bounds = np.searchsorted(of_pair[order], np.arange(1, len(a)))
        for spot, mine in enumerate(np.split(claim[order], bounds) if len(a) else []):
            complaints[spot] += view.complaints_of(mine, _MOST_CITED)
    return complaints


def links_at(
    view: View,
    source: str,
    where: tuple[Visits, Ints, Ints],
    pairs: tuple[Ints, Ints, Sequence[Ints]],
    numbers: Sequence[dict[str, float]],
    expected: Sequence[float],
) -> list[Link]:
    """The links of pairs of filers that met, with who came no earlier, and their complaints there.

    Parameters
    ----------
    view : View
    source : str
    where : Visits, int array, int array
        The visits and the day of each; the place of each claim, -1 where unknown.
    pairs : int array, int array, sequence of int arrays
        Filers a and b of each pair, and where they met.
    numbers : sequence of dict, one a pair
        The link's figures; ``common`` is among them.
    expected : sequence of float, one a pair
        At how many places they meet by chance: the weight is the logarithm of how many more.
    """
    (visits, day, place), (a, b, met) = where, pairs
    after, complaints = no_earlier(visits, day, a, b, met), cited(view, place, a, b, met)
    return [
        Link(
            one, two, source, float(np.log(figures["common"] / chance)), (),
            {**figures, **later}, mine,
        )
        for one, two, figures, chance, later, mine in zip(
            a.tolist(), b.tolist(), numbers, expected, after, complaints, strict=True
        )
    ]  # fmt: skip


def _laid(met: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Pairs and places, one entry each time that a pair met."""
    pair = np.repeat(np.arange(len(met)), [len(each) for each in met])
    return pair, np.concatenate([np.zeros(0, np.int64), *met]).astype(np.int64)
