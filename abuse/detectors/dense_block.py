"""Structure: filers that filed too many of the possible complaints on too few stores.

A dense block of the filers x stores matrix, with bad outcomes as priors, denser than the same
market dealt anew. Alone it cannot lift a filer above watch.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from abuse.findings import Finding
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.blocks import MIN_FILERS, MIN_OWN, SEED, Proven, proven_blocks

# The evidence of the deepest case; what it weighs the shapes say (`abuse.policy.shapes`).
_MOST: Final = 4.0
# From this excess over the densest rewiring on a block weighs in full.
_FULL_EXCESS: Final = 0.5
# A member is named if at most this share of rewirings, and the market itself, gives it as many of
# the block's stores (Davison and Hinkley 1997, ch. 4).
_MEMBER_P: Final = 0.1


def detect(view: View, policy: Policy) -> list[Finding]:
    """Findings from blocks beyond their null, one a filer, from its block furthest beyond.

    Notes
    -----
    Whom it may wrong: a filer that hunts where a ring hunts; it is named only if hardly a rewiring
    gives it as many of the block's stores. Victims of one copier make dense blocks too; their
    joint record clears them before.

    References
    ----------
    Hooi et al. (2016), FRAUDAR, KDD.
    """
    best: dict[int, tuple[Proven, int]] = {}
    for proven in sorted(proven_blocks(view, policy), key=lambda block: -block.ratio):
        p = (proven.as_many + 1) / (proven.null.rewirings + 1)
        held = (p <= _MEMBER_P) & (proven.own >= MIN_OWN)
        if held.sum() < MIN_FILERS:
            continue
        for spot in np.flatnonzero(held).tolist():
            best.setdefault(int(proven.filers[spot]), (proven, spot))
    return [_finding(view, proven, spot) for _, (proven, spot) in sorted(best.items())]


def _finding(view: View, proven: Proven, spot: int) -> Finding:
    filer, block, null = int(proven.filers[spot]), proven.block, proven.null
    filers, stores, filed = len(proven.filers), len(proven.stores), int(proven.own.sum())
    own, as_many = int(proven.own[spot]), int(proven.as_many[spot])
    carried = float(proven.carried[spot])
    nodes = filers + stores
    without = (block.density * nodes - carried) / (nodes - 1)
    mine = view.claims_by_filer[filer]
    depth = min(1.0, (proven.ratio - 1) / _FULL_EXCESS)
    return Finding(
        filer=filer,
        detector="dense_block",
        family="structure",
        strength=max(0.0, 1 - null.densest / block.density),
        log_odds=_MOST * (0.4 + 0.6 * depth),
        numbers={
            "scope": proven.scope, "filers": filers, "stores": stores, "filed": filed,
            "possible": filers * stores, "density": round(block.density, 5),
            "own_stores": own, "own_in_rewirings": as_many, "own_contribution": round(carried, 5),
            "density_without": round(without, 5), "exact": int(block.exact),
            "core_edges": block.core_edges, "null_rewirings": null.rewirings,
            "null_densest": round(null.densest, 5), "null_edges": null.edges,
            "null_seed": SEED, "p": round(1 / (null.rewirings + 1), 4),
        },
        complaints=view.complaints_of(mine[np.isin(view.store[mine], proven.stores)]),
        least=MIN_OWN,
        outside=1.0,
        # Other filers at the same stores are seldom attackers, so each one that this filer meets
        # counts for one act of others. Filers of a large block with hardly a store in common with
        # this one do not count.
        acts={"filings": int(proven.met[spot])},
        partners=tuple(int(f) for f in proven.filers.tolist() if f != filer),
    )  # fmt: skip
