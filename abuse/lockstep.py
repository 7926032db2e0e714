"""Lockstep: pairs of filers that hit the same stores at once, beyond their categories' null.

A fast bucketed join finds the pairs; the null is calibrated on the market itself, because filers of
one trade meet at the same short-lived stores without any plan. It proposes links; it judges no one.
"""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from scipy import sparse, stats

from abuse.findings import Link
from abuse.peers import Floats, benjamini_hochberg
from abuse.policy import Policy
from abuse.principals import principals
from abuse.view import Bools, Ints, View

# A store that this many filers hit in one window is hunted by everybody and tells nothing; it would
# also make the number of pairs run away.
CROWD = 300
_MONTH = 30
# Categories with a rate of their own; the rarer ones share one.
_CATEGORIES = 64
# Exposure (products of stores) of the market that a category's own exposure is weighed against.
_LEAN = 20.0
# No category's rate is taken to be more than this many times the upper quartile of categories:
# beyond that, a ring has made the category its own.
_UNLIKE = 1.1


def lockstep(view: View, policy: Policy) -> list[Link]:
    """Links between filers with more stores in common within the window than the null allows.

    Returns
    -------
    list of Link
        Ordered by pair; `weight` is the natural logarithm of common stores over expected ones,
        `numbers` has ``common``, ``expected``, ``all_common`` and the two tests' p-values.

    Notes
    -----
    Expected stores of a pair: over categories and months, the product of both filers' stores times
    the category's rate of meeting, estimated without the pairs that stand out (Poisson, Benjamini
    and Hochberg over all possible pairs). A second, category-free line: given all stores that both
    hit at any time, how many fell inside the window (binomial). Honest victims of one copier pass
    both; outcomes must tell them apart.

    References
    ----------
    Cao et al. (2014), Uncovering large groups of active malicious accounts in online social
    networks (SynchroTrap), CCS. Beutel et al. (2013), CopyCatch, WWW.
    """
    return view.once("lockstep", lambda: _lockstep(view, policy))


def _lockstep(view: View, policy: Policy) -> list[Link]:
    hits = meetings(view, policy.lockstep_window_days)
    if not len(hits["a"]):
        return []
    n = view.n_filers
    pair, row = np.unique(hits["a"] * n + hits["b"], return_inverse=True)
    a, b = pair // n, pair % n
    common = np.bincount(row, minlength=len(pair))
    expected = _expected(view, a, b, common, row, hits["store"])
    p = stats.poisson.sf(common - 1, expected)
    possible = n * (n - 1) // 2
    enough = common >= policy.lockstep_min_common
    sure = benjamini_hochberg(p, policy.lockstep_fdr, tests=possible) & enough
    sure &= common >= policy.lockstep_ratio * expected
    loose = enough & (p < policy.lockstep_group_p)
    loose &= common >= policy.lockstep_group_ratio * expected
    sure |= _grouped(a, b, loose | sure, policy.lockstep_truss)
    who = principals(view)
    chosen = [i for i in np.flatnonzero(sure).tolist() if not who.explains(int(a[i]), int(b[i]))]
    return _links(view, hits, row, a, b, common, expected, p, np.array(chosen, np.int64))


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


