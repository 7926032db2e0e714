"""Conduct: paid to drop. Sellers report demands, and complaints vanish soon after contact.

One seller's report proves nothing: reports of several, unrelated stores are needed, more than the
filer's volume explains, or the trace of payment on several stores beside it.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from abuse.arrays import Bools, Ints
from abuse.findings import Finding
from abuse.policy import Policy
from abuse.record.view import View


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers whom several stores say asked for money or a favour.

    Notes
    -----
    Two sellers' reports, beyond what the filer's volume explains; or one seller's, beside several
    sellers that were hit again and again and let go each time, soon after the takedown and without
    an answer. Whom it may wrong: a filer that strict sellers gang up on, or one that licenses
    sellers after a takedown. Stores of one operator count once, and what became of the reported
    claims weighs.
    """
    if not view.n_claims:
        return []
    seller = view.seller
    reported = ~np.isnat(view.demanded_at)
    sellers = _distinct(view, seller, reported)
    pressed = _pressed(view, policy, seller)
    claims = np.bincount(view.filer, minlength=view.n_filers)
    least = policy.demand_min_stores
    loud = sellers >= least
    rate = (sellers[~loud].sum() + 0.5) / (claims[~loud].sum() + 50)
    p = stats.poisson.sf(sellers - 1, rate * claims)
    flagged = np.flatnonzero((loud & (p < 0.01)) | ((sellers > 0) & (pressed >= least)))
    return [
        _finding(view, policy, f, int(sellers[f]), int(pressed[f]), float(rate), float(p[f]))
        for f in flagged.tolist()
    ]


def _distinct(view: View, seller: Ints, rows: Bools) -> Ints:
    """Distinct operators (else stores) of each filer in some claims."""
    pairs = np.unique(np.stack([view.filer[rows], seller[rows]]), axis=1)
    counts: Ints = np.bincount(pairs[0], minlength=view.n_filers)
    return counts


def _pressed(view: View, policy: Policy, seller: Ints) -> Ints:
    """Sellers of each filer that were let go in two complaints or more.

    Let go: taken down and withdrawn soon, unanswered. Drops after an answer are another detector's.
    """
    wait = view.withdrawn_at - view.removed_at
    let_go = view.withdrawn & ~view.answered & (wait <= np.timedelta64(policy.demand_days, "D"))
    once = np.stack([view.filer[let_go], seller[let_go], view.complaint[let_go]])
    pairs, times = np.unique(np.unique(once, axis=1)[:2], axis=1, return_counts=True)
    counts: Ints = np.bincount(pairs[0][times >= 2], minlength=view.n_filers)
    return counts


def _soon(policy: Policy) -> np.timedelta64:
    return np.timedelta64(policy.demand_days, "D")


def _finding(
    view: View, policy: Policy, filer: int, sellers: int, pressed: int, rate: float, p: float
) -> Finding:
    mine = view.claims_by_filer[filer]
    reports = mine[~np.isnat(view.demanded_at[mine])]
    dropped = reports[view.withdrawn[reports]]
    wait = view.withdrawn_at[dropped] - np.fmax(view.removed_at, view.countered_at)[dropped]
    soon = int((wait <= _soon(policy)).sum())
    ended_badly = (view.withdrawn | view.refused | view.graded_bad)[reports].mean()
    weight = (0.6 + 0.7 * (sellers - 1) + 0.4 * pressed) * (0.7 + 0.3 * float(ended_badly))
    # What a seller says is borne out where the filer let it go soon, as who has been paid does.
    borne_out = len(np.unique(view.seller[dropped[wait <= _soon(policy)]]))
    own = 0.6 + 0.7 * (borne_out - 1) + 0.4 * pressed if borne_out or pressed else 0.0
    ranked = reports[np.argsort(~view.withdrawn[reports], kind="stable")]
    return Finding(
        filer=filer,
        detector="demands",
        family="conduct",
        strength=min(1.0, sellers / 6),
        log_odds=weight,
        numbers={
            "sellers": sellers, "claims_reported": len(reports), "withdrawn": len(dropped),
            "withdrawn_soon": soon, "within_days": policy.demand_days,
            "let_go_again": pressed, "claims": len(mine),
            "peer_share": round(rate, 5), "p": float(f"{p:.3g}"),
        },
        complaints=view.complaints_of(ranked),
        least=policy.demand_min_stores,
        outside=1 - min(max(own, 0.0) / weight, 1.0),
        acts={"reports": sellers},
    )  # fmt: skip
