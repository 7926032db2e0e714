"""Campaigns: filers whose unfounded claims meet at the same stores, weeks apart if need be.

Lockstep asks when filers meet; who takes months over it escapes. But honest errors fall on stores
at random, so among claims that look unfounded even slow meetings are rare. It proposes links; it
judges no one.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import sparse, stats

from abuse.arrays import Bools, Floats, Ints, distinct
from abuse.findings import Link
from abuse.graphs.products import row_products
from abuse.graphs.truss import truss
from abuse.linking.principals import principals
from abuse.outcomes.influence import in_list
from abuse.outcomes.posterior import UnfoundedRates
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.hits import (
    LEAN,
    LEAST,
    Hits,
    Met,
    Pairs,
    hits_of,
    inside_of,
    meetings_of,
    oddest,
)
from abuse.structure.same_places import same_places
from abuse.structure.victims import same_victims
from abuse.structure.visits import at_stores, links_at

# Pairs that go on to the truss, the least likely first: no market can make more of them.
_MOST_PAIRS = 200_000
# How rare a pair's meetings must be by chance.
P: Final = 0.01
# A pair counts where this many less two others meet both of them, for a campaign is a group: a
# k-truss (Cohen 2008).
TRUSS: Final = 4


def find_campaigns(
    view: View, policy: Policy, rates: UnfoundedRates, known: list[Link]
) -> list[Link]:
    """Links between filers whose likely unfounded claims met at more stores than chance allows.

    Parameters
    ----------
    view : View
    policy : Policy
    rates : UnfoundedRates
        Says which claims are likelier unfounded than not, given the whole record of their filer.
    known : list of Link
        Whom other links tie.

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
    share = np.log(rates.share / (1 - rates.share))
    suspect = rates.evidence + rates.by_target > 0
    likely = (rates.odds + share[view.filer] > 0) & suspect[view.filer] & (view.store >= 0)
    likely &= ~in_list(view)
    hits = hits_of(view, likely, view.store)
    draw = _draw(view, ~suspect)
    windows = (policy.lockstep_window_days, policy.campaign_window_days)
    met = {window: meetings_of(hits, window, view.n_filers) for window in windows}
    pairs = oddest([_within(view, policy, hits, draw, *one) for one in met.items()])
    # A truss of what is left lies in the truss of all: few pairs need be asked whom they act for.
    pairs = pairs.some(truss(pairs.a, pairs.b, TRUSS))
    who = principals(view)
    ends = zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)
    pairs = pairs.some(np.array([not who.explains(*two) for two in ends], bool))
    pairs = pairs.some(truss(pairs.a, pairs.b, TRUSS))
    links = _links(view, met, pairs)
    bound = {(link.a, link.b) for link in links}
    links += [k for k in same_victims(view, policy, likely, suspect) if (k.a, k.b) not in bound]
    links += same_places(view, policy, suspect, known + links)
    return sorted(links, key=lambda link: (link.a, link.b))


def _within(view: View, policy: Policy, hits: Hits, draw: Floats, window: int, met: Met) -> Pairs:
    """Pairs that one window found."""
    a, b, common = met.counted(policy.campaign_min_common)
    expected = _expected(view, hits, draw, a, b, window)
    p = stats.poisson.sf(common - 1, expected)
    odd = np.flatnonzero(p < P)
    odd = np.sort(odd[np.argsort(p[odd], kind="stable")[:_MOST_PAIRS]])
    return Pairs(a, b, common, expected, np.full(len(a), window), p).some(odd)


def _draw(view: View, honest: Bools) -> Floats:
    """How many filers each store draws that are not in question: a ring makes no store popular."""
    known, stores = (view.store >= 0) & honest[view.filer], max(len(view.stores), 1)
    drawn = distinct(view.filer[known] * stores + view.store[known]) % stores
    return np.bincount(drawn, minlength=len(view.stores)).astype(np.float64) + LEAN


def _expected(view: View, hits: Hits, draw: Floats, a: Ints, b: Ints, window: int) -> Floats:
    """Stores at which two filers meet within the window by chance."""
    group = view.store_category + 1
    size = int(group.max(initial=0)) + 1
    stores = max(len(view.stores), 1)
    all_of = np.bincount(group, weights=draw, minlength=size)
    square = np.bincount(group, weights=draw**2, minlength=size)
    meet = square / np.maximum(all_of, LEAN) ** 2
    spot = distinct(hits.filer * stores + hits.place)
    cells = sparse.csr_array(
        (np.ones(len(spot)), (spot // stores, group[spot % stores])), shape=(view.n_filers, size)
    )
    cells.sum_duplicates()
    overlap = row_products(sparse.csr_array(cells.multiply(np.sqrt(meet)[None, :])), a, b)
    inside = inside_of(hits, view.n_filers, a, b, window)
    expected: Floats = np.maximum(overlap * inside, LEAST)
    return expected


def _links(view: View, met: dict[int, Met], pairs: Pairs) -> list[Link]:
    """The links of pairs of filers, with their complaints on the stores where they met."""
    ends = list(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True))
    stores = [
        met[window].places(*two) for two, window in zip(ends, pairs.window.tolist(), strict=True)
    ]
    numbers = [
        {
            "common": common, "expected": round(expected, 5), "all_common": common,
            "window_days": window, "p": float(f"{p:.3g}"),
        }
        for common, expected, window, p in zip(
            pairs.common.tolist(), pairs.expected.tolist(), pairs.window.tolist(),
            pairs.p.tolist(), strict=True,
        )
    ]  # fmt: skip
    return links_at(
        view, "campaign", (*at_stores(view), view.store), (pairs.a, pairs.b, stores),
        numbers, [each["expected"] for each in numbers],
    )  # fmt: skip
