"""Lockstep: pairs of filers that hit the same stores at once, beyond their categories' null.

A fast bucketed join finds the pairs; the null is calibrated on the market itself, because filers of
one trade meet at the same short-lived stores without any plan. It proposes links; it judges no one.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import sparse, stats

from abuse.arrays import Bools, Floats, Ints, distinct
from abuse.findings import Link
from abuse.graphs.products import row_products
from abuse.graphs.truss import joining, truss
from abuse.linking.principals import principals
from abuse.outcomes.peers import benjamini_hochberg
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.aims import meetings
from abuse.structure.chance import LEAST, chance_inside, expected_meetings
from abuse.structure.visits import at_stores, links_at

# Pairs that go on to the second line and the truss: no market can make more of them.
_MOST_PAIRS = 200_000
# A pair alone: how many times what categories explain it must meet, and the share of such pairs
# that may be chance (Benjamini and Hochberg 1995): a false tie accuses two.
_RATIO: Final = 4.0
_FDR: Final = 0.01
# A pair that counts only inside a group: where many always meet, no single pair need stand out.
GROUP_COMMON: Final = 3
GROUP_P: Final = 0.03
GROUP_RATIO: Final = 1.5
# It counts where this many less two others meet both of them: a k-truss (Cohen 2008).
_TRUSS: Final = 5
# Pairs so rare bind a filer to a group from outside, with so many of its members: who filed little
# closes few triangles, no one pair pulls a stranger in, and with fifty members one such pair in two
# hundred is chance.
_JOIN_P: Final = 1e-4
_JOIN_PAIRS: Final = 3
# The times of meetings must agree beyond what the pair's common stores alone give.
_SYNC_P: Final = 0.05


def lockstep(view: View, policy: Policy) -> list[Link]:
    """Links between filers with more stores in common within the window than the null allows.

    Returns
    -------
    list of Link
        Ordered by pair; `weight` is the natural logarithm of common stores over expected ones,
        `numbers` has ``common``, ``expected``, ``all_common`` and the two tests' p-values.

    Notes
    -----
    Expected stores of a pair: `abuse.structure.chance`, from meetings just beyond the window. A
    pair counts alone (Poisson; Benjamini and Hochberg over all possible pairs) or in a truss of
    weaker pairs. A second, category-free line: given all stores that both hit at any time, how many
    fell inside the window (binomial). Honest victims of one copier pass both; outcomes must tell
    them apart.

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
    pairs, possible = met.pairs, view.n_filers * (view.n_filers - 1) // 2
    pair, common = met.common(_least_common(pairs, possible))
    if not len(pair):
        return []
    a, b = met.filers(pair)
    expected = expected_meetings(view, met, a, b, window)
    p = stats.poisson.sf(common - 1, expected)
    sure = benjamini_hochberg(p, _FDR, tests=possible)
    sure &= common >= policy.lockstep_min_common
    sure &= common >= _RATIO * expected
    loose = (common >= GROUP_COMMON) & (p < GROUP_P)
    loose &= common >= GROUP_RATIO * expected
    some = _strongest(p, sure | loose)
    by_chance = float(chance_inside(met, np.zeros(len(met.near), np.int64), 1, window)[0])
    both, inside = _overlap(view, a[some], b[some], met.total, by_chance)
    p_sync = stats.binom.sf(common[some] - 1, both, inside)
    alone = sure[some] & benjamini_hochberg(p_sync, _FDR, tests=pairs)
    firm = p_sync < _SYNC_P
    some, both, p_sync, alone = (column[firm] for column in (some, both, p_sync, alone))
    held = alone | truss(a[some], b[some], _TRUSS)
    # A filer of few complaints closes few triangles: firmer pairs with several filers of one group
    # bind it as well.
    near = held | (p[some] < _JOIN_P)
    held[near] |= joining(a[some[near]], b[some[near]], held[near], _JOIN_PAIRS)
    who = principals(view)
    ends = zip(a[some[held]].tolist(), b[some[held]].tolist(), strict=True)
    held[held] = [not who.explains(*two) for two in ends]
    some, both, p_sync = (column[held] for column in (some, both, p_sync))
    numbers = [
        {
            "common": int(common[i]), "expected": round(float(expected[i]), 5),
            "all_common": int(both[k]), "p": float(f"{p[i]:.3g}"), "inside": round(inside, 4),
            "p_sync": float(f"{p_sync[k]:.3g}"),
        }
        for k, i in enumerate(some.tolist())
    ]  # fmt: skip
    return links_at(
        view, "lockstep", (*at_stores(view), view.store),
        (a[some], b[some], met.stores(pair[some])), numbers, [each["expected"] for each in numbers],
    )  # fmt: skip


def _least_common(pairs: int, possible: int) -> int:
    """Fewest common stores with which a pair may count, alone or in a group.

    A pair of fewer has a p-value above the highest limit that Benjamini and Hochberg may reach, so
    leaving it out changes no result; and most pairs have one store in common.
    """
    highest = _FDR * pairs / max(possible, 1)
    least = GROUP_COMMON
    while least > 1 and stats.poisson.sf(least - 2, LEAST) <= highest:
        least -= 1
    return least


def _strongest(p: Floats, wanted: Bools) -> Ints:
    """Positions of the wanted pairs, ascending; of too many those with the least p."""
    spots = np.flatnonzero(wanted)
    return np.sort(spots[np.argsort(p[spots], kind="stable")[:_MOST_PAIRS]])


def _overlap(view: View, a: Ints, b: Ints, met: int, by_chance: float) -> tuple[Ints, float]:
    """Stores that each pair hit at any time; the share of such that chance puts in the window.

    Of all overlaps, those that synchrony adds to the `met` ones beyond chance are left out.
    """
    known, size = view.store >= 0, len(view.stores)
    spot = distinct(view.filer[known] * size + view.store[known])
    reach = sparse.csr_array(
        (np.ones(len(spot)), (spot // size, spot % size)), shape=(view.n_filers, size)
    )
    both = row_products(reach, a, b).astype(np.int64)
    degree = np.asarray(reach.sum(axis=0)).ravel()
    overlaps = (degree * (degree - 1) / 2).sum() - max(met - by_chance, 0.0)
    return both, float(np.clip((by_chance + 1) / (max(overlaps, 1.0) + 2), 0.02, 0.9))
