"""Same victims: two filers whose unfounded claims hit so much of the same that it is odd.

A ring of two or three closes no truss, and one that keeps no common time meets in no window. But of
all that is on sale one hand chooses the very same goods for each of its accounts, while others who
go for best sellers rarely do. It proposes links; it judges no one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from scipy import stats

from abuse.arrays import Bools, Floats, Ints, distinct
from abuse.findings import Link
from abuse.linking.principals import principals
from abuse.outcomes.peers import benjamini_hochberg
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.hits import (
    LEAN,
    LEAST,
    MOST_FILERS,
    Hits,
    Met,
    Pairs,
    hits_of,
    inside_of,
    meetings_of,
    oddest,
)
from abuse.structure.visits import Visits, links_at

# False discoveries among pairs that count alone (Benjamini and Hochberg 1995).
_FDR: Final = 0.01
# The share of the listings that either hit which must be common to both: who hits everything meets
# everybody (CopyCatch, Beutel et al. 2013).
_OVERLAP: Final = 0.33


def same_victims(view: View, policy: Policy, likely: Bools, suspect: Bools) -> list[Link]:
    """Links between filers that hit more of the same than what it draws explains.

    Parameters
    ----------
    view : View
    policy : Policy
    likely : bool array, one entry a claim
        Which claims look unfounded, of filers in question, at known stores.
    suspect : bool array, one entry a filer
        Who is in question.

    Returns
    -------
    list of Link
        Campaigns, ordered by pair; `numbers` as `abuse.structure.campaigns` has them, with
        ``limit``, the p from which on none counts, and ``after_a`` and ``after_b``, at how many an
        end came no earlier than the other; they count ``listings``, and ``window_days`` is 0 where
        these may lie as far apart as they will.

    Notes
    -----
    Two looks: within the window of campaigns, and at any time. Given the listings that one of two
    hit, each hit of the other falls on one of them in proportion to how many filers it draws within
    its category, those in question too and the two left out; the less odd of both directions
    counts. So two who go for the same best sellers do not stand out. Nor does who hits everything:
    at least `_OVERLAP` of the listings of each must be common. Benjamini and Hochberg over
    all pairs that could reach this, each p times the looks. It may wrong two careless filers who
    err against the same few goods; their records must bear it out.

    References
    ----------
    Chung and Lu (2002), Ann. Comb. 6, for the null; Beutel et al. (2013), CopyCatch, WWW, for the
    share of a group's targets that each member must hit.
    """
    likely = likely & (view.listing >= 0)
    if not likely.any():
        return []
    looks = _looks(view, policy, likely, suspect)
    seen = [look.pairs(policy, number, len(looks)) for number, look in enumerate(looks)]
    pairs, tests = oddest([pairs for pairs, _ in seen]), max(tests for _, tests in seen)
    sure = benjamini_hochberg(pairs.p, _FDR, tests=max(tests, len(pairs.p)))
    # A link carries the p-value of the look that found it.
    limit = float(pairs.p[sure].max(initial=0.0)) / len(looks)
    pairs, who = replace(pairs, p=pairs.p / len(looks)).some(sure), principals(view)
    ends = zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)
    pairs = pairs.some(np.array([not who.explains(*two) for two in ends], bool))
    links = [
        link
        for number, look in enumerate(looks)
        for link in _links(view, look, pairs.some(pairs.window == number), limit)
    ]
    return sorted(links, key=lambda link: (link.a, link.b))


def _looks(view: View, policy: Policy, likely: Bools, suspect: Bools) -> list[_Look]:
    """The same hits within the window of campaigns, and at any time."""
    group = view.listing_category + 1
    others = (view.listing >= 0) & ~suspect[view.filer]
    aims = _Aims.of(view.n_filers, group, (view.filer, view.listing), likely, others)
    hits = hits_of(view, likely, view.listing)
    days = int(np.ptp(hits.day)) + 1
    return [_Look(hits, aims, policy.campaign_window_days), _Look(hits, aims, days, is_ever=True)]


@dataclass(frozen=True)
class _Look:
    """Hits on listings, the listings they might have fallen on, and the window for a meeting.

    `window` is in days; `is_ever` says that it is as long as all that is known.
    """

    hits: Hits
    aims: _Aims
    window: int
    is_ever: bool = False

    @cached_property
    def met(self) -> Met:
        """Meetings at listings that are no crowd."""
        few = self.aims.reach[self.hits.place] <= MOST_FILERS
        hits = Hits(self.hits.place[few], self.hits.filer[few], self.hits.day[few])
        return meetings_of(hits, self.window, len(self.aims.size))

    def pairs(self, policy: Policy, number: int, looks: int) -> tuple[Pairs, int]:
        """Pairs with so large a share in common, under the look's number; how many there may be."""
        a, b, common = self.met.counted(policy.campaign_min_common)
        size = self.aims.size
        alike = common >= _OVERLAP * np.maximum(size[a], size[b])
        a, b, common = a[alike], b[alike], common[alike]
        expected = np.maximum(self.aims.given(a, b), self.aims.given(b, a))
        expected *= inside_of(self.hits, len(size), a, b, self.window)
        expected = expected.clip(min=LEAST)
        p = looks * stats.poisson.sf(common - 1, expected)
        pairs = Pairs(a, b, common, expected, np.full(len(a), number), p)
        return pairs, _comparable(size, policy)


