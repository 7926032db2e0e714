"""Authority: the goods that it claims are mostly claimed by others too, by rights of their own.

Two strangers do not both own what one listing sells. Which of them is wrong it cannot say: who came
later and does so again and again is to be looked at, and alone it lifts nobody above *watch*.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from abuse.findings import Finding
from abuse.outcomes.peers import Record
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.contested import Contested, contested, contested_record

_MOST_PARTNERS: Final = 12


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers that again and again claim listings which unrelated parties had claimed before.

    Notes
    -----
    The share of such claims is held against peers of the same right and basis, with
    false-discovery control over all filers. Whom it may wrong: brands that one listing copies
    together, a licensee beside its licensor, where nothing on file ties the two.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; Benjamini and Hochberg (1995).
    """
    if not view.n_claims:
        return []
    goods, record = contested(view, policy), contested_record(view, policy)
    flagged = np.flatnonzero(
        (record.complaints_bad >= policy.contested_min_complaints) & (record.evidence > 0)
    )
    return [_finding(view, policy, goods, record, filer) for filer in flagged.tolist()]


def _finding(view: View, policy: Policy, goods: Contested, record: Record, filer: int) -> Finding:
    mine = view.claims_by_filer[filer]
    hit = mine[goods.claims[mine]]
    first, last = np.searchsorted(goods.rivals[:, 0], [filer, filer + 1])
    rivals = goods.rivals[first:last, 1]
    others, filings = np.unique(view.complaint_filer[rivals], return_counts=True)
    return Finding(
        filer=filer,
        detector="contested_listings",
        family="authority",
        strength=float(record.share[filer]),
        log_odds=float(record.evidence[filer]),
        numbers={
            "contested": int(record.bad[filer]), "claims": int(record.claims[filer]),
            "share": round(float(record.share[filer]), 4),
            "complaints": int(record.complaints_bad[filer]),
            "accounts": len(others), "stores": len(np.unique(view.store[hit])),
            "peer_share": round(float(record.peer_rate[filer]), 4),
            "p": float(f"{float(record.p[filer]):.3g}"), "over_dispersion": round(record.rho, 4),
        },
        complaints=view.complaints_of(hit),
        partners=tuple(others[np.lexsort((others, -filings))][:_MOST_PARTNERS].tolist()),
        least=policy.contested_min_complaints,
        outside=1.0,
        acts={"filings": len(rivals)},
    )  # fmt: skip
