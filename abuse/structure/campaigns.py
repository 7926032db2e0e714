"""Campaigns: filers whose unfounded claims meet at the same stores, weeks apart if need be.

Lockstep asks when filers meet; who takes months over it escapes. But honest errors fall on stores
at random, so among claims that look unfounded even slow meetings are rare. It proposes links; it
judges no one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from scipy import sparse, stats

from abuse.arrays import Bools, Floats, Ints, distinct
from abuse.findings import Link
from abuse.graphs.meetings import met_pairs
from abuse.graphs.products import row_products
from abuse.graphs.truss import truss
from abuse.linking.principals import principals
from abuse.outcomes.influence import in_list
from abuse.outcomes.posterior import UnfoundedRates
from abuse.policy import Policy
from abuse.record.view import View

# A store that nobody else accuses may be accused too: this much is added to every store's filers.
_LEAN = 0.7
# In a crowd each claim is compared with so many that follow it.
_CROWD = 300
_LEAST = 1e-3
# Pairs that go on to the truss, the least likely first: no market can make more of them.
_MOST_PAIRS = 200_000


@dataclass(frozen=True)
class _Hits:
    """Distinct (store, filer, day) of the claims that look unfounded, ordered by store and day."""

    store: Ints
    filer: Ints
    day: Ints


def find_campaigns(view: View, policy: Policy, rates: UnfoundedRates) -> list[Link]:
    """Links between filers whose likely unfounded claims met at more stores than chance allows.

    Parameters
    ----------
    view : View
    policy : Policy
    rates : UnfoundedRates
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
    share = np.log(rates.share / (1 - rates.share))
    suspect = rates.evidence + rates.by_target > 0
    likely = (rates.odds + share[view.filer] > 0) & suspect[view.filer] & (view.store >= 0)
    likely &= ~in_list(view)
    hits = _hits(view, likely)
    draw = _draw(view, ~suspect)
    windows = (policy.lockstep_window_days, policy.campaign_window_days)
    met = {window: _meetings(hits, window, view.n_filers) for window in windows}
    pairs = _better([_within(view, policy, hits, draw, *one) for one in met.items()])
    # A truss of what is left lies in the truss of all: few pairs need be asked whom they act for.
    pairs = pairs.some(truss(pairs.a, pairs.b, policy.campaign_truss))
    who = principals(view)
    ends = zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)
    pairs = pairs.some(np.array([not who.explains(*two) for two in ends], bool))
    pairs = pairs.some(truss(pairs.a, pairs.b, policy.campaign_truss))
    return [_link(view, met, pairs, spot) for spot in range(len(pairs.a))]


@dataclass(frozen=True)
class _Met:
    """Meetings, ordered by pair: filer a < filer b as ``a << bits | b``, and where they met."""

    bits: int
    pair: Ints
    store: Ints

    def stores(self, a: int, b: int) -> Ints:
        """Where two filers met."""
        pair = a << self.bits | b
        low, high = (int(np.searchsorted(self.pair, pair, side)) for side in ("left", "right"))
        return self.store[low:high]


@dataclass(frozen=True)
class _Pairs:
    """Pairs of filers, ascending, that met more often than chance allows: one entry each."""

    a: Ints
    b: Ints
    common: Ints
    expected: Floats
    window: Ints
    p: Floats

    def some(self, rows: Ints | Bools) -> _Pairs:
        return _Pairs(*(getattr(self, field.name)[rows] for field in fields(self)))


def _better(windows: list[_Pairs]) -> _Pairs:
    """Of pairs that several windows found, the entry with the least p; the first where equal."""
    names = [field.name for field in fields(_Pairs)]
    parts = [np.concatenate([getattr(one, name) for one in windows]) for name in names]
    every = _Pairs(*parts)
    order = np.lexsort((every.p, every.b, every.a))
    a, b = every.a[order], every.b[order]
    new = np.r_[True, (np.diff(a) != 0) | (np.diff(b) != 0)][: len(order)]
    return every.some(order[new])


