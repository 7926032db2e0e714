"""Conduct: machine-like filing that does not look at what it hits.

Volume and one text alone are what honest enforcement firms do too: a finding needs signs that
nobody looked (dead listings, goods outside the right's class) beside signs of a machine, or most of
a filer's claims outside its marks' classes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from abuse.arrays import Bools, Ints
from abuse.findings import Finding
from abuse.outcomes.peers import Record, against_peers
from abuse.policy import Policy
from abuse.record.view import View
from abuse.targets.goods import astray_claims, class_signs

_DEAD_WITHIN = np.timedelta64(2, "D")


@dataclass(frozen=True)
class _Blind:
    """Claims of one sign that nobody looked, each filer's record of them, and who stands out."""

    claims: Bools
    record: Record
    flagged: Bools


@dataclass(frozen=True)
class _Machine:
    day_most: int
    quick: float
    same_text: float


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers that shoot at listings which are gone, or at goods which their right is not for.

    Notes
    -----
    Whom it may wrong: an agency that files from a list some days old, a brand of many goods that
    names one class. Shares are compared with peers of the same right and basis (see
    `abuse.outcomes.peers`). Source: the public record of automated notices that name pages which
    are no longer there.
    """
    if not view.n_claims:
        return []
    signs = dead, off_class, astray = _signs(view, policy)
    outside, mostly = off_class.flagged | astray.flagged, _mostly(policy, off_class)
    out = []
    for filer in np.flatnonzero(dead.flagged | outside).tolist():
        complaints = view.complaints_by_filer[filer]
        machine = _machine(view, complaints)
        weight = _weight(
            policy, machine, len(complaints),
            dead=bool(dead.flagged[filer]), outside=bool(outside[filer]),
            mostly=bool(mostly[filer]),
        )  # fmt: skip
        if weight:
            out.append(_finding(view, policy, filer, signs, machine, weight))
    return out


def _weight(
    policy: Policy, machine: _Machine, complaints: int, *, dead: bool, outside: bool, mostly: bool
) -> float:
    """The weight of the signs together, 0 for too few; `mostly` implies `outside`."""
    if complaints < policy.shotgun_min_complaints:
        return 0.8 * mostly
    fast = machine.day_most >= policy.shotgun_day_complaints or machine.quick >= 0.5
    if not (fast or mostly or (dead and outside)):
        return 0.0
    return 1.0 * dead + 0.8 * outside + (0.6 * fast + 0.2 * (fast and machine.same_text >= 0.8))


def _signs(view: View, policy: Policy) -> tuple[_Blind, _Blind, _Blind]:
    """Dead listings, goods outside a class and, where no class tells, off the right's trade."""
    dead, (known, off), astray = dead_claims(view), class_signs(view), astray_claims(view)
    looked = dead | view.refused | view.upheld | view.withdrawn
    unknown = (view.category >= 0) & ~known

    def sign(counts: Bools, bad: Bools) -> _Blind:
        record = against_peers(view, counts, bad.astype(np.float64))
        return _Blind(counts & bad, record, stands_out(record, policy))

    return sign(looked, dead), sign(known, off), sign(unknown, astray)


def stands_out(record: Record, policy: Policy) -> Bools:
    """Whose share is far above that of its peers."""
    excess = record.shrunk - record.peer_rate
    far: Bools = (record.p < 0.01) & (record.share >= policy.shotgun_dead_share) & (excess > 0.05)
    return far


def dead_claims(view: View) -> Bools:
    """Claims on listings that were gone when filed, or within two days and undecided."""
    soon: Bools = (view.gone_at - view.filed) <= _DEAD_WITHIN
    dead: Bools = view.dead_at_filing | (soon & np.isnat(view.removed_at))
    return dead


def _mostly(policy: Policy, off_class: _Blind) -> Bools:
    """Filers most of whose claims are outside their marks' classes, in several complaints."""
    record = off_class.record
    flagged: Bools = (
        off_class.flagged
        & (record.complaints_bad >= policy.shotgun_outside_complaints)
        & (record.share >= policy.shotgun_outside_share)
    )
    return flagged


def _machine(view: View, complaints: Ints) -> _Machine:
    """Most complaints in a day, share filed within a minute of the last, share of the top text."""
    filed = view.complaint_filed[complaints]
    _, per_day = np.unique(filed.astype("M8[D]"), return_counts=True)
    gaps = np.diff(filed)
    quick = float((gaps <= np.timedelta64(60, "s")).mean()) if len(gaps) else 0.0
    texts = Counter(view.table.complaints["text"].take(complaints).to_pylist())
    texts.pop(None, None)
    same = max(texts.values(), default=0) / len(complaints)
    return _Machine(int(per_day.max()), quick, same)


def _finding(
    view: View,
    policy: Policy,
    filer: int,
    signs: tuple[_Blind, _Blind, _Blind],
    machine: _Machine,
    weight: float,
) -> Finding:
    mine = view.claims_by_filer[filer]
    bad = [int(sign.record.bad[filer]) for sign in signs]
    claims = [int(sign.record.claims[filer]) for sign in signs]
    peers = [float(sign.record.peer_rate[filer]) for sign in signs]
    hit = mine[np.logical_or.reduce([sign.claims[mine] for sign in signs])]
    return Finding(
        filer=filer,
        detector="shotgun",
        family="conduct",
        strength=min(1.0, weight / 2.4),
        log_odds=max(weight, *(float(s.record.evidence[filer]) for s in signs if s.flagged[filer])),
        numbers={
            "dead": bad[0], "claims": claims[0], "outside_class": bad[1],
            "with_class": claims[1], "off_trade": bad[2], "without_class": claims[2],
            "most_in_a_day": machine.day_most, "quick_share": round(machine.quick, 4),
            "same_text_share": round(machine.same_text, 4), "peer_dead_share": round(peers[0], 4),
            "peer_outside_share": round(peers[1], 4), "peer_off_trade_share": round(peers[2], 4),
            "over_dispersion": round(signs[0].record.rho, 4),
            "over_dispersion_outside": round(signs[1].record.rho, 4),
            "over_dispersion_off_trade": round(signs[2].record.rho, 4),
        },
        complaints=view.complaints_of(hit),
        least=policy.shotgun_outside_complaints,
    )  # fmt: skip