def meetings(view: View, window: int) -> dict[str, Ints]:
    """Distinct (filer a < filer b, store) met within `window` days, as arrays a, b, store, case.

    Examples
    --------
    >>> from abuse.table import ClaimTable
    >>> len(meetings(View(ClaimTable.from_lines([])), 7)["a"])
    0
    """
    known = view.store >= 0
    rows = view.frame(
        filer=view.filer[known],
        store=view.store[known],
        day=view.filed[known].astype("M8[D]").astype(np.int64),
    ).distinct()
    first = rows.mutate(bucket=rows.day // window)
    crowd = first.group_by("store", "bucket").aggregate(filers=first.filer.nunique())
    first = first.semi_join(crowd.filter(crowd.filers <= CROWD), ["store", "bucket"])
    # A meeting lies in one bucket or in two neighbouring ones: the earlier side looks into both.
    second = first.select(filer="filer", store="store", day="day", bucket="bucket").union(
        first.select(filer=first.filer, store=first.store, day=first.day, bucket=first.bucket + 1)
    )
    second = second.rename(filer2="filer", store2="store", day2="day", bucket2="bucket")
    met = first.join(
        second,
        [
            first.store == second.store2,
            first.bucket == second.bucket2,
            first.day >= second.day2,
            first.day - second.day2 <= window,
            first.filer != second.filer2,
        ],
    )
    import ibis

    pairs = met.select(
        a=ibis.least(met.filer, met.filer2), b=ibis.greatest(met.filer, met.filer2), store=met.store
    ).distinct()
    got = view.run(pairs)
    order = np.lexsort((got["store"], got["b"], got["a"]))
    return {name: got[name][order].astype(np.int64) for name in ("a", "b", "store")}


def _expected(view: View, a: Ints, b: Ints, common: Ints, row: Ints, store: Ints) -> Floats:
    """Meetings expected of each pair that met, at its categories' calibrated rates."""
    cells, category_of_cell, store_category = _exposure(view)
    size = int(store_category.max(initial=0)) + 1
    total, rate = np.zeros(size), np.zeros(size)
    at = store_category[store]
    for category in range(size):
        part = cells[:, category_of_cell == category]
        whole = np.asarray(part.sum(axis=0)).ravel()
        own = np.asarray(part.power(2).sum(axis=1)).ravel()
        total[category] = (np.square(whole).sum() - own.sum()) / 2
        here = row[at == category]
        met = np.bincount(np.r_[a[here], b[here]], minlength=view.n_filers)
        rate[category] = _usual(met, np.asarray(part @ whole).ravel() - own)
    # A category with little exposure leans on the market's rate.
    whole_rate = (rate * total).sum() / max(total.sum(), 1.0)
    known = total > _LEAN
    if known.any():
        rate = np.minimum(rate, _UNLIKE * np.quantile(rate[known], 0.75))
    rate = (rate * total + _LEAN * whole_rate + 0.5) / (total + _LEAN)
    weighed = sparse.csr_array(cells.multiply(np.sqrt(rate[category_of_cell])[None, :]))
    expected: Floats = np.asarray(weighed[a].multiply(weighed[b]).sum(axis=1)).ravel()
    return expected.clip(min=1e-4)


def _usual(met: Ints, exposure: Floats) -> float:
    """Meetings over exposure of the middle filer of a category, by exposure.

    A ring that holds less than half of the category's exposure cannot set it.
    """
    use = exposure > 0
    if not use.any():
        return 0.0
    ratio, weight = met[use] / exposure[use], exposure[use]
    order = np.argsort(ratio, kind="stable")
    spot = np.searchsorted(np.cumsum(weight[order]), weight.sum() / 2)
    return float(ratio[order][min(spot, len(order) - 1)])


def _exposure(view: View) -> tuple[Any, Ints, Ints]:
    """Stores of each filer by (category, month), and the main category of each store."""
    known = np.flatnonzero(view.store >= 0)
    month = view.filed[known].astype("M8[D]").astype(np.int64) // _MONTH
    store_category = _main_category(view, known)
    category = store_category[view.store[known]]
    cell, column = np.unique(month * (_CATEGORIES + 1) + category, return_inverse=True)
    spots = np.unique(np.stack([view.filer[known], column, view.store[known]]), axis=1)
    cells = sparse.csc_array(
        (np.ones(spots.shape[1]), (spots[0], spots[1])), shape=(view.n_filers, len(cell))
    )
    cells.sum_duplicates()
    return cells, cell % (_CATEGORIES + 1), store_category


def _main_category(view: View, known: Ints) -> Ints:
    """The category that most claims on a store give it; 0 for none, and for rare categories."""
    size = len(view.categories) + 1
    category = view.category[known] + 1
    volume = np.bincount(category[category > 0], minlength=size)
    common = np.argsort(-volume, kind="stable")[:_CATEGORIES]
    code = np.zeros(size, np.int64)
    code[common] = np.arange(1, len(common) + 1)
    code[0] = 0
    pair, count = np.unique(view.store[known] * size + category, return_counts=True)
    out = np.zeros(len(view.stores), np.int64)
    order = np.argsort(count, kind="stable")
    # The last assignment holds: the category with most claims.
    out[pair[order] // size] = code[pair[order] % size]
    return out


def _links(
    view: View, hits: dict[str, Ints], row: Ints, a: Ints, b: Ints, common: Ints,
    expected: Floats, p: Floats, chosen: Ints,
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
    # What share of honest co-targeting falls inside the window, the chosen pairs left out.
    meetings_left = common.sum() - common[chosen].sum()
    pairs_left = max((degree * (degree - 1) / 2).sum() - both.sum(), 1.0)
    inside = float(np.clip((meetings_left + 1) / (pairs_left + 2), 0.02, 0.9))
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
