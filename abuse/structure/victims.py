"""Same victims: two filers whose unfounded claims hit so many of the same listings that it is odd.

A ring of two or three closes no truss. But of all that is on sale one hand chooses the very same
goods for each of its accounts, while others who go for best sellers rarely do. It proposes links;
it judges no one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from abuse.arrays import Bools, Floats, Ints, distinct
from abuse.findings import Link
from abuse.linking.principals import principals
from abuse.outcomes.peers import benjamini_hochberg
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.hits import Pairs, hits_of, inside_of, meetings_of

# A listing that nobody else accuses may be accused too: this much is added to what it draws.
_LEAN = 0.7
# No pair is known better than this many common listings by chance.
_LEAST = 1e-3


def same_victims(view: View, policy: Policy, likely: Bools, suspect: Bools) -> list[Link]:
    """Links between filers that hit more of the same listings than what these draw explains.

    Parameters
    ----------
    view : View
    policy : Policy
    likely : bool array, one entry a claim
        Which claims look unfounded, of filers in question.
    suspect : bool array, one entry a filer
        Who is in question.

    Returns
    -------
    list of Link
        Campaigns, ordered by pair; `numbers` as `abuse.structure.campaigns` has them, counted in
        listings, and ``limit``, the p from which on none counts.

    Notes
    -----
    Given the listings that one of the two hit, each hit of the other falls on one of them in
    proportion to how many filers it draws within its category, those in question too and the two
    left out; the less odd of both directions counts. So two who go for the same best sellers do not
    stand out. Nor do two of whom one hits everything: at least `campaign_overlap` of the listings
    of each must be common. Benjamini and Hochberg over all pairs that could reach this. It may
    wrong two careless filers who err against the same few goods; their records must bear it out.

    References
    ----------
    Chung and Lu (2002), Ann. Comb. 6, for the null; Beutel et al. (2013), CopyCatch, WWW, for the
    share of a group's targets that each member must hit.
    """
    known = likely & (view.listing >= 0)
    hits = hits_of(view, known, view.listing)
    window = policy.campaign_window_days
    met = meetings_of(hits, window, view.n_filers)
    aims = _Aims.of(view, known, suspect)
    a, b, common = met.counted(policy.campaign_min_common)
    alike = common >= policy.campaign_overlap * np.maximum(aims.size[a], aims.size[b])
    a, b, common = a[alike], b[alike], common[alike]
    if not len(a):
        return []
    expected = np.maximum(aims.given(a, b), aims.given(b, a))
    expected *= inside_of(hits, view.n_filers, a, b, window)
    expected = expected.clip(min=_LEAST)
    p = stats.poisson.sf(common - 1, expected)
    tests = max(_comparable(aims.size, policy), len(p))
    sure = benjamini_hochberg(p, policy.campaign_fdr, tests=tests)
    limit = float(p[sure].max(initial=0.0))
    who = principals(view)
    pairs = Pairs(a, b, common, expected, np.full(len(a), window), p).some(sure)
    return [
        _link(view, one, two, met.places(one, two), pairs, spot, limit)
        for spot, (one, two) in enumerate(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True))
        if not who.explains(one, two)
    ]


@dataclass(frozen=True)
class _Aims:
    """What each filer in question hits, and what else a hit might have fallen on.

    Attributes
    ----------
    key : int array
        Distinct hits, ``filer * listings + listing``, ascending.
    listings : int
    draw : float array, one entry a listing
        How many filers it draws.
    group : int array, one entry a listing
        Its category, from 1 on; 0 for unknown.
    size : int array, one entry a filer
        Listings that it hit.
    cell, held : int arrays
        Categories that filers hit, ``filer * categories + category``, ascending; hits of each.
    all_of : float array, one entry a category
        What its listings draw together.
    """

    key: Ints
    listings: int
    draw: Floats
    group: Ints
    size: Ints
    cell: Ints
    held: Ints
    all_of: Floats

    @classmethod
    def of(cls, view: View, likely: Bools, suspect: Bools) -> _Aims:
        listings = max(len(view.listings), 1)
        key = distinct(view.filer[likely] * listings + view.listing[likely])
        others = (view.listing >= 0) & ~suspect[view.filer]
        drawn = distinct(view.filer[others] * listings + view.listing[others])
        draw = (
            np.bincount(np.r_[drawn, key] % listings, minlength=listings).astype(np.float64) + _LEAN
        )
        group = np.zeros(listings, np.int64)
        placed = (view.listing >= 0) & (view.store >= 0)
        group[view.listing[placed]] = view.store_category[view.store[placed]] + 1
        all_of = np.bincount(group, draw).astype(np.float64)
        cell, held = np.unique(
            key // listings * len(all_of) + group[key % listings], return_counts=True
        )
        size = np.bincount(key // listings, minlength=view.n_filers)
        return cls(key, listings, draw, group, size, cell, held, all_of)

    def hits(self, filer: Ints, group: Ints) -> Ints:
        """How many listings of a category each filer hit."""
        at = filer * len(self.all_of) + group
        spot = np.searchsorted(self.cell, at).clip(max=len(self.cell) - 1)
        known: Ints = np.where(self.cell[spot] == at, self.held[spot], 0)
        return known

    def given(self, a: Ints, b: Ints) -> Floats:
        """Common listings of each pair that chance gives, were a's listings fixed and b's drawn."""
        first = np.searchsorted(self.key, a * self.listings)
        count = self.size[a]
        pair = np.repeat(np.arange(len(a)), count)
        start = np.repeat(first - (np.cumsum(count) - count), count)
        listing = self.key[start + np.arange(len(pair))] % self.listings
        at = b[pair] * self.listings + listing
        spot = np.searchsorted(self.key, at).clip(max=len(self.key) - 1)
        # What the two themselves did says nothing of what others would have done.
        rest = self.draw[listing] - 1 - (self.key[spot] == at)
        group = self.group[listing]
        mine, drawn = self.hits(a[pair], group), self.hits(b[pair], group)
        rest_of = np.maximum(self.all_of[group] - mine - drawn, _LEAN)
        chance = (rest / rest_of * drawn).clip(max=1.0)
        return np.bincount(pair, chance, len(a)).astype(np.float64)


def _comparable(size: Ints, policy: Policy) -> int:
    """Pairs of filers whose numbers of listings let them have so large a share in common."""
    enough = np.sort(size[size >= policy.campaign_min_common])
    reach = np.searchsorted(enough, enough / policy.campaign_overlap * (1 + 1e-9), "right")
    return int((reach - np.arange(1, len(enough) + 1)).sum())


def _link(
    view: View, a: int, b: int, listings: Ints, pairs: Pairs, spot: int, limit: float
) -> Link:
    """The link of two filers, with their complaints on the listings that both hit."""
    common, expected = int(pairs.common[spot]), float(pairs.expected[spot])
    numbers = {
        "common": common, "expected": round(expected, 5), "all_common": common,
        "window_days": int(pairs.window[spot]), "p": float(f"{pairs.p[spot]:.3g}"),
        "limit": limit,
    }  # fmt: skip
    complaints: tuple[int, ...] = ()
    for filer in (a, b):
        mine = view.claims_by_filer[filer]
        complaints += view.complaints_of(mine[np.isin(view.listing[mine], listings)])
    return Link(a, b, "campaign", float(np.log(common / expected)), (), numbers, complaints)
