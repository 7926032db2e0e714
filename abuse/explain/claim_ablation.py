"""Recomputes what single findings about a filer weigh when only some of its claims are left.

Each rule sums up the filer's record from the remaining claims and compares it with the peers' rate,
the spread and the false-discovery limit that were measured on the whole market. The conditions are
those of the detector. Nothing here knows why claims were removed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from abuse.arrays import Bools, Floats, Ints
from abuse.detectors.refiled import repeated
from abuse.detectors.young_right import right_dates
from abuse.findings import Finding
from abuse.outcomes.influence import effective_claims
from abuse.outcomes.peers import Record
from abuse.outcomes.records import drops, grades
from abuse.policy import Policy
from abuse.record.view import MERIT, STATE, View


def _graded(view: View, policy: Policy, finding: Finding, left: Ints) -> float:
    market, merit = grades(view), view.merit[left]
    bad = (merit == MERIT["manifestly_unfounded"]).astype(np.float64)
    record = _summed(view, left, merit > 0, bad, _peers(market, finding.filer))
    enough = (
        record.bad[0] >= policy.manifest_min_claims
        and record.complaints_bad[0] >= policy.manifest_min_complaints
    )
    return float(record.evidence[0]) if enough else 0.0


def _withdrawn(view: View, policy: Policy, finding: Finding, left: Ints) -> float:
    market = drops(view)
    ended = view.answered[left] & ~np.isin(view.state[left], (STATE["countered"], STATE["moot"]))
    bad = view.withdrawn_after_answer[left] & (view.merit[left] != MERIT["founded"])
    record = _summed(view, left, ended, bad.astype(np.float64), _peers(market, finding.filer))
    enough = (
        record.complaints_bad[0] >= policy.withdrawn_min_complaints
        and record.bad[0] >= policy.withdrawn_min_share * record.claims[0]
    )
    return float(record.evidence[0]) if enough else 0.0


def _refiled(view: View, policy: Policy, finding: Finding, left: Ints) -> float:
    again = np.isin(left, view.once("repeated", lambda: repeated(view)))
    record = _as_told(view, finding, left, np.ones(len(left), bool), again)
    evidence = float(record.evidence[0])
    enough = again.sum() >= policy.refiled_min and again.sum() >= policy.refiled_share * len(left)
    return evidence if enough else 0.0


def _young(view: View, policy: Policy, finding: Finding, left: Ints) -> float:
    begin, registered = view.once("right_dates", lambda: right_dates(view))
    date = (registered if finding.numbers["registration_only"] else begin)[view.complaint[left]]
    known = ~np.isnat(date) & ~np.isnat(view.listed_on[left])
    late = date - view.listed_on[left] > np.timedelta64(policy.young_margin_days, "D")
    record = _as_told(view, finding, left, known, known & late)
    enough = (
        record.bad[0] >= policy.young_min_claims
        and record.bad[0] >= policy.young_share * record.claims[0]
    )
    return float(record.evidence[0]) if enough else 0.0


# By detector: the weight of its line, given the claims of the filer that are left.
CLAIM_RULES: Final[dict[str, Callable[[View, Policy, Finding, Ints], float]]] = {
    "graded_manifest": _graded,
    "withdrawn_when_answered": _withdrawn,
    "refiled": _refiled,
    "young_right": _young,
}


def _peers(market: Record, filer: int) -> tuple[float, float]:
    """The rate of the filer's peers, and their spread."""
    return float(market.peer_rate[filer]), market.rho


def _as_told(view: View, finding: Finding, left: Ints, counts: Bools, bad: Bools) -> Record:
    """The record against the peers' rate and spread that the finding states."""
    peers = float(finding.numbers["peer_share"]), float(finding.numbers["over_dispersion"])
    return _summed(view, left, counts, bad.astype(np.float64), peers)


def _summed(
    view: View, left: Ints, counts: Bools, bad: Floats, peers: tuple[float, float]
) -> Record:
    """A record of one, complaint by complaint as in `abuse.outcomes.peers`."""
    complaints, spot = np.unique(view.complaint[left[counts]], return_inverse=True)
    n = np.bincount(spot, minlength=len(complaints))
    n_bad = np.bincount(spot, bad[counts] > 0, len(complaints))
    weight = np.bincount(spot, bad[counts], len(complaints))
    effective = effective_claims(n)
    total = float(effective.sum())
    return Record(
        claims=np.array([n.sum()]),
        bad=np.array([int(n_bad.sum())]),
        complaints_bad=np.array([int((n_bad > 0).sum())]),
        observed=np.array([(effective * weight / np.maximum(n, 1)).sum()]),
        total=np.array([total]),
        expected=np.array([total * peers[0]]),
        rho=peers[1],
    )
