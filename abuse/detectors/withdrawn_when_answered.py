"""Outcomes: complaints withdrawn once the seller answers.

Counts a withdrawal only after a counter-notice. An early, unprompted withdrawal is honest and
speaks for the filer (see `abuse.score.mitigation`).
"""

from __future__ import annotations

import numpy as np

from abuse.findings import Finding
from abuse.outcomes.peers import Record, worse_than_peers
from abuse.outcomes.records import drops
from abuse.policy import Policy
from abuse.record.view import View


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers that drop their claims when answered, far more often than peers.

    Notes
    -----
    The pattern of the agency that Alibaba stopped serving in 2017: more than 60 % of its complaints
    were withdrawn after the seller's answer. It may wrong a filer that settles honestly; the share
    and the number of complaints guard against it.

    References
    ----------
    Spiegelhalter (2005), funnel plots; Benjamini and Hochberg (1995).
    """
    if not view.n_claims:
        return []
    rec = drops(view)
    p = rec.p
    sure = worse_than_peers(p)
    flagged = np.flatnonzero(
        (rec.evidence > 0)
        & (rec.complaints_bad >= policy.withdrawn_min_complaints)
        & (rec.share >= policy.withdrawn_min_share)
    )
    return [_finding(view, policy, rec, int(f), bool(sure[f]), float(p[f])) for f in flagged]


def _finding(view: View, policy: Policy, rec: Record, filer: int, sure: bool, p: float) -> Finding:
    mine = view.claims_by_filer[filer]
    dropped = mine[view.withdrawn_after_answer[mine]]
    delay = (view.withdrawn_at[dropped] - view.countered_at[dropped]).astype("m8[s]")
    days = float(np.median(delay.astype(np.int64))) / 86400
    dropped = dropped[np.lexsort((dropped, delay, -view.merit[dropped]))]
    answered, bad = int(rec.claims[filer]), int(rec.bad[filer])
    share, peer = bad / answered, float(rec.peer_rate[filer])
    return Finding(
        filer=filer,
        detector="withdrawn_when_answered",
        family="outcomes",
        strength=float(rec.shrunk[filer]),
        log_odds=float(rec.evidence[filer]),
        numbers={
            "withdrawn_after_answer": bad, "answered": answered, "share": round(share, 4),
            "shrunk_share": round(float(rec.shrunk[filer]), 4), "peer_share": round(peer, 4),
            "median_days": round(days, 2), "p": float(f"{p:.3g}"),
            "passes_false_discovery": int(sure), "over_dispersion": round(rec.rho, 4),
        },
        complaints=view.complaints_of(dropped),
        least=policy.withdrawn_min_complaints,
    )  # fmt: skip
