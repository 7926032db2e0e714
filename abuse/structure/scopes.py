"""Where dense blocks are looked for: the market, each category, each quarter, as graphs.

It orders nodes and edges by time, so that what ids are called decides no tie and no draw. It
searches nothing and sets no threshold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from abuse.arrays import Bools, Floats, Ints
from abuse.graphs.bipartite import Bipartite, Block
from abuse.record.view import View


@dataclass(frozen=True)
class Scope:
    """A part of the market.

    Attributes
    ----------
    name : str
        ``market``, ``category`` or ``quarter``.
    filers, stores : int array
        Position in the view of each node of the graph.
    graph : Bipartite
    category, quarter : int array, one entry an edge
        Main category of its store, and calendar quarter of its first claim.
    """

    name: str
    filers: Ints
    stores: Ints
    graph: Bipartite
    category: Ints
    quarter: Ints

    @property
    def cell(self) -> Ints:
        """Category and quarter of each edge as one code."""
        joint: Ints = self.category * (self.quarter.max(initial=0) + 1) + self.quarter
        return joint

    def inside(self, block: Block) -> Bools:
        """Which edges lie in a block."""
        filers = np.zeros(len(self.graph.prior), bool)
        stores = np.zeros(len(self.graph.weight), bool)
        filers[block.filers], stores[block.stores] = True, True
        both: Bools = filers[self.graph.filer] & stores[self.graph.store]
        return both

    def around(self, block: Block) -> Scope:
        """The categories that a block touches."""
        return self._part(np.isin(self.category, self.category[self.inside(block)]))

    def without(self, block: Block) -> Scope:
        """All but a block's edges and its filers' priors; what edges weigh stays."""
        rest = self._part(~self.inside(block))
        prior = self.graph.prior.copy()
        prior[block.filers] = 0
        return replace(rest, graph=replace(rest.graph, prior=prior))

    def _part(self, kept: Bools) -> Scope:
        graph = replace(self.graph, filer=self.graph.filer[kept], store=self.graph.store[kept])
        return replace(self, graph=graph, category=self.category[kept], quarter=self.quarter[kept])


def scopes(view: View, prior: Floats, least: int) -> Iterator[Scope]:
    """The market, then its categories and its quarters with `least` edges or more.

    Parameters
    ----------
    view : View
    prior : float array, one entry a filer
        Suspiciousness that filers bring along, in weights of edges.
    least : int

    Examples
    --------
    >>> from abuse.record.table import ClaimTable
    >>> list(scopes(View(ClaimTable.from_lines([])), np.array([]), 1))
    []
    """
    filer, store, quarter = _spots(view)
    if not len(filer):
        return
    category = _category(view)[store]
    # Each edge once, as of its first claim. A store has one category, and the spots of one quarter
    # differ anyway.
    once = np.zeros(len(filer), bool)
    once[_first(filer * (store.max() + 1) + store)] = True
    yield _scope("market", once, filer, store, category, quarter, prior)
    for name, group, spots in (
        ("category", category, once),
        ("quarter", quarter, np.ones(len(filer), bool)),
    ):
        sizes = np.bincount(group)
        if np.count_nonzero(sizes) > 1:
            for value in np.flatnonzero(sizes >= least).tolist():
                here = spots & (group == value)
                yield _scope(name, here, filer, store, category, quarter, prior)


def _scope(
    name: str, here: Bools, filer: Ints, store: Ints, category: Ints, quarter: Ints, prior: Floats
) -> Scope:
    """A graph of its own, of the edges that are here."""
    filers, person = _numbered(filer[here])
    stores, shop = _numbered(store[here])
    graph = Bipartite.of(person, shop, prior[filers])
    return Scope(name, filers, stores, graph, category[here], quarter[here])


def _spots(view: View) -> tuple[Ints, Ints, Ints]:
    """Distinct (filer, store, quarter), ordered by the time of the first claim."""
    known = np.flatnonzero(view.store >= 0)
    known = known[np.argsort(view.filed[known], kind="stable")]
    month = view.filed[known].astype("M8[M]").astype(np.int64)
    quarter = month // 3 - month.min(initial=10**6) // 3
    key = view.filer[known] * (view.store.max(initial=0) + 1) + view.store[known]
    first = _first(key * (quarter.max(initial=0) + 1) + quarter)
    return view.filer[known][first], view.store[known][first], quarter[first]


def _first(key: Ints) -> Ints:
    """Where each value is first, in order."""
    spots: Ints = np.sort(np.unique(key, return_index=True)[1])
    return spots


def _numbered(values: Ints) -> tuple[Ints, Ints]:
    """Distinct values in order of appearance, and each value's place among them."""
    first = np.full(int(values.max(initial=-1)) + 1, -1)
    # Of equal values the first counts: it is written last.
    first[values[::-1]] = np.arange(len(values))[::-1]
    known = np.flatnonzero(first >= 0)
    known = known[np.argsort(first[known])]
    place = np.empty_like(first)
    place[known] = np.arange(len(known))
    return known, place[values]


def _category(view: View) -> Ints:
    """The category that most claims on a store give it, unknown being one of its own."""
    size = len(view.categories) + 1
    known = view.store >= 0
    joint = view.store[known] * size + view.category[known] + 1
    pair, count = np.unique(joint, return_counts=True)
    out = np.zeros(len(view.stores), np.int64)
    order = np.argsort(count, kind="stable")
    # The last assignment holds: the category with most claims.
    out[pair[order] // size] = pair[order] % size
    return out
