"""Outcomes: accounts that share a right or a holder, under which most of all claims were lost.

Nothing need tie the accounts but what they file for, so it is a lead to look at them together: its
ceiling is *watch*, beside whatever else is found.
"""

from __future__ import annotations

import numpy as np

from abuse.arrays import Bools
from abuse.findings import Finding
from abuse.linking.representations import representations
from abuse.outcomes.joint import Joint, joint_records
from abuse.outcomes.peers import worse_than_peers
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.rings import MOST_MEMBERS

_MOST_PARTNERS = 12


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag accounts most of whose claims under a right were lost, as were most of all others'.

    A right is known by its number, a holder by its name: what a principal files itself and what
    several agencies file for it is one record, and so is what fresh accounts file under one number.

    Notes
    -----
    The whole record is held against peers of the same right and basis, as if one filer had made it,
    with false-discovery control over all rights and holders of several accounts; its weight is the
    record of the others, without the account's own part. Whom it may wrong: a brand that itself
    loses most of its claims, and in whose name others file still worse; whoever a person has
    verified is not held to what unverified others file. Holders of a weak right.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; Benjamini and Hochberg (1995).
    """
    if not view.n_claims:
        return []
    filings = representations(view)
    known = joint_records(view, filings.complaint_keys)
    whole, own, others = known.whole, known.own, known.others
    flagged = np.flatnonzero(
        _beyond_peers(known)
        & (whole.complaints_bad >= policy.right_min_complaints)
        & (np.minimum(whole.share, others.share) >= policy.right_share)
        & (own.share >= policy.right_share)
        & (others.evidence > 0)
    )
    worst: dict[int, int] = {}
    for pair in sorted(flagged.tolist(), key=lambda i: (-others.evidence[i], known.key[i])):
        worst.setdefault(int(known.filer[pair]), pair)
    return [_finding(known, worst[f], filings.numbered) for f in sorted(worst)]


def _beyond_peers(known: Joint) -> Bools:
    """Pairs whose right or holder has no crowd of accounts, and a record beyond its peers."""
    few = known.accounts <= MOST_MEMBERS
    first = np.flatnonzero(few & (np.diff(known.key, prepend=-1) != 0))
    sure = worse_than_peers(known.whole.p[first])
    beyond: Bools = np.isin(known.key, known.key[first[sure]])
    return beyond


def _finding(known: Joint, pair: int, numbered: int) -> Finding:
    whole, own, others = known.whole, known.own, known.others
    low, high = np.searchsorted(known.key, [known.key[pair], known.key[pair] + 1]).tolist()
    rank = sorted(range(low, high), key=lambda i: (-own.complaints_bad[i], known.filer[i]))
    start, end = np.searchsorted(known.row, [pair, pair + 1]).tolist()
    return Finding(
        filer=int(known.filer[pair]),
        detector="right_record",
        family="outcomes",
        strength=float(whole.share[pair]),
        log_odds=float(others.evidence[pair]),
        numbers={
            "shares": "right" if known.key[pair] < numbered else "holder",
            "accounts": int(known.accounts[pair]), "complaints": int(whole.complaints_bad[pair]),
            "bad": int(whole.bad[pair]), "claims": int(whole.claims[pair]),
            "share": round(float(whole.share[pair]), 4),
            "own_bad": int(own.bad[pair]), "own_claims": int(own.claims[pair]),
            "peer_share": round(float(whole.peer_rate[pair]), 4),
            "p": float(f"{float(whole.p[pair]):.3g}"), "over_dispersion": round(whole.rho, 4),
        },
        complaints=tuple(known.complaint[start:end].tolist())[:200],
        partners=tuple(int(known.filer[i]) for i in rank if i != pair)[:_MOST_PARTNERS],
        ceiling="watch",
        bound=True,
        outside=float(known.outsiders[pair] / max(others.complaints_bad[pair], 1)),
        acts={"filings": int(known.outsiders[pair])},
    )  # fmt: skip
