"""What every engine's stages are held to: the answers of the arrays, number for number."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from abuse.graphs.bipartite import Bipartite
from abuse.graphs.meetings import Aims, Meetings
from abuse.stages import InArrays, Stages

ARRAYS = InArrays()


def check_rates(stages: Stages, draw: np.random.Generator, claims: int) -> None:
    complaint, weight = draw.integers(0, 50, claims), draw.integers(0, 1001, claims)
    given = complaint, weight, (weight > 700).astype(np.int64)
    for ours, theirs in zip(
        stages.per_complaint(*given), ARRAYS.per_complaint(*given), strict=True
    ):
        assert ours.tolist() == theirs.tolist()


def check_identifiers(stages: Stages, draw: np.random.Generator, held: int) -> None:
    filer, value = np.unique(draw.integers(0, 30, (2, held)), axis=1)
    ours, theirs = (
        sorted(zip(*(side.tolist() for side in by.sharing(filer, value)), strict=True))
        for by in (stages, ARRAYS)
    )
    assert ours == theirs
    assert all(a < b for a, b, _ in ours)


def some_aims(draw: np.random.Generator, claims: int, filers: int = 40) -> Aims:
    """Filers at thirty stores, over half a year on both sides of 1970."""
    names = pa.array([f"f{i:03}" for i in range(filers)]), pa.array([f"s{i}" for i in range(31)])
    filer, store = draw.integers(0, filers, claims), draw.integers(0, 30, claims)
    return Aims(filer, store, draw.integers(-90, 90, claims), filers, 31, lambda: names)


def check_meetings(stages: Stages, aims: Aims, window: int = 7) -> Meetings:
    ours, theirs = stages.meetings(aims, window), ARRAYS.meetings(aims, window)
    assert (ours.total, ours.pairs) == (theirs.total, theirs.pairs)
    assert ours.near.tolist() == theirs.near.tolist()
    assert ours.far.tolist() == theirs.far.tolist()
    for least in (1, 3):
        (pair, count), (pair2, count2) = ours.common(least), theirs.common(least)
        assert (pair.tolist(), count.tolist()) == (pair2.tolist(), count2.tolist())
        stores = [at.tolist() for at in ours.stores(pair)]
        assert stores == [at.tolist() for at in theirs.stores(pair)]
        assert [len(at) for at in stores] == count.tolist()
    return ours


def check_cores(stages: Stages, draw: np.random.Generator, edges: int, dense: bool) -> None:
    """A thin random graph, with a block of ten filers and twelve stores if `dense`."""
    filer, store = draw.integers(0, 120, edges), draw.integers(0, 150, edges)
    if dense:
        one, two = np.meshgrid(np.arange(10), np.arange(12))
        filer, store = np.r_[filer, one.ravel()], np.r_[store, two.ravel()]
    filer, store = np.unique(np.stack([filer, store]), axis=1)
    prior = draw.random(int(filer.max(initial=-1)) + 1)
    graph = Bipartite.of(filer, store, prior)
    (ours, core, *left), (theirs, core2, *left2) = stages.narrow(graph), ARRAYS.narrow(graph)
    assert ours.density == theirs.density
    assert ours.filers.tolist() == theirs.filers.tolist()
    assert ours.stores.tolist() == theirs.stores.tolist()
    for side, side2 in zip(left, left2, strict=True):
        assert side.tolist() == side2.tolist()
    edge, edge2 = (
        sorted(zip(g.filer.tolist(), g.store.tolist(), strict=True)) for g in (core, core2)
    )
    assert edge == edge2
