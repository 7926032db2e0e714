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
from abuse.peers import Floats, benjamini_hochberg
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
    return view.once("lockstep", lambda: _lockstep(view, policy))


def _lockstep(view: View, policy: Policy) -> list[Link]:
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
    sure |= _grouped(a, b, loose | sure, policy.lockstep_truss)
    who = principals(view)
    chosen = [i for i in np.flatnonzero(sure).tolist() if not who.explains(int(a[i]), int(b[i]))]
    by_chance = float(chance_inside(met, np.zeros(len(met["a"]), np.int64), 1, window)[0])
    return _links(
        view, hits, row, a, b, common, expected, p, np.array(chosen, np.int64), by_chance
    )


def _grouped(a: Ints, b: Ints, loose: Bools, truss: int) -> Bools:
    """Pairs that hold in a k-truss of loose pairs.

    References
    ----------
    Cohen (2008), Trusses: cohesive subgraphs for social network analysis.
    """
    graph = nx.Graph()
    rows = np.flatnonzero(loose).tolist()
    graph.add_edges_from((int(a[i]), int(b[i])) for i in rows)
    held = nx.k_truss(graph, truss).edges if rows else ()
    edges = {(min(edge), max(edge)) for edge in held}
    inside = np.zeros(len(a), bool)
    inside[[i for i in rows if (int(a[i]), int(b[i])) in edges]] = True
    return inside


def _links(
    view: View, hits: dict[str, Ints], row: Ints, a: Ints, b: Ints, common: Ints,
    expected: Floats, p: Floats, chosen: Ints, by_chance: float,
) -> list[Link]:  # fmt: skip
    if not len(chosen):
        return []
    known = view.store >= 0
    spots = np.unique(np.stack([view.filer[known], view.store[known]]), axis=1)
    reach = sparse.csr_array(
        (np.ones(spots.shape[1]), (spots[0], spots[1])), shape=(view.n_filers, len(view.stores))
    )
    both = np.asarray(reach[a[chosen]].multiply(reach[b[chosen]]).sum(axis=1)).ravel()
    degree = np.asarray(reach.sum(axis=0)).ravel()
    # What share of co-targeting falls inside the window by chance, of all but what is beyond it.
    shared = (degree * (degree - 1) / 2).sum() - max(common.sum() - by_chance, 0.0)
    inside = float(np.clip((by_chance + 1) / (max(shared, 1.0) + 2), 0.02, 0.9))
    order = np.argsort(row, kind="stable")
    bounds = np.searchsorted(row[order], np.arange(len(a) + 1))
    links = []
    for place, i in enumerate(chosen.tolist()):
        stores = hits["store"][order[bounds[i] : bounds[i + 1]]]
        mine = [np.intersect1d(view.claims_by_filer[f], _on(view, stores)) for f in (a[i], b[i])]
        numbers = {
            "common": int(common[i]), "expected": round(float(expected[i]), 5),
            "all_common": int(both[place]), "p": float(f"{p[i]:.3g}"), "inside": round(inside, 4),
            "p_sync": float(f"{stats.binom.sf(common[i] - 1, both[place], inside):.3g}"),
        }  # fmt: skip
        weight = float(np.log(common[i] / expected[i]))
        cases = (*view.cases_of(mine[0]), *view.cases_of(mine[1]))
        links.append(Link(int(a[i]), int(b[i]), "lockstep", weight, (), numbers, cases))
    return links


def _on(view: View, stores: Ints) -> Ints:
    return np.flatnonzero(np.isin(view.store, stores))
