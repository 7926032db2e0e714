"""Conduct: filing the same claim again after it was decided against the filer.

An appeal is the honest way; a second complaint on the same listing asks another desk. Repeats that
stood after an answer, or were graded founded, are not counted.
"""

from __future__ import annotations

import numpy as np

from abuse.arrays import Ints
from abuse.findings import Finding
from abuse.outcomes.peers import Record, against_peers
from abuse.policy import Policy
from abuse.record.view import MERIT, View


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers that re-file what was refused, reinstated or dropped when answered.

    Notes
    -----
    Whom it may wrong: a filer that repairs an incomplete complaint and files it anew; several
    repeats and a share of all its claims are needed. Source: the marketplaces' own rules against
    repeated complaints on one listing.
    """
    if not view.n_claims:
        return []
    repeats = repeated(view)
    again = np.bincount(repeats, minlength=view.n_claims).astype(np.float64)
    rec = against_peers(view, np.ones(view.n_claims, bool), again)
    flagged = np.flatnonzero(
        (rec.bad >= policy.refiled_min) & (rec.share >= policy.refiled_share) & (rec.evidence > 0)
    )
    others = np.delete(np.arange(view.n_filers), flagged)
    theirs = int(rec.claims[others].sum())
    peer = int(rec.bad[others].sum()) / theirs if theirs else 0.0
    repeaters = int((rec.bad > 0).sum())
    return [
        _finding(view, policy, rec, int(f), repeats[view.filer[repeats] == f], (peer, repeaters))
        for f in flagged
    ]


def _finding(
    view: View, policy: Policy, rec: Record, filer: int, mine: Ints, others: tuple[float, int]
) -> Finding:
    k, n, (peer, repeaters) = int(rec.bad[filer]), int(rec.claims[filer]), others
    listings = len(np.unique(view.listing[mine]))
    evidence = float(rec.evidence[filer])
    return Finding(
        filer=filer,
        detector="refiled",
        family="conduct",
        strength=min(1.0, 2 * k / n),
        log_odds=evidence,
        numbers={
            "repeats": k, "listings": listings, "claims": n, "share": round(k / n, 4),
            "peer_share": round(peer, 5), "filers_with_repeats": repeaters,
            "evidence": round(evidence, 3), "over_dispersion": round(rec.rho, 4),
        },
        complaints=view.complaints_of(mine[::-1]),
        least=policy.refiled_min,
    )  # fmt: skip


def repeated(view: View) -> Ints:
    """Claims filed after an earlier one of the same filer, right and listing had lost."""
    right = view.complaint_right[view.complaint]
    filed = view.filed
    order = np.lexsort((view.complaint, filed, view.listing, right, view.filer))
    same = np.zeros(len(order), bool)
    before, after = order[:-1], order[1:]
    same[1:] = (
        (view.filer[before] == view.filer[after])
        & (right[before] == right[after])
        & (view.listing[before] == view.listing[after])
    )
    lost = view.refused | view.withdrawn_after_answer
    lost_at = np.where(view.refused, view.decided_at, view.withdrawn_at)
    fair = (view.merit == MERIT["founded"]) | (view.answered & view.upheld)
    out: list[int] = []
    first: np.datetime64 | None = None
    several = same.copy()
    several[:-1] |= same[1:]
    for spot in np.flatnonzero(several).tolist():
        claim = order[spot]
        if not same[spot]:
            first = None
        elif first is not None and filed[claim] > first and not fair[claim]:
            out.append(int(claim))
        if lost[claim]:
            first = lost_at[claim] if first is None else min(first, lost_at[claim])
    return np.array(sorted(out), np.int64)
