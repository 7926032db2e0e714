"""Outcomes: a seller at whom several small accounts lose, none of which has a record of its own.

Three bad claims an account cannot be told from bad luck; ten such accounts at one seller can. It is
a lead to look at them together: its ceiling is *watch*, beside whatever else is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from scipy import stats

from abuse.arrays import Bools, Floats, Ints
from abuse.findings import Finding
from abuse.outcomes.joint import against_filers, summed
from abuse.outcomes.peers import Record, record_from_sums, worse_than_peers
from abuse.outcomes.records import adverse_claims
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.links import unfounded_rates

_MOST_PARTNERS = 12
# One seller counts for at most this many when we ask how many such accounts a seller usually meets.
# Otherwise other victims of the same accounts would make such numbers look usual.
_MOST_OF_ONE = 2
# Chance that a seller of the same category and quarter meets so many small accounts that lose: who
# is accused often meets more of them.
_CHANCE: Final = 0.05


@dataclass(frozen=True)
class _Met:
    """Pairs of a seller and a small account with a decided claim there, ordered by seller.

    `seller` counts from 0 without gaps, `names` are the view's; `lost` says of each pair whether at
    least half of its claims there were lost, `claim` is its first.
    """

    seller: Ints
    names: Ints
    filer: Ints
    lost: Bools
    claim: Ints

    def total(self, values: Floats | Bools) -> Floats:
        """Sum of the pairs' values by seller."""
        return summed(self.seller, values, len(self.names))


@dataclass(frozen=True)
class _Sellers:
    """What small accounts met with: by seller how many, how many that lost, and how many usually.

    `joint` is their record together; `others`, by pair, is that of all but the account itself.
    """

    accounts: Ints
    lost: Ints
    usual: Floats
    joint: Record
    others: Record

    @cached_property
    def by_chance(self) -> Floats:
        """How likely so many or more of them lose there."""
        p: Floats = stats.poisson.sf(self.lost - 1, self.usual).astype(np.float64)
        return p


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag small accounts that lost at a seller where most others like them lost as well.

    Notes
    -----
    All small accounts with a decided claim at the seller are taken, however it ended, and their
    records, of all their claims, are put together and held against peers of the same rights and
    bases as if one filer had made them, with false-discovery control over all sellers that so many
    met: where honest filers hunt one seller of copies most of it holds. And more of them lost there
    than chance brings to a seller that is accused in the same category and quarter (Poisson). Whom
    it may wrong: small holders who err about one seller of genuine goods and file little else.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; Benjamini and Hochberg (1995).
    """
    if not view.n_claims:
        return []
    decided, columns, rho = against_filers(view)
    who = view.complaint_filer[decided.complaint]
    sums = [summed(who, each, view.n_filers) for each in columns]
    small = sums[0] <= policy.victim_small
    met = _met(view, small)
    sellers = _sellers(view, met, sums, rho)
    rates, own = unfounded_rates(view, policy), record_from_sums(sums, rho)
    speaks = (rates.evidence + rates.by_target > 0) & (2 * own.bad >= own.claims)
    flagged = np.flatnonzero(
        _beyond_chance(policy, sellers)[met.seller]
        & met.lost
        & speaks[met.filer]
        & (sellers.others.evidence > 0)
    )
    best: dict[int, int] = {}
    for pair in sorted(flagged.tolist(), key=lambda i: (-sellers.others.evidence[i], i)):
        best.setdefault(int(met.filer[pair]), pair)
    return [_finding(view, policy, met, sellers, best[filer]) for filer in sorted(best)]


def _met(view: View, small: Bools) -> _Met:
    bad = adverse_claims(view)
    ended = view.refused | view.upheld | (view.merit > 0) | bad
    use = np.flatnonzero(ended & (view.seller >= 0) & small[view.filer])
    pair, first, row = np.unique(
        view.seller[use] * view.n_filers + view.filer[use], return_index=True, return_inverse=True
    )
    names, seller = np.unique(pair // max(view.n_filers, 1), return_inverse=True)
    lost = 2 * np.bincount(row, bad[use], len(pair)) >= np.bincount(row, minlength=len(pair))
    return _Met(seller, names, pair % max(view.n_filers, 1), lost, use[first])


def _sellers(view: View, met: _Met, sums: list[Floats], rho: float) -> _Sellers:
    own = [each[met.filer] for each in sums]
    whole = [met.total(each) for each in own]
    rest = [every[met.seller] - mine for every, mine in zip(whole, own, strict=True)]
    accounts = np.bincount(met.seller, minlength=len(met.names))
    lost = met.total(met.lost).astype(np.int64)
    return _Sellers(
        accounts, lost, _usual(view, met), record_from_sums(whole, rho), record_from_sums(rest, rho)
    )


def _usual(view: View, met: _Met) -> Floats:
    """How many small accounts that lost chance brings to each seller.

    Those of a category and quarter fall on the sellers accused there, each as likely as the other.
    """
    quarter = view.filed[met.claim].astype("M8[M]").astype(np.int64) // 3
    category = view.store_category[view.store[met.claim]] + 1
    cell = np.unique(quarter * (len(view.categories) + 1) + category, return_inverse=True)[1]
    spot, row = np.unique(cell * max(len(met.names), 1) + met.seller, return_inverse=True)
    cell, seller = spot // max(len(met.names), 1), spot % max(len(met.names), 1)
    lost = np.minimum(np.bincount(row, met.lost, len(spot)), _MOST_OF_ONE)
    # Half an account is added to those that were seen, so that no expectation is zero.
    others = np.bincount(cell, lost)[cell] - lost + 0.5
    return summed(seller, others / np.bincount(cell)[cell], len(met.names))


def _beyond_chance(policy: Policy, sellers: _Sellers) -> Bools:
    """Sellers at whom most small accounts lost, more than peers' records and chance explain."""
    several = np.flatnonzero(sellers.accounts >= policy.victim_accounts)
    beyond = np.zeros(len(sellers.lost), bool)
    beyond[several] = worse_than_peers(sellers.joint.p[several])
    beyond &= (sellers.lost >= policy.victim_accounts) & (2 * sellers.lost > sellers.accounts)
    rare: Bools = sellers.by_chance < _CHANCE
    return beyond & rare


