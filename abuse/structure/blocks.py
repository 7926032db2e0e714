"""Dense blocks of a market that chance cannot explain.

In each place it takes a found block out and looks again. Outcomes enter twice: they make a filer
count for more, and a block whose filers' joint record does not speak against them is dropped. It
proposes groups; it judges no one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from abuse.arrays import Floats, Ints
from abuse.graphs.bipartite import UNIT, Block
from abuse.graphs.densest_block import densest_block
from abuse.graphs.rewiring import Null, beyond_chance
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.links import unfounded_rates
from abuse.structure.scopes import Scope, scopes

# Rewirings of the null: 19 is the least that can show 1 in 20. Many places are looked at, so a
# block must be so many times denser than the densest of them. The draws' seed makes the same data
# give the same findings.
_REWIRINGS: Final = 19
_RATIO: Final = 1.1
SEED: Final = 0
# Edges of the core in the exact search, above which the coarse block stands, and of the part that
# is rewired: no graph makes a scan run away.
_CORE_EDGES: Final = 400_000
_NULL_EDGES: Final = 300_000
# The least that makes a category or a quarter a place to look at, and the blocks that are taken out
# of each: later ones are thin.
_SCOPE_EDGES: Final = 100
_ROUNDS: Final = 3
# Fewer filers or fewer stores make no block.
MIN_FILERS: Final = 4
_MIN_STORES: Final = 4
# The block's stores that a member must have hit itself.
MIN_OWN: Final = 3
# A ring is small: a block of more filers, or of a larger share of its place's, is a market.
_MOST_FILERS: Final = 200
_MOST_SHARE: Final = 0.25
# What an edge gains for each log-odds of its filer's bad record, and the most of a record that
# counts; an edge onto a store with 20 filers weighs 0.31 (FRAUDAR, Hooi et al. 2016).
_PRIOR: Final = 0.3
_MOST_PRIOR: Final = 3.0
# A block whose joint record, in log-odds, stays below this is a coalition of victims, and cleared.
_EVIDENCE: Final = 1.0


@dataclass(frozen=True)
class Proven:
    """A block beyond its null.

    Attributes
    ----------
    scope : str
        ``market``, ``category`` or ``quarter``.
    filers, stores : int array
        Positions in the view.
    own : int array, one entry a filer
        Stores of the block that the filer complained about.
    met : int array, one entry a filer
        Others of the block that filed at `MIN_OWN` or more of the same of its stores.
    as_many : int array, one entry a filer
        Rewirings that gave it as many of them.
    carried : float array, one entry a filer
        What it contributes to the block's score, its prior included.
    block : Block
    null : Null
    """

    scope: str
    filers: Ints
    stores: Ints
    own: Ints
    met: Ints
    as_many: Ints
    carried: Floats
    block: Block
    null: Null

    @property
    def ratio(self) -> float:
        """How many times denser than the densest rewiring it is."""
        return self.block.density / max(self.null.densest, 1e-9)


def proven_blocks(view: View, policy: Policy) -> list[Proven]:
    """Blocks denser than all their rewirings, in the order in which they were found.

    Notes
    -----
    It may wrong filers of one trade that no category tells, once some of them have a bad record:
    the null cannot know what makes them meet.

    Examples
    --------
    >>> from abuse.record.table import ClaimTable
    >>> proven_blocks(View(ClaimTable.from_lines([])), Policy())
    []
    """
    return view.once("dense", lambda: _search(view, policy) if view.n_claims else [])


def _search(view: View, policy: Policy) -> list[Proven]:
    evidence = unfounded_rates(view, policy).evidence.clip(0, _MOST_PRIOR)
    proven: list[Proven] = []
    reported: set[int] = set()
    for scope in scopes(view, _PRIOR * evidence, _SCOPE_EDGES):
        for _ in range(_ROUNDS):
            if not len(scope.graph.filer):
                break
            block = densest_block(scope.graph, _CORE_EDGES, view.stages.narrow)
            members = scope.filers[block.filers].tolist()
            null = None
            if not reported.issuperset(members) and _odd(view, policy, scope, block):
                null = _null(scope.around(block), block)
            if null:
                proven.append(_proven(scope, block, null))
                reported.update(members)
            scope = scope.without(block)
    return proven


def _odd(view: View, policy: Policy, scope: Scope, block: Block) -> bool:
    """Whether a block is small beside its scope, and its filers' joint record bad."""
    size = len(block.filers)
    if size < MIN_FILERS or len(block.stores) < _MIN_STORES:
        return False
    most = min(_MOST_FILERS, _MOST_SHARE * len(scope.filers))
    evidence, _ = unfounded_rates(view, policy).pooled(scope.filers[block.filers])
    return size <= most and evidence >= _EVIDENCE


def _null(scope: Scope, block: Block) -> Null | None:
    return beyond_chance(
        scope.graph,
        scope.cell,
        block,
        rewirings=_REWIRINGS,
        ratio=_RATIO,
        seed=SEED,
        most_edges=_NULL_EDGES,
    )


def _proven(scope: Scope, block: Block, null: Null) -> Proven:
    graph, inside = scope.graph, scope.inside(block)
    filer, weight = graph.filer[inside], graph.weight[graph.store[inside]]
    size = len(graph.prior)
    carried = np.bincount(filer, weights=weight, minlength=size) + graph.prior
    own = np.bincount(filer, minlength=size)[block.filers]
    visits = sparse.csr_array(
        (
            np.ones(len(filer), np.int64),
            (np.searchsorted(block.filers, filer), graph.store[inside]),
        ),
        shape=(len(block.filers), len(graph.weight)),
    )
    return Proven(
        scope=scope.name,
        filers=scope.filers[block.filers],
        stores=scope.stores[block.stores],
        own=own,
        met=_met(MIN_OWN, visits),
        as_many=null.as_many[block.filers],
        carried=carried[block.filers] / UNIT,
        block=block,
        null=null,
    )


def _met(least: int, visits: sparse.csr_array) -> Ints:
    """How many others each row has so many entries or more in common with."""
    common = visits @ visits.T
    met: Ints = (common >= least).sum(axis=1) - (common.diagonal() >= least)
    return met
