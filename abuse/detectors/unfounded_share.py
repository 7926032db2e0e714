"""Outcomes: a share of refused claims beyond that of peers of the same right and basis.

Looks at how claims ended and nothing else. Claims without an outcome say nothing.
"""

from __future__ import annotations

import numpy as np

from abuse.findings import Finding, percent, plural
from abuse.peers import Record, benjamini_hochberg
from abuse.policy import Policy
from abuse.records import refusals
from abuse.view import MERIT, View


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers whose shrunk share of refused claims stands out of the trimmed funnel.

    Parameters
    ----------
    view : View
    policy : Policy

    Returns
    -------
    list of Finding

    Notes
    -----
    A finding needs bad claims in several complaints and a share that exceeds the peers' by a
    margin. Inside the false-discovery limit it counts in full, outside it (but below p = 0.05)
    by `policy.funnel_unsure`. It may wrong a careless filer that stands by its claims: alone it
    never reaches a boycott review.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202, funnel plots; Benjamini and
    Hochberg (1995); Efron and Morris (1975) for shrinkage.
    """
    if not view.n_claims:
        return []
    rec = refusals(view, policy)
    p = rec.p
    sure = benjamini_hochberg(p, policy.funnel_fdr)
    excess = rec.shrunk - rec.peer_rate
    found = np.flatnonzero(
        (p < 0.05)
        & (rec.cases_bad >= policy.unfounded_min_complaints)
        & (excess >= policy.unfounded_min_excess)
    )
    return [_finding(view, policy, rec, int(f), bool(sure[f]), float(p[f])) for f in found]


def _finding(view: View, policy: Policy, rec: Record, filer: int, sure: bool, p: float) -> Finding:
    mine = view.claims_by_filer[filer]
    bad = mine[view.refused[mine] | view.graded_bad[mine]]
    order = np.argsort(-view.merit[bad], kind="stable")
    unlisted = view.cases_by_filer[filer]
    unlisted = unlisted[view.case_unlisted[unlisted] > 0]
    cases = tuple(dict.fromkeys((*view.cases_of(bad[order]), *unlisted.tolist())))
    manifest = int((view.merit[mine] == MERIT["manifestly_unfounded"]).sum())
    unfounded = int((view.merit[mine] == MERIT["unfounded"]).sum())
    claims, n_bad = int(rec.claims[filer]), int(rec.bad[filer])
    share, peer = n_bad / claims, float(rec.peer_rate[filer] / policy.weight_ungraded)
    weight = float(rec.evidence[filer])
    if not sure:
        weight = min(policy.funnel_unsure * weight, policy.funnel_unsure_cap)
    first = str(view.filed[mine].min().astype("M8[D]"))
    graded = f", {manifest} of them graded manifestly unfounded" if manifest else ""
    return Finding(
        filer=filer,
        detector="unfounded_share",
        family="outcomes",
        strength=float(np.clip(rec.shrunk[filer], 0, 1)),
        log_odds=min(weight, policy.unfounded_cap),
        summary=(
            f"{n_bad:,} of {plural(claims, 'claim')} with an outcome since {first} were refused or "
            f"graded unfounded{graded} ({percent(share)}); peers of the same right and basis: "
            f"{percent(min(peer, 1.0))}."
        ),
        numbers={
            "bad": n_bad, "claims": claims, "share": round(share, 4),
            "shrunk_share": round(float(rec.shrunk[filer]), 4),
            "peer_share": round(min(peer, 1.0), 4), "p": float(f"{p:.3g}"),
            "passes_false_discovery": int(sure), "manifestly_unfounded": manifest,
            "unfounded": unfounded, "over_dispersion": round(rec.rho, 4),
        },
        complaints=cases,
    )  # fmt: skip
