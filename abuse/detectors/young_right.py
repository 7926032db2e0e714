"""Authority: a right that is younger than the goods it attacks.

Priority, else application, counts for trade mark, patent and design; first publication for
copyright. Where only the registration date is known the finding cannot lift a filer above watch,
because a right may be applied for years before it is registered.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from abuse.arrays import Bools, Times
from abuse.findings import Finding
from abuse.outcomes.peers import Record, against_peers
from abuse.policy import Policy
from abuse.record.columns import times
from abuse.record.view import View
from abuse.targets.trades import unrelated_trades

# The most where only the day of registration is known, which comes long after the application.
_REGISTERED: Final = 0.9
# What each further trade of such rights adds, in log-odds, that has nothing in common with the
# others; agents' clients are left out.
_TRADE: Final = 0.4


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers whose rights mostly begin after their targets went on sale.

    Notes
    -----
    Marks in trades with nothing in common add to it, as a maker's lie near each other. Whom it may
    wrong: a young brand whose goods were copied before it filed for its mark; a share
    of its claims, several stores and a margin of days are needed, and outcomes for anything above a
    warning. Source: squatters' marks in the public record of marketplaces and courts.
    """
    if not view.n_claims:
        return []
    begin, registered = right_dates(view)
    out = _findings(view, policy, begin, weak=False)
    strong = {finding.filer for finding in out}
    return out + [
        f for f in _findings(view, policy, registered, weak=True) if f.filer not in strong
    ]


def right_dates(view: View) -> tuple[Times, Times]:
    """When each complaint's right begins, and its registration where nothing better is known."""
    complaints = view.table.complaints
    priority, applied = times(complaints, "priority_on"), times(complaints, "applied_on")

    def of(*kinds: str) -> Bools:
        return np.isin(
            view.complaint_kind, [view.right_kinds.index(k) for k in kinds if k in view.right_kinds]
        )

    industrial, copyright_ = of("trademark", "patent", "design"), of("copyright")
    none = np.datetime64("NaT", "D")
    begin = np.where(industrial, np.where(np.isnat(priority), applied, priority), none)
    begin = np.where(copyright_, times(complaints, "first_published_on"), begin)
    registered = np.where(industrial & np.isnat(begin), times(complaints, "registered_on"), none)
    return begin, registered


def _findings(view: View, policy: Policy, complaint_date: Times, *, weak: bool) -> list[Finding]:
    date = complaint_date[view.complaint]
    known = ~np.isnat(date) & ~np.isnat(view.listed_on)
    younger = known & (date - view.listed_on > np.timedelta64(policy.young_margin_days, "D"))
    if not younger.any():
        return []
    rec = against_peers(view, known, younger.astype(np.float64))
    flagged = np.flatnonzero(
        (rec.bad >= policy.young_min_claims) & (rec.share >= policy.young_share) & (rec.p < 0.01)
    )
    return [_finding(view, policy, rec, f, younger, date, weak) for f in flagged.tolist()]


def _finding(
    view: View, policy: Policy, rec: Record, filer: int, younger: Bools, date: Times, weak: bool
) -> Finding:
    mine = view.claims_by_filer[filer]
    late = mine[younger[mine]]
    days = (date[late] - view.listed_on[late]).astype(np.int64)
    late = late[np.argsort(-days, kind="stable")]
    k, n = int(rec.bad[filer]), int(rec.claims[filer])
    stores = len(np.unique(view.store[late]))
    rights = len(np.unique(view.complaint_right[view.complaint[late]]))
    # An agent's clients have nothing in common either.
    agent = view.filer_kind[filer] == "agent"
    trades = 1 if agent else unrelated_trades(view, np.unique(view.complaint[late]))
    weight = float(rec.evidence[filer]) + _TRADE * max(trades - 1, 0)
    return Finding(
        filer=filer,
        detector="young_right",
        family="authority",
        strength=k / n,
        log_odds=(min(weight, _REGISTERED) if weak else weight) * (1.0 if stores > 1 else 0.5),
        numbers={
            "younger": k, "claims": n, "share": round(k / n, 4), "stores": stores,
            "rights": rights, "unrelated_trades": trades, "median_days": int(np.median(days)),
            "peer_share": round(float(rec.peer_rate[filer]), 4),
            "p": float(f"{float(rec.p[filer]):.3g}"), "over_dispersion": round(rec.rho, 4),
            "registration_only": int(weak),
        },
        complaints=view.complaints_of(late),
        least=policy.young_min_claims,
        ceiling="watch" if weak else None,
    )  # fmt: skip
