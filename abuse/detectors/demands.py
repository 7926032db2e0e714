"""Conduct: paid to drop. Sellers report demands, and complaints vanish soon after contact.

One seller's report proves nothing: reports of several, unrelated stores are needed, more than the
filer's volume explains.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from abuse.findings import Finding, percent, plural
from abuse.policy import Policy
from abuse.view import Ints, View


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers whom several stores say asked for money or a favour.

    Notes
    -----
    Whom it may wrong: a filer that strict sellers gang up on. Stores of one operator count once,
    and what became of the reported claims weighs.
    """
    if not view.n_claims:
        return []
    reported = ~np.isnat(view.demanded_at)
    voices = _voices(view, reported)
    claims = np.bincount(view.filer, minlength=view.n_filers)
    loud = voices >= policy.demand_min_stores
    rate = (voices[~loud].sum() + 0.5) / (claims[~loud].sum() + 50)
    p = stats.poisson.sf(voices - 1, rate * claims)
    found = np.flatnonzero(loud & (p < 0.01))
    return [
        _finding(view, policy, f, int(voices[f]), float(rate), float(p[f])) for f in found.tolist()
    ]


def _voices(view: View, reported: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Ints:
    """Distinct operators (else stores, else listings) that reported each filer."""
    voice = np.where(
        view.operator >= 0,
        view.operator,
        np.where(view.store >= 0, 10**9 + view.store, 2 * 10**9 + view.listing),
    )
    rows = np.unique(np.stack([view.filer[reported], voice[reported]]), axis=1)
    counts: Ints = np.bincount(rows[0], minlength=view.n_filers)
    return counts


def _finding(view: View, policy: Policy, filer: int, voices: int, rate: float, p: float) -> Finding:
    mine = view.claims_by_filer[filer]
    told = mine[~np.isnat(view.demanded_at[mine])]
    dropped = told[view.withdrawn[told]]
    wait = view.withdrawn_at[dropped] - np.fmax(view.removed_at, view.countered_at)[dropped]
    soon = int((wait <= np.timedelta64(policy.demand_days, "D")).sum())
    ended_badly = (view.withdrawn | view.refused | view.graded_bad)[told].mean()
    weight = (0.6 + 0.7 * (voices - 1)) * (0.7 + 0.3 * float(ended_badly))
    ranked = told[np.argsort(~view.withdrawn[told], kind="stable")]
    return Finding(
        filer=filer,
        detector="demands",
        family="conduct",
        strength=float(np.clip(voices / 6, 0, 1)),
        log_odds=min(weight, policy.demand_cap),
        summary=(
            f"{plural(voices, 'seller')} reported a demand for money or a favour on "
            f"{plural(len(told), 'claim')}; {len(dropped)} of these were withdrawn, {soon} within "
            f"{policy.demand_days} days of takedown or answer; others draw a report on "
            f"{percent(rate)} of claims."
        ),
        numbers={
            "sellers": voices, "claims_reported": len(told), "withdrawn": len(dropped),
            "withdrawn_soon": soon, "claims": len(mine), "peer_share": round(rate, 5),
            "p": float(f"{p:.3g}"),
        },
        complaints=view.cases_of(ranked),
    )  # fmt: skip