def _hits(view: View, likely: Bools) -> _Hits:
    day = view.filed[likely].astype("M8[D]").astype(np.int64)
    start, n = int(day.min(initial=0)), max(view.n_filers, 1)
    days = int(day.max(initial=0)) - start + 1
    spot = distinct((view.store[likely] * days + day - start) * n + view.filer[likely])
    return _Hits(store=spot // n // days, day=spot // n % days + start, filer=spot % n)


def _meetings(hits: _Hits, window: int, n: int) -> _Met:
    """Hits of two filers on one store at most a window apart."""
    bits = max(n - 1, 1).bit_length()
    span = int(np.ptp(hits.day)) + window + 1 if len(hits.day) else 1
    at = hits.store * span + hits.day
    after = np.arange(1, len(at) + 1)
    end = np.minimum(np.searchsorted(at, at + window, "right"), after + _CROWD - 1)
    pairs, stores = [hits.store[:0]], [hits.store[:0]]
    for start, met in met_pairs(hits.store, hits.filer, after, end, bits):
        pairs.append(met & ((1 << 2 * bits) - 1))
        stores.append((met >> 2 * bits) + start)
    pair, store = np.concatenate(pairs), np.concatenate(stores)
    order = np.argsort(pair, kind="stable")
    return _Met(bits, pair[order], store[order])


def _within(
    view: View, policy: Policy, hits: _Hits, draw: Floats, window: int, met: _Met
) -> _Pairs:
    """Pairs that one window found."""
    first = np.flatnonzero(np.r_[True, np.diff(met.pair) != 0][: len(met.pair)])
    common = np.diff(np.r_[first, len(met.pair)])
    some = common >= policy.campaign_min_common
    pair, common = met.pair[first[some]], common[some]
    a, b = pair >> met.bits, pair & ((1 << met.bits) - 1)
    expected = _expected(view, hits, draw, a, b, window)
    p = stats.poisson.sf(common - 1, expected)
    odd = np.flatnonzero(p < policy.campaign_p)
    odd = np.sort(odd[np.argsort(p[odd], kind="stable")[:_MOST_PAIRS]])
    return _Pairs(a, b, common, expected, np.full(len(a), window), p).some(odd)


def _draw(view: View, honest: Bools) -> Floats:
    """How many filers each store draws that are not in question: a ring makes no store popular."""
    known, stores = (view.store >= 0) & honest[view.filer], max(len(view.stores), 1)
    drawn = distinct(view.filer[known] * stores + view.store[known]) % stores
    return np.bincount(drawn, minlength=len(view.stores)).astype(np.float64) + _LEAN


def _expected(view: View, hits: _Hits, draw: Floats, a: Ints, b: Ints, window: int) -> Floats:
    """Stores at which two filers meet within the window by chance."""
    group = view.store_category + 1
    size = int(group.max(initial=0)) + 1
    stores = max(len(view.stores), 1)
    all_of = np.bincount(group, weights=draw, minlength=size)
    square = np.bincount(group, weights=draw**2, minlength=size)
    meet = square / np.maximum(all_of, _LEAN) ** 2
    spot = distinct(hits.filer * stores + hits.store)
    cells = sparse.csr_array(
        (np.ones(len(spot)), (spot // stores, group[spot % stores])), shape=(view.n_filers, size)
    )
    cells.sum_duplicates()
    overlap = row_products(sparse.csr_array(cells.multiply(np.sqrt(meet)[None, :])), a, b)
    first = np.full(view.n_filers, np.iinfo(np.int64).max)
    last = np.full(view.n_filers, np.iinfo(np.int64).min)
    np.minimum.at(first, hits.filer, hits.day)
    np.maximum.at(last, hits.filer, hits.day)
    span = np.maximum(last[a], last[b]) - np.minimum(first[a], first[b])
    inside = np.minimum((2 * window + 1) / np.maximum(span, 1), 1.0)
    expected: Floats = np.maximum(overlap * inside, _LEAST)
    return expected


def _link(view: View, met: dict[int, _Met], pairs: _Pairs, spot: int) -> Link:
    """The link of two filers, with their complaints on the stores where they met."""
    ends = int(pairs.a[spot]), int(pairs.b[spot])
    common, expected = int(pairs.common[spot]), float(pairs.expected[spot])
    numbers = {
        "common": common, "expected": round(expected, 5), "all_common": common,
        "window_days": int(pairs.window[spot]), "p": float(f"{pairs.p[spot]:.3g}"),
    }  # fmt: skip
    stores = met[int(pairs.window[spot])].stores(*ends)
    complaints: tuple[int, ...] = ()
    for filer in ends:
        mine = view.claims_by_filer[filer]
        complaints += view.complaints_of(mine[np.isin(view.store[mine], stores)])
    weight = float(np.log(numbers["common"] / numbers["expected"]))
    return Link(*ends, "campaign", weight, (), numbers, complaints)
