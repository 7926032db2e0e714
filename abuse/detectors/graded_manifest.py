"""Outcomes: people graded its claims manifestly unfounded, again and again.

Reads only the grades that people gave. The share is of the graded claims, never of all claims, so
that a filer does not look worse because people look at it more closely.
"""

from __future__ import annotations

import numpy as np

from abuse.findings import Finding
from abuse.outcomes.peers import Record, worse_than_peers
from abuse.outcomes.records import grades
from abuse.policy import Policy
from abuse.record.view import MERIT, View


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers whose graded claims are manifestly unfounded far more often than peers'.

    Notes
    -----
    A share of refusals cannot show this where most claims of a right are refused anyway: a patent's
    are, and the peers' share is near the abuser's. It may wrong a filer of a single bad week that a
    strict reviewer graded: several complaints are needed, and one reviewer's habit is to be looked
    at.

    References
    ----------
    Regulation (EU) 2022/2065 (Digital Services Act), Art. 23(2): notices that are manifestly
    unfounded, frequently. Spiegelhalter (2005) for the funnel.
    """
    if not view.n_claims:
        return []
    rec = grades(view)
    p = rec.p
    sure = worse_than_peers(p)
    flagged = np.flatnonzero(
        (rec.evidence > 0)
        & (rec.bad >= policy.manifest_min_claims)
        & (rec.complaints_bad >= policy.manifest_min_complaints)
    )
    return [_finding(view, policy, rec, int(f), bool(sure[f]), float(p[f])) for f in flagged]


def _finding(view: View, policy: Policy, rec: Record, filer: int, sure: bool, p: float) -> Finding:
    mine = view.claims_by_filer[filer]
    bad = mine[view.merit[mine] == MERIT["manifestly_unfounded"]]
    k, n = int(rec.bad[filer]), int(rec.claims[filer])
    peer = float(rec.peer_rate[filer])
    return Finding(
        filer=filer,
        detector="graded_manifest",
        family="outcomes",
        strength=float(rec.shrunk[filer]),
        log_odds=float(rec.evidence[filer]),
        numbers={
            "manifestly_unfounded": k, "graded": n, "share": round(k / n, 4),
            "complaints": int(rec.complaints_bad[filer]),
            "shrunk_share": round(float(rec.shrunk[filer]), 4), "peer_share": round(peer, 4),
            "p": float(f"{p:.3g}"), "passes_false_discovery": int(sure),
            "over_dispersion": round(rec.rho, 4),
        },
        complaints=view.complaints_of(bad),
        least=policy.manifest_min_complaints,
    )  # fmt: skip
