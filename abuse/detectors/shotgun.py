"""Conduct: machine-like filing that does not look at what it hits.

Volume and one text alone are what honest enforcement firms do too: a finding needs signs that
nobody looked (dead listings, goods far outside the right's field) beside signs of a machine.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from abuse.findings import Finding, percent, plural
from abuse.peers import Floats, Record, against_peers
from abuse.policy import Policy
from abuse.view import Bools, View

_DEAD_WITHIN = np.timedelta64(2, "D")


@dataclass(frozen=True)
class _Signs:
    dead: Record
    astray: Record
    day_most: int
    quick: float
    same_text: float


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers that shoot at listings which are gone, or at every category with one mark.

    Notes
    -----
    Whom it may wrong: an agency that files from a list some days old, a brand of many goods. Shares
    are compared with peers of the same right and basis (see `abuse.peers`). Source: the public
    record of automated notices that name pages which are no longer there.
    """
    if not view.n_claims:
        return []
    dead, astray = dead_claims(view), astray_claims(view)
    looked = dead | view.refused | view.upheld | view.withdrawn
    dead_record = against_peers(view, policy, looked, dead.astype(np.float64))
    placed = view.category >= 0
    astray_record = against_peers(view, policy, placed, astray.astype(np.float64))
    signs_of = _careless(policy, dead_record), _careless(policy, astray_record)
    out = []
    for filer in np.flatnonzero(signs_of[0] | signs_of[1]).tolist():
        cases = view.cases_by_filer[filer]
        if len(cases) < policy.shotgun_min_complaints:
            continue
        signs = _Signs(dead_record, astray_record, *_machine(view, filer))
        blind = [bool(signs_of[0][filer]), bool(signs_of[1][filer])]
        fast = signs.day_most >= policy.shotgun_day_complaints or signs.quick >= 0.5
        if fast or signs.same_text >= 0.8 or all(blind):
            out.append(_finding(view, policy, filer, signs, blind, fast, dead | astray))
    return out


def dead_claims(view: View) -> Bools:
    """Claims on listings that were gone when filed, or within two days and undecided."""
    soon: Bools = (view.gone_at - view.filed) <= _DEAD_WITHIN
    dead: Bools = view.dead_at_filing | (soon & np.isnat(view.removed_at))
    return dead


def astray_claims(view: View) -> Bools:
    """Claims outside the category in which their filer uses this right most."""
    right = view.case_right[view.complaint]
    astray = np.zeros(view.n_claims, bool)
    counts: dict[tuple[int, int], Counter[int]] = {}
    keys = list(zip(view.filer.tolist(), right.tolist(), strict=True))
    for key, category in zip(keys, view.category.tolist(), strict=True):
        if category >= 0:
            counts.setdefault(key, Counter())[category] += 1
    home = {key: min(c, key=lambda k: (-c[k], k)) for key, c in counts.items()}
    for claim, (key, category) in enumerate(zip(keys, view.category.tolist(), strict=True)):
        astray[claim] = category >= 0 and category != home[key]
    return astray


def _careless(policy: Policy, rec: Record) -> Bools:
    share: Floats = rec.bad / np.maximum(rec.claims, 1)
    excess = rec.shrunk - rec.peer_rate
    flags: Bools = (rec.p < 0.01) & (share >= policy.shotgun_dead_share) & (excess > 0.05)
    return flags


def _machine(view: View, filer: int) -> tuple[int, float, float]:
    """Most complaints in a day, share filed within a minute of the last, share of the top text."""
    cases = view.cases_by_filer[filer]
    filed = view.case_filed[cases]
    _, per_day = np.unique(filed.astype("M8[D]"), return_counts=True)
    gaps = np.diff(filed)
    quick = float((gaps <= np.timedelta64(60, "s")).mean()) if len(gaps) else 0.0
    texts = Counter(view.table.complaints["text"].take(cases).to_pylist())
    texts.pop(None, None)
    same = max(texts.values(), default=0) / len(cases)
    return int(per_day.max()), quick, same


def _finding(
    view: View,
    policy: Policy,
    filer: int,
    signs: _Signs,
    blind: list[bool],
    fast: bool,
    blindly: Bools,
) -> Finding:
    mine = view.claims_by_filer[filer]
    dead, claims = int(signs.dead.bad[filer]), int(signs.dead.claims[filer])
    off, placed = int(signs.astray.bad[filer]), int(signs.astray.claims[filer])
    weight = 1.0 * blind[0] + 0.8 * blind[1] + 0.6 * fast + 0.2 * (signs.same_text >= 0.8)
    hit = mine[blindly[mine]]
    return Finding(
        filer=filer,
        detector="shotgun",
        family="conduct",
        strength=float(np.clip(weight / 2.4, 0, 1)),
        log_odds=min(weight, policy.shotgun_cap),
        summary=(
            f"{dead:,} of {plural(claims, 'claim')} hit listings that were gone "
            f"(peers {percent(float(signs.dead.peer_rate[filer]))}), {off:,} of {placed:,} goods "
            f"outside its right's main category (peers "
            f"{percent(float(signs.astray.peer_rate[filer]))}); up to "
            f"{plural(signs.day_most, 'complaint')} a day, {percent(signs.quick)} within a minute "
            f"of the one before, {percent(signs.same_text)} in the same words."
        ),
        numbers={
            "dead": dead, "claims": claims, "outside": off, "placed": placed,
            "most_in_a_day": signs.day_most, "quick_share": round(signs.quick, 4),
            "same_text_share": round(signs.same_text, 4),
            "peer_dead_share": round(float(signs.dead.peer_rate[filer]), 4),
            "peer_outside_share": round(float(signs.astray.peer_rate[filer]), 4),
        },
        complaints=view.cases_of(hit),
    )  # fmt: skip
