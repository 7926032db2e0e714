"""Conduct: going on after a warning. What was filed since and ended badly, and nothing else.

The filer's record counts their outcomes too; what this detector adds is the persistence. A filer
that errs in good faith learns from a warning, so these claims are evidence of intention and no echo
of the record.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from abuse.arrays import Bools, Ints
from abuse.findings import Finding
from abuse.outcomes.influence import causes
from abuse.outcomes.peers import against_peers
from abuse.outcomes.records import adverse_claims
from abuse.policy import Policy
from abuse.record.view import View

# By complaint and share: the least that is found adds 0.54, a little more than `FAMILY_FLOOR`.
_EACH: Final = 0.36


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag warned filers whose later claims were decided against them or dropped when answered.

    Notes
    -----
    Claims filed within the grace are not counted, for they may have been on their way; nor are
    those that have no outcome, or that a person graded founded. Two complaints are enough where
    both hit so many listings that they have as many causes as three (`causes`); one never is. The
    share must exceed the peers' too. Whom it may wrong: a filer warned by mistake whose claims a
    desk that knows of the warning then reads more strictly.

    References
    ----------
    Regulation (EU) 2022/2065 (Digital Services Act), Art. 23(2), a prior warning, and 23(3)(d), the
    intention.
    """
    if not view.n_claims or np.isnat(view.warned_at).all():
        return []
    # A comparison with NaT is false, so a filer that was not warned has no later claim.
    since = view.warned_at + np.timedelta64(policy.after_warning_days, "D")
    later: Bools = view.filed > since[view.filer]
    against = adverse_claims(view)
    decided = against | view.upheld | (view.merit > 0)
    bad = np.flatnonzero(later & against)
    lost = np.bincount(view.complaint[bad], minlength=view.n_complaints)
    apart = causes(view.complaint_filer, lost, view.n_filers)
    n_bad, n_decided = (
        np.bincount(view.filer[rows], minlength=view.n_filers)
        for rows in (bad, np.flatnonzero(later & decided))
    )
    share = n_bad / np.maximum(n_decided, 1)
    peer = against_peers(view, decided, against.astype(np.float64)).peer_rate
    flagged = np.flatnonzero(
        (apart >= policy.after_warning_min_complaints)
        & (share >= policy.after_warning_share)
        & (share > peer)
    )
    return [
        _finding(view, policy, f, bad[view.filer[bad] == f], int(n_decided[f]), float(peer[f]))
        for f in flagged.tolist()
    ]


def _finding(
    view: View, policy: Policy, filer: int, bad: Ints, decided: int, peer: float
) -> Finding:
    complaints, share = len(np.unique(view.complaint[bad])), len(bad) / decided
    # Large complaints make up for a lacking one, and add no more than that.
    counted = max(complaints, policy.after_warning_min_complaints)
    ranked = bad[np.lexsort((bad, -view.merit[bad]))]
    return Finding(
        filer=filer,
        detector="after_warning",
        family="conduct",
        strength=share,
        log_odds=_EACH * counted * share,
        numbers={
            "warned_on": str(view.warned_at[filer].astype("M8[D]")),
            "after_days": policy.after_warning_days, "complaints": complaints, "bad": len(bad),
            "decided": decided, "share": round(share, 4), "peer_share": round(peer, 4),
        },
        complaints=view.complaints_of(ranked),
        least=policy.after_warning_min_complaints,
    )  # fmt: skip
