"""The heavy stages on an engine: the expressions of `abuse.sweep`, with their state in Parquet.

What comes back to this process is what the next stage needs of it, never the joins themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import numpy as np

from abuse.arrays import Ints
from abuse.engines.base import Engine
from abuse.graphs.bipartite import Bipartite, Core
from abuse.graphs.densest_block import narrow
from abuse.graphs.meetings import BANDS, CROWD, Aims, Meetings, bits_of, most_visits
from abuse.stages.peeling import narrow_on
from abuse.sweep import identifiers, rates
from abuse.sweep import meetings as met_by

# A graph, or what peeling left of one, with fewer edges has shrunk to arrays and goes on in them:
# on an engine each of its dozen passes costs more than the whole does here.
SMALL = 2_000_000


class OnEngine:
    """`abuse.stages.Stages` on an engine.

    Parameters
    ----------
    engine : Engine
    small : int, optional
        Edges down to which a graph is peeled on the engine; `SMALL` if left out.
    """

    def __init__(self, engine: Engine, small: int | None = None) -> None:
        self.name = engine.name
        self.engine = engine
        self.small = SMALL if small is None else small

    def per_complaint(
        self, complaint: Ints, weight: Ints, bad: Ints
    ) -> tuple[Ints, Ints, Ints, Ints]:
        """See `Stages`."""
        claims = self.engine.put(complaint=complaint, weight=weight, bad=bad)
        got = self.engine.run(rates.per_complaint(claims))
        order = np.argsort(got["complaint"])
        hit, n, total, n_bad = (got[name][order] for name in ("complaint", "n", "weight", "bad"))
        return hit, n, total, n_bad

    def sharing(self, filer: Ints, value: Ints) -> tuple[Ints, Ints, Ints]:
        """See `Stages`."""
        got = self.engine.run(identifiers.sharing(self.engine.put(filer=filer, value=value)))
        return got["a"], got["b"], got["value"]

    def meetings(self, aims: Aims, window: int) -> Meetings:
        """See `Stages`."""
        met, beyond = self.compared(self.visits(aims, window), window)
        return self.met(aims, met, beyond, self.engine.keep(met_by.common(met)))

    def visits(self, aims: Aims, window: int) -> ibis.Table:
        """Distinct ``store``, ``day``, ``filer``, without the visits to crowded stores."""
        bucket = aims.day // (BANDS * window)
        claims = self.engine.put(store=aims.store, day=aims.day, filer=aims.filer, bucket=bucket)
        visits = self.engine.keep(claims.distinct())
        crowd = self.engine.keep(met_by.crowds(visits))
        rows = int(self.engine.run(crowd.aggregate(n=crowd.visits.sum().fill_null(0)))["n"][0])
        loads = self.engine.run(met_by.loads(crowd, CROWD))
        order = np.argsort(loads["visits"])
        most = most_visits(loads["visits"][order], loads["n"][order], rows)
        return self.engine.keep(met_by.uncrowded(visits, crowd, CROWD, most))

    def compared(self, visits: ibis.Table, window: int) -> tuple[ibis.Table, ibis.Table]:
        """Who met inside the window, and how often two met beyond it, by store."""
        met, beyond = met_by.inside(visits, window), met_by.beyond(visits, window)
        return self.engine.keep(met), self.engine.keep(beyond)

    def met(self, aims: Aims, met: ibis.Table, beyond: ibis.Table, counted: ibis.Table) -> Meetings:
        """What `compared` gave, and its pairs counted, as what a detector asks of it."""
        counts = self.engine.run(beyond)
        near, far = np.zeros((2, aims.stores), np.int64)
        near[counts["store"]], far[counts["store"]] = counts["near"], counts["far"]
        return MetOnEngine(bits_of(aims.filers), near, far, self.engine, met, counted)

    def beside(self) -> OnEngine:
        """See `Stages`."""
        return self

    def narrow(self, graph: Bipartite) -> Core:
        """See `Stages`."""
        if len(graph.filer) < self.small:
            return narrow(graph)
        return narrow_on(self.engine, graph, self.small)


@dataclass(frozen=True, eq=False)
class MetOnEngine(Meetings):
    """Meetings that stay with the engine: ``store``, ``a``, ``b``, and counted by pair."""

    engine: Engine
    met: ibis.Table
    counted: ibis.Table

    @property
    def total(self) -> int:
        sums = self.counted.aggregate(n=self.counted.stores.sum().fill_null(0))
        return int(self.engine.run(sums)["n"][0])

    @property
    def pairs(self) -> int:
        return int(self.engine.run(self.counted.aggregate(n=self.counted.count()))["n"][0])

    def common(self, least: int) -> tuple[Ints, Ints]:
        got = self.engine.run(self.counted.filter(self.counted.stores >= least))
        pair = (got["a"] << self.bits) | got["b"]
        order = np.argsort(pair)
        return pair[order], got["stores"][order]

    def stores(self, pair: Ints) -> list[Ints]:
        a, b = self.filers(pair)
        wanted = self.engine.put(a=a, b=b)
        got = self.engine.run(self.met.semi_join(wanted, ["a", "b"]))
        pairs = (got["a"] << self.bits) | got["b"]
        order = np.lexsort((got["store"], pairs))
        bounds = np.searchsorted(pairs[order], pair[1:])
        return np.split(got["store"][order], bounds) if len(pair) else []
