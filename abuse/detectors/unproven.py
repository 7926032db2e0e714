"""Conduct: claiming what others stand for, or denying others, and never proving one's own right.

A filer is asked for its authority because of what others filed, so that part counts as acts of
others; a denial is the account's own act. Whether a complaint was right plays no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from abuse.arrays import Ints
from abuse.findings import Finding
from abuse.linking.proofs import Denials, Unproven, denials, unproven
from abuse.linking.representations import representations
from abuse.policy import Policy
from abuse.record.view import View

# By case and share. The least that is found adds a little more than `FAMILY_FLOOR` where half of
# what the filer did is so.
_EACH: Final = 0.36


@dataclass(frozen=True)
class _Part:
    """What one side of a finding rests on: `cases`, and their share of what the account did so."""

    cases: int = 0
    share: float = 0.0
    facts: tuple[int, ...] = (0, 0, 0)
    subjects: tuple[int, ...] = ()
    complaints: tuple[int, ...] = ()
    acts: int = 0

    @property
    def evidence(self) -> float:
        return _EACH * self.cases * self.share


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers that again and again claim or deny and never prove what they rest it on.

    Notes
    -----
    A case is another right or holder, never another complaint for the same. Under its own numbers,
    and among those whom it denied, a filer has no more cases than there are other accounts: a brand
    whose former agency filed on all its marks has one. A denial counts where the other turned out
    to be verified by a person, or undisputed. Whom it may wrong: a new agency that several clients
    leave without their signature, and a brand that never answers. Too few cases, or a small share
    of what the account filed, are no evidence.

    References
    ----------
    Regulation (EU) 2022/2065 (Digital Services Act), Art. 23(3)(d), the intention; United States
    Code, title 17, section 512(c)(3)(A)(vi), a notice states that its sender may act.
    """
    if np.isnat(view.complaint_asked).all() and not view.table.denials.num_rows:
        return []
    asked, rows = unproven(view, policy), denials(view, policy)
    pairs = np.concatenate(
        [
            np.unique(np.stack([view.complaint_filer[asked.complaint], asked.subject]), axis=1)[0],
            np.unique(np.stack([rows.filer, rows.other]), axis=1)[0],
        ]
    )
    # An upper bound of each filer's cases: most filers have none and need no closer look.
    most = np.bincount(pairs, minlength=view.n_filers)
    findings = []
    for filer in np.flatnonzero(most >= policy.unproven_min_cases).tolist():
        parts = _claimed(view, policy, asked, filer), _denied(policy, rows, filer)
        if sum(part.cases for part in parts) >= policy.unproven_min_cases:
            findings.append(_finding(view, policy, filer, *parts))
    return findings


def _claimed(view: View, policy: Policy, asked: Unproven, filer: int) -> _Part:
    """What the filer was asked to prove and did not, where that is enough of all it filed."""
    rows = np.flatnonzero(view.complaint_filer[asked.complaint] == filer)
    filed = len(view.complaints_by_filer[filer])
    if not len(rows) or len(rows) < policy.unproven_share * filed:
        return _Part()
    mine, subject, own = asked.complaint[rows], asked.subject[rows], asked.own[rows]
    # Whoever filed on it before the filer was asked is why it was asked.
    keys = representations(view).complaint_keys
    before = view.complaint_filed < view.complaint_asked[mine].max()
    others = before & (view.complaint_filer != filer)
    accounts = np.unique(view.complaint_filer[others & np.isin(keys, subject[own]).any(axis=0)])
    numbers, subjects = np.unique(subject[own]), np.unique(subject)
    cases = len(subjects) - len(numbers) + min(len(numbers), max(len(accounts), 1))
    return _Part(
        cases=cases,
        share=len(rows) / filed,
        facts=(len(rows), int(asked.ended[rows].sum()), filed),
        subjects=tuple(subjects.tolist()),
        complaints=tuple(mine.tolist()),
        acts=max(int((others & np.isin(keys, subject).any(axis=0)).sum()), cases),
    )


def _denied(policy: Policy, rows: Denials, filer: int) -> _Part:
    """Whom it denied that may file, where these are enough of all whom it denied."""
    mine = rows.filer == filer
    wrong = mine & (rows.verified | rows.stood)
    accounts, every = np.unique(rows.other[wrong]), np.unique(rows.other[mine])
    if not len(accounts) or len(accounts) < policy.unproven_share * len(every):
        return _Part()
    subjects = np.unique(rows.subject[wrong])
    verified = np.unique(rows.other[wrong & rows.verified])
    return _Part(
        cases=min(len(accounts), len(subjects)),
        share=len(accounts) / len(every),
        facts=(len(accounts), len(verified), len(every)),
        subjects=tuple(subjects.tolist()),
    )


def _finding(view: View, policy: Policy, filer: int, claimed: _Part, denied: _Part) -> Finding:
    whole = claimed.evidence + denied.evidence
    outside = claimed.evidence / whole
    asked, ended, filed = claimed.facts
    accounts, verified, every = denied.facts
    return Finding(
        filer=filer,
        detector="unproven",
        family="conduct",
        strength=max(claimed.share, denied.share),
        log_odds=whole,
        numbers={
            "days": policy.unproven_days, "cases": claimed.cases + denied.cases,
            "asked": asked, "ended": ended, "complaints": filed,
            "asked_for": len(claimed.subjects), "asked_share": round(claimed.share, 4),
            "denied": accounts, "verified": verified, "all_denied": every,
            "denied_for": len(denied.subjects), "denied_share": round(denied.share, 4),
        },
        complaints=claimed.complaints[:200] or _own(view, filer, denied),
        echo=("impostor",) if claimed.cases else (),
        least=min(policy.unproven_min_cases, max(claimed.cases, 1)),
        outside=outside,
        acts={"filings": claimed.acts} if claimed.acts else {},
    )  # fmt: skip


def _own(view: View, filer: int, denied: _Part) -> tuple[int, ...]:
    """What it filed itself on what it denied others, else all that it filed."""
    mine: Ints = view.complaints_by_filer[filer]
    keys = representations(view).complaint_keys[:, mine]
    on_it = mine[np.isin(keys, denied.subjects).any(axis=0)]
    return tuple((on_it if len(on_it) else mine).tolist())[:200]
