"""Lockstep: pairs of filers that hit the same stores at once, beyond their categories' null.

A fast bucketed join finds the pairs; the null is calibrated on the market itself, because filers of
one trade meet at the same short-lived stores without any plan. It proposes links; it judges no one.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
from scipy import sparse, stats

from abuse.chance import chance_inside, expected_meetings
from abuse.findings import Link
from abuse.meetings import meetings
from abuse.peers import benjamini_hochberg
from abuse.policy import Policy
from abuse.principals import principals
from abuse.view import Bools, Ints, View


def lockstep(view: View, policy: Policy) -> list[Link]:
    """Links between filers with more stores in common within the window than the null allows.

    Returns
    -------
    list of Link
        Ordered by pair; `weight` is the natural logarithm of common stores over expected ones,
        `numbers` has ``common``, ``expected``, ``all_common`` and the two tests' p-values.

    Notes
    -----
    Expected stores of a pair: `abuse.chance`, from meetings just beyond the window. A pair counts
    alone (Poisson; Benjamini and Hochberg over all possible pairs) or in a truss of weaker pairs. A
    second, category-free line: given all stores that both hit at any time, how many fell inside the
    window (binomial). Honest victims of one copier pass both; outcomes must tell them apart.

    References
    ----------
    Cao et al. (2014), Uncovering large groups of active malicious accounts in online social
    networks (SynchroTrap), CCS. Beutel et al. (2013), CopyCatch, WWW.
    """
    return view.once("lockstep", lambda: find_lockstep(view, policy))


def find_lockstep(view: View, policy: Policy) -> list[Link]:
    """`lockstep` of a view or of a part of one, not kept."""
    window = policy.lockstep_window_days
    met = meetings(view, window)
    hits = {name: met[name][met["inside"] > 0] for name in ("a", "b", "store")}
    if not len(hits["a"]):
        return []
    n = view.n_filers
    pair, row = np.unique(hits["a"] * n + hits["b"], return_inverse=True)
    a, b = pair // n, pair % n
    common = np.bincount(row, minlength=len(pair))
    expected = expected_meetings(view, met, a, b, window)
    p = stats.poisson.sf(common - 1, expected)
    possible = n * (n - 1) // 2
    enough = common >= policy.lockstep_min_common
    sure = benjamini_hochberg(p, policy.lockstep_fdr, tests=possible) & enough
    sure &= common >= policy.lockstep_ratio * expected
    loose = (common >= policy.lockstep_group_common) & (p < policy.lockstep_group_p)
    loose &= common >= policy.lockstep_group_ratio * expected
    some = np.flatnonzero(sure | loose)
    by_chance = float(chance_inside(met, np.zeros(len(met["a"]), np.int64), 1, window)[0])
    both, inside = _overlap(view, a[some], b[some], int(common.sum()), by_chance)
    p_sync = stats.binom.sf(common[some] - 1, both, inside)
    alone = sure[some] & benjamini_hochberg(p_sync, policy.lockstep_fdr, tests=len(a))
    firm = p_sync < policy.lockstep_sync_p
    some, both, p_sync, alone = (column[firm] for column in (some, both, p_sync, alone))
    held = alone | _grouped(a[some], b[some], policy.lockstep_truss)
    who = principals(view)
    held &= np.array([not who.explains(int(a[i]), int(b[i])) for i in some.tolist()], bool)
    numbers = [
        {
            "common": int(common[i]), "expected": round(float(expected[i]), 5),
            "all_common": int(both[k]), "p": float(f"{p[i]:.3g}"), "inside": round(inside, 4),
            "p_sync": float(f"{p_sync[k]:.3g}"),
        }
        for k, i in enumerate(some.tolist())
    ]  # fmt: skip
    order = np.argsort(row, kind="stable")
    bounds = np.searchsorted(row[order], np.arange(len(a) + 1))
    return [
        _link(view, int(a[i]), int(b[i]), hits["store"][order[bounds[i] : bounds[i + 1]]], said)
        for i, said, kept in zip(some.tolist(), numbers, held.tolist(), strict=True)
        if kept
    ]


def _overlap(view: View, a: Ints, b: Ints, met: int, by_chance: float) -> tuple[Ints, float]:
    """Stores that each pair hit at any time; the share of such that chance puts in the window.

    Of all overlaps, those that synchrony adds to the `met` ones beyond chance are left out.
    """
    known = view.store >= 0
    spots = np.unique(np.stack([view.filer[known], view.store[known]]), axis=1)
    reach = sparse.csr_array(
        (np.ones(spots.shape[1]), (spots[0], spots[1])), shape=(view.n_filers, len(view.stores))
    )
    both = np.asarray(reach[a].multiply(reach[b]).sum(axis=1)).ravel().astype(np.int64)
    degree = np.asarray(reach.sum(axis=0)).ravel()
    overlaps = (degree * (degree - 1) / 2).sum() - max(met - by_chance, 0.0)
    return both, float(np.clip((by_chance + 1) / (max(overlaps, 1.0) + 2), 0.02, 0.9))


def _grouped(a: Ints, b: Ints, truss: int) -> Bools:
    """Pairs that hold in a k-truss of all these pairs.

    References
    ----------
    Cohen (2008), Trusses: cohesive subgraphs for social network analysis.
    """
    pairs = list(zip(a.tolist(), b.tolist(), strict=True))
    held = nx.k_truss(nx.Graph(pairs), truss).edges if pairs else ()
    edges = {(min(edge), max(edge)) for edge in held}
    return np.array([pair in edges for pair in pairs], bool)


def _link(view: View, a: int, b: int, stores: Ints, numbers: dict[str, float]) -> Link:
    """The link of two filers, with their complaints on the stores where they met."""
    cases: tuple[int, ...] = ()
    for filer in (a, b):
        mine = view.claims_by_filer[filer]
        cases += view.cases_of(mine[np.isin(view.store[mine], stores)])
    weight = float(np.log(numbers["common"] / numbers["expected"]))
    return Link(a, b, "lockstep", weight, (), numbers, cases)
