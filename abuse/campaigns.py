"""Campaigns: filers whose unfounded claims meet at the same stores, weeks apart if need be.

Lockstep asks when filers meet; who takes months over it escapes. But honest errors fall on stores
at random, so among claims that look unfounded even slow meetings are rare. It proposes links; it
judges no one.
"""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
from scipy import sparse, stats

from abuse.findings import Link
from abuse.policy import Policy
from abuse.principals import principals
from abuse.soundness import Soundness
from abuse.view import Bools, Floats, Ints, View

# A store that nobody else accuses may be accused too: this much is added to every store's filers.
_LEAN = 0.7
# In a crowd each claim is compared with so many that follow it.
_CROWD = 300
_LEAST = 1e-3


@dataclass(frozen=True)
class _Hits:
    """Distinct (store, filer, day) of the claims that look unfounded, ordered by store and day."""

    store: Ints
    filer: Ints
    day: Ints


def find_campaigns(view: View, policy: Policy, sound: Soundness) -> list[Link]:
    """Links between filers whose likely unfounded claims met at more stores than chance allows.

    Parameters
    ----------
    view : View
    policy : Policy
    sound : Soundness
        Says which claims are likelier unfounded than not, given the whole record of their filer.

    Returns
    -------
    list of Link
        Ordered by pair; `weight` is the natural logarithm of common stores over expected ones,
        `numbers` has ``common``, ``expected``, ``window_days`` and ``p``.

    Notes
    -----
    Only filers whose record is likelier among abusers' take part. Expected common stores: each
    filer's stores fall within their categories in proportion to how many filers a store draws, and
    at any time of the two filers' span. Pairs count where they hold in a truss of such pairs, for
    in a group no single pair need stand out. It may wrong careless filers of one trade that err
    against the same best sellers in the same weeks; outcomes and a group must bear it out.

    References
    ----------
    Chung and Lu (2002), Connected components in random graphs with given expected degree sequences,
    Ann. Comb. 6, 125-145, for the null; Cohen (2008), Trusses.
    """
    share = np.log(sound.share / (1 - sound.share))
    suspect = sound.evidence + sound.by_target > 0
    likely = (sound.odds + share[view.filer] > 0) & suspect[view.filer] & (view.store >= 0)
    hits = _hits(view, likely)
    if not len(hits.store):
        return []
    links: dict[tuple[int, int], Link] = {}
    for window in (policy.lockstep_window_days, policy.campaign_window_days):
        for link in _within(view, policy, hits, window):
            best = links.get((link.a, link.b))
            if best is None or link.numbers["p"] < best.numbers["p"]:
                links[link.a, link.b] = link
    held = nx.k_truss(nx.Graph(sorted(links)), policy.campaign_truss).edges if links else ()
    return [links[pair] for pair in sorted((min(edge), max(edge)) for edge in held)]


def _hits(view: View, likely: Bools) -> _Hits:
    day = view.filed[likely].astype("M8[D]").astype(np.int64)
    spots = np.unique(np.stack([view.store[likely], day, view.filer[likely]]), axis=1)
    return _Hits(store=spots[0], day=spots[1], filer=spots[2])


def _within(view: View, policy: Policy, hits: _Hits, window: int) -> list[Link]:
    """Links of one window."""
    a, b, store = _meetings(hits, window, view.n_filers)
    pair, row = np.unique(a * view.n_filers + b, return_inverse=True)
    one, two = pair // view.n_filers, pair % view.n_filers
    common = np.bincount(row, minlength=len(pair))
    expected = _expected(view, hits, one, two, window)
    p = stats.poisson.sf(common - 1, expected)
    odd = np.flatnonzero((common >= policy.campaign_min_common) & (p < policy.campaign_p))
    order = np.argsort(row, kind="stable")
    bounds = np.searchsorted(row[order], np.arange(len(pair) + 1))
    who = principals(view)
    found = []
    for i in odd.tolist():
        ends = int(one[i]), int(two[i])
        if not who.explains(*ends):
            numbers = {
                "common": int(common[i]), "expected": round(float(expected[i]), 5),
                "all_common": int(common[i]), "window_days": window, "p": float(f"{p[i]:.3g}"),
            }  # fmt: skip
            stores = store[order[bounds[i] : bounds[i + 1]]]
            found.append(_link(view, ends, stores, numbers))
    return found


def _meetings(hits: _Hits, window: int, n: int) -> tuple[Ints, Ints, Ints]:
    """Distinct (filer a < filer b, store) with hits at most a window apart, by lagged comparison."""
    found = []
    for lag in range(1, min(_CROWD, len(hits.store))):
        near = (hits.store[lag:] == hits.store[:-lag]) & (
            hits.day[lag:] - hits.day[:-lag] <= window
        )
        if not near.any():
            break
        a, b = hits.filer[:-lag][near], hits.filer[lag:][near]
        found.append(np.stack([np.minimum(a, b), np.maximum(a, b), hits.store[lag:][near]]))
    if not found:
        none = np.zeros(0, np.int64)
        return none, none, none
    met = np.unique(np.concatenate(found, axis=1), axis=1)
    met = met[:, met[0] != met[1]]
    return met[0], met[1], met[2]


def _expected(view: View, hits: _Hits, a: Ints, b: Ints, window: int) -> Floats:
    """Stores at which two filers meet within the window by chance."""
    group = view.store_category + 1
    size = int(group.max(initial=0)) + 1
    known = view.store >= 0
    drawn = np.unique(np.stack([view.store[known], view.filer[known]]), axis=1)[0]
    draw = np.bincount(drawn, minlength=len(view.stores)) + _LEAN
    all_of = np.bincount(group, weights=draw, minlength=size)
    square = np.bincount(group, weights=draw**2, minlength=size)
    meet = square / np.maximum(all_of, _LEAN) ** 2
    spots = np.unique(np.stack([hits.filer, hits.store]), axis=1)
    cells = sparse.csr_array(
        (np.ones(spots.shape[1]), (spots[0], group[spots[1]])), shape=(view.n_filers, size)
    )
    cells.sum_duplicates()
    weighed = sparse.csr_array(cells.multiply(np.sqrt(meet)[None, :]))
    overlap = np.asarray(weighed[a].multiply(weighed[b]).sum(axis=1)).ravel()
    first = np.full(view.n_filers, np.iinfo(np.int64).max)
    last = np.full(view.n_filers, np.iinfo(np.int64).min)
    np.minimum.at(first, hits.filer, hits.day)
    np.maximum.at(last, hits.filer, hits.day)
    span = np.maximum(last[a], last[b]) - np.minimum(first[a], first[b])
    inside = np.minimum((2 * window + 1) / np.maximum(span, 1), 1.0)
    expected: Floats = np.maximum(overlap * inside, _LEAST)
    return expected


def _link(view: View, ends: tuple[int, int], stores: Ints, numbers: dict[str, float]) -> Link:
    """The link of two filers, with their complaints on the stores where they met."""
    cases: tuple[int, ...] = ()
    for filer in ends:
        mine = view.claims_by_filer[filer]
        cases += view.cases_of(mine[np.isin(view.store[mine], stores)])
    weight = float(np.log(numbers["common"] / numbers["expected"]))
    return Link(*ends, "campaign", weight, (), numbers, cases)
