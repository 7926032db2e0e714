"""Conduct: filing the same claim again after it was decided against the filer.

An appeal is the honest way; a second complaint on the same listing asks another desk. Repeats that
stood after an answer, or were graded founded, are not counted.
"""

from __future__ import annotations

import numpy as np

from abuse.findings import Finding
from abuse.policy import Policy
from abuse.view import MERIT, Ints, View


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
    per_filer = np.bincount(view.filer[repeats], minlength=view.n_filers)
    claims = np.bincount(view.filer, minlength=view.n_filers)
    share = per_filer / np.maximum(claims, 1)
    repeaters = int((per_filer > 0).sum())
    found = np.flatnonzero((per_filer >= policy.refiled_min) & (share >= policy.refiled_share))
    peer = float(per_filer.sum() - per_filer[found].sum()) / max(
        float(claims.sum() - claims[found].sum()), 1.0
    )
    out = []
    for filer in found.tolist():
        mine = repeats[view.filer[repeats] == filer]
        k, n = int(per_filer[filer]), int(claims[filer])
        listings = len(np.unique(view.listing[mine]))
        out.append(
            Finding(
                filer=filer,
                detector="refiled",
                family="conduct",
                strength=float(np.clip(share[filer] * 2, 0, 1)),
                log_odds=min(0.5 + 0.5 * float(np.log(k)), policy.refiled_cap),
                numbers={
                    "repeats": k, "listings": listings, "claims": n, "share": round(k / n, 4),
                    "peer_share": round(peer, 5), "filers_with_repeats": repeaters,
                },
                complaints=view.cases_of(mine[::-1]),
            )
        )  # fmt: skip
    return out


def repeated(view: View) -> Ints:
    """Claims filed after an earlier one of the same filer, right and listing had lost."""
    right = view.case_right[view.complaint]
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
    for spot in np.flatnonzero(same | np.r_[same[1:], False]).tolist():
        claim = order[spot]
        if not same[spot]:
            first = None
        elif first is not None and filed[claim] > first and not fair[claim]:
            out.append(int(claim))
        if lost[claim] and (first is None or lost_at[claim] < first):
            first = lost_at[claim]
    return np.array(sorted(out), np.int64)