def _finding(view: View, policy: Policy, met: _Met, sellers: _Sellers, pair: int) -> Finding:
    seller, filer = int(met.seller[pair]), int(met.filer[pair])
    low, high = np.searchsorted(met.seller, [seller, seller + 1]).tolist()
    others = [f for f in met.filer[low:high][met.lost[low:high]].tolist() if f != filer]
    mine = view.claims_by_filer[filer]
    mine = mine[(view.seller[mine] == met.names[seller]) & adverse_claims(view)[mine]]
    joint, acts = sellers.joint, int(sellers.others.complaints_bad[pair])
    return Finding(
        filer=filer,
        detector="victim_record",
        family="outcomes",
        strength=float(joint.share[seller]),
        log_odds=float(sellers.others.evidence[pair]),
        numbers={
            "accounts": int(sellers.accounts[seller]), "lost": int(sellers.lost[seller]),
            "usual": round(float(sellers.usual[seller]), 3), "most": policy.victim_small,
            "bad": int(joint.bad[seller]), "claims": int(joint.claims[seller]),
            "share": round(float(joint.share[seller]), 4), "own_bad": len(mine),
            "peer_share": round(float(joint.peer_rate[seller]), 4),
            "p": float(f"{float(joint.p[seller]):.3g}"), "over_dispersion": round(joint.rho, 4),
            "p_usual": float(f"{float(sellers.by_chance[seller]):.3g}"),
        },
        complaints=view.complaints_of(mine),
        partners=tuple(others[:_MOST_PARTNERS]),
        ceiling="watch",
        bound=True,
        outside=1.0,
        acts={"filings": acts},
    )  # fmt: skip
