"""Conduct: aims at established listings, as unfounded claims do, also where outcomes are missing.

Reads what the targets are: how long on sale, how well sold, at which price, in how old a store. How
much that tells is learnt from the outcomes of the same market, so beside the outcomes it is an echo
and no second family.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from abuse.arrays import Bools
from abuse.findings import Finding
from abuse.outcomes.posterior import UnfoundedRates
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.links import unfounded_rates

# So many targets must be known; fewer show no taste.
_LEAST: Final = 3


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers whose targets look like those of unfounded claims more than others' do.

    Notes
    -----
    Weight: what the targets add to the log Bayes factor of the filer's record, less what its
    outcomes say in its favour. It may wrong a brand that pursues long-standing sellers; its
    outcomes then speak for it, and alone the finding stays below a warning.

    References
    ----------
    Xu v. Tian, and the competitors of the public record, who complain of best sellers.
    """
    if not view.n_claims:
        return []
    rates = unfounded_rates(view, policy)
    days = rates.targets.known_days
    known = np.bincount(view.filer[~np.isnan(days)], minlength=view.n_filers)
    complaints = np.bincount(view.complaint_filer, minlength=view.n_filers)
    lean = np.bincount(view.filer, rates.targets.log_odds, view.n_filers)
    # Outcomes come first: where they speak for the filer, targets say what is left beyond that.
    evidence = rates.by_target + rates.evidence.clip(max=0)
    flagged = np.flatnonzero(
        (evidence > 0)
        & (lean > 0)
        & (known >= _LEAST)
        & (complaints >= policy.unfounded_min_complaints)
    )
    established = rates.targets.established
    everywhere = float(established[~np.isnan(days)].mean()) if len(flagged) else 0.0
    return [
        _finding(view, rates, established, everywhere, f, float(evidence[f]))
        for f in flagged.tolist()
    ]


def _finding(
    view: View,
    rates: UnfoundedRates,
    established: Bools,
    everywhere: float,
    filer: int,
    evidence: float,
) -> Finding:
    mine = view.claims_by_filer[filer]
    known = mine[~np.isnan(rates.targets.known_days[mine])]
    old = known[established[known]]
    ranked = known[np.lexsort((known, -rates.targets.log_odds[known]))]
    share = len(old) / len(known)
    stores = len(np.unique(view.store[old]))
    return Finding(
        filer=filer,
        detector="established_targets",
        family="conduct",
        strength=share,
        log_odds=evidence,
        numbers={
            "established": len(old), "claims": len(known), "share": round(share, 4),
            "stores": stores, "all_share": round(everywhere, 4),
            "evidence": round(evidence, 3),
        },
        complaints=view.complaints_of(ranked),
        least=_LEAST,
        echo=("unfounded_share", "turned"),
    )  # fmt: skip
