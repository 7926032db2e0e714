"""Dense blocks of a market that chance cannot explain.

In each place it takes a found block out and looks again. Outcomes enter twice: they make a filer
count for more, and a block whose filers' joint record does not speak against them is dropped. It
proposes groups; it judges no one.
"""

from __future__ import annotations

from dataclasses import dataclass

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
        Others of the block that filed at `policy.dense_min_own` or more of the same of its stores.
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
    evidence = unfounded_rates(view, policy).evidence.clip(0, policy.dense_prior_cap)
    proven: list[Proven] = []
    reported: set[int] = set()
    for scope in scopes(view, policy.dense_prior * evidence, policy.dense_scope_edges):
        for _ in range(policy.dense_rounds):
            if not len(scope.graph.filer):
                break
            block = densest_block(scope.graph, policy.dense_core_edges, view.stages.narrow)
            members = scope.filers[block.filers].tolist()
            null = None
            if not reported.issuperset(members) and _odd(view, policy, scope, block):
                null = _null(policy, scope.around(block), block)
            if null:
                proven.append(_proven(policy, scope, block, null))
                reported.update(members)
            scope = scope.without(block)
    return proven


def _odd(view: View, policy: Policy, scope: Scope, block: Block) -> bool:
    """Whether a block is small beside its scope, and its filers' joint record bad."""
    size = len(block.filers)
    if size < policy.dense_min_filers or len(block.stores) < policy.dense_min_stores:
        return False
    most = min(policy.dense_max_filers, policy.dense_max_share * len(scope.filers))
    evidence, _ = unfounded_rates(view, policy).pooled(scope.filers[block.filers])
    return size <= most and evidence >= policy.dense_min_evidence


def _null(policy: Policy, scope: Scope, block: Block) -> Null | None:
    return beyond_chance(
        scope.graph,
        scope.cell,
        block,
        rewirings=policy.dense_rewirings,
        ratio=policy.dense_ratio,
        seed=policy.dense_seed,
        most_edges=policy.dense_null_edges,
    )


def _proven(policy: Policy, scope: Scope, block: Block, null: Null) -> Proven:
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
        met=_met(policy.dense_min_own, visits),
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