@dataclass(frozen=True)
class _Aims:
    """What each filer in question hits, and what else a hit might have fallen on.

    Attributes
    ----------
    key : int array
        Distinct hits, ``filer * listings + listing``, ascending.
    draw, reach : float array, int array, one entry a listing
        How many filers it draws, those in question too; how many in question hit it.
    group : int array, one entry a listing
        Its category, from 1 on; 0 for unknown.
    size : int array, one entry a filer
        Places that it hit.
    cell, held : int arrays
        Categories that filers hit, ``filer * categories + category``, ascending; hits of each.
    all_of : float array, one entry a category
        What its listings draw together.
    """

    key: Ints
    draw: Floats
    reach: Ints
    group: Ints
    size: Ints
    cell: Ints
    held: Ints
    all_of: Floats

    @classmethod
    def of(
        cls, filers: int, group: Ints, claims: tuple[Ints, Ints], likely: Bools, others: Bools
    ) -> _Aims:
        filer, listing = claims
        n = len(group)
        key = distinct(filer[likely] * n + listing[likely])
        drawn = distinct(filer[others] * n + listing[others])
        reach = np.bincount(key % n, minlength=n)
        draw = (np.bincount(drawn % n, minlength=n) + reach + LEAN).astype(np.float64)
        all_of = np.bincount(group, draw).astype(np.float64)
        at = key // n * len(all_of) + group[key % n]
        cell, held = np.unique(at, return_counts=True)
        size = np.bincount(key // n, minlength=filers)
        return cls(key, draw, reach, group, size, cell, held, all_of)

    def hits(self, filer: Ints, group: Ints) -> Ints:
        """How many listings of a category each filer hit."""
        at = filer * len(self.all_of) + group
        spot = np.searchsorted(self.cell, at).clip(max=len(self.cell) - 1)
        known: Ints = np.where(self.cell[spot] == at, self.held[spot], 0)
        return known

    def given(self, a: Ints, b: Ints) -> Floats:
        """Common listings of each pair that chance gives, were a's listings fixed and b's drawn."""
        n, count = len(self.group), self.size[a]
        start = np.searchsorted(self.key, a * n) - (np.cumsum(count) - count)
        pair = np.repeat(np.arange(len(a)), count)
        listing = self.key[start[pair] + np.arange(len(pair))] % n
        at = b[pair] * n + listing
        spot = np.searchsorted(self.key, at).clip(max=len(self.key) - 1)
        # What these two filers did is left out: it says nothing about what others would have done.
        rest = self.draw[listing] - 1 - (self.key[spot] == at)
        group = self.group[listing]
        mine, drawn = self.hits(a[pair], group), self.hits(b[pair], group)
        rest_of = np.maximum(self.all_of[group] - mine - drawn, LEAN)
        chance = (rest / rest_of * drawn).clip(max=1.0)
        return np.bincount(pair, chance, len(a)).astype(np.float64)


def _comparable(size: Ints, policy: Policy) -> int:
    """Pairs of filers whose numbers of listings let them have so large a share in common."""
    enough = np.sort(size[size >= policy.campaign_min_common])
    reach = np.searchsorted(enough, enough / _OVERLAP * (1 + 1e-9), "right")
    return int((reach - np.arange(1, len(enough) + 1)).sum())


def _links(view: View, look: _Look, pairs: Pairs, limit: float) -> list[Link]:
    """The links of pairs of filers, with their complaints on the listings that both hit."""
    hits = look.hits
    met = [look.met.places(*two) for two in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)]
    numbers = [
        {
            "common": common, "expected": round(expected, 5), "all_common": common,
            "window_days": 0 if look.is_ever else look.window, "p": float(f"{p:.3g}"),
            "limit": limit, "listings": 1,
        }
        for common, expected, p in zip(
            pairs.common.tolist(), pairs.expected.tolist(), pairs.p.tolist(), strict=True
        )
    ]  # fmt: skip
    where = Visits(hits.filer, hits.place), hits.day, view.listing
    return links_at(
        view, "campaign", where, (pairs.a, pairs.b, met), numbers, pairs.expected.tolist()
    )
