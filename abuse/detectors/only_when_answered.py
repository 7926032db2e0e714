"""Conduct: drops the claims that sellers answer, defends none, and keeps those nobody answers.

The filer's own unanswered claims are the control: an honest one that finds errors withdraws those
too, and stands by some when answered. The control is weak, as most honest filers withdraw hardly
anything unasked, and the drops are those of `withdrawn_when_answered`, and of `unfounded_share`
unless refusals speak too: the finding says so (`echo`) and makes no second family beside these.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from abuse.arrays import Ints
from abuse.findings import FAMILY_FLOOR, Finding
from abuse.outcomes.records import refusals
from abuse.policy import Policy
from abuse.record.view import MERIT, View

# Findings that may rest on the same drops.
_DROPS = ("withdrawn_when_answered", "unfounded_share")

# A rule is met or not; what that weighs the shapes say (`abuse.policy.shapes`).
_EVIDENCE: Final = 2.0


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers whose withdrawals follow the answer and nothing else.

    Notes
    -----
    Needs many drops on several stores, hardly a claim defended, and unanswered claims that are
    hardly ever withdrawn. Whom it may wrong: a filer that takes every answer at its word. Source:
    the announcement of 2017 about an agency that dropped most of its complaints once answered.
    """
    out = []
    for filer, mine in enumerate(view.claims_by_filer):
        dropped = mine[view.withdrawn_after_answer[mine] & (view.merit[mine] != MERIT["founded"])]
        if len(dropped) < policy.only_answered_min:
            continue
        finding = _weigh(view, policy, filer, mine, dropped)
        if finding:
            out.append(finding)
    return out


def _weigh(view: View, policy: Policy, filer: int, mine: Ints, dropped: Ints) -> Finding | None:
    stores = len(np.unique(view.store[dropped]))
    stood = mine[view.answered[mine] & view.upheld[mine]]
    defended = len(stood) / (len(stood) + len(dropped))
    quiet = mine[~view.answered[mine] & np.isnat(view.gone_at[mine])]
    own = int(view.withdrawn[quiet].sum())
    share = len(dropped) / int(view.answered[mine].sum())
    unprompted = (own + 0.5) / (len(quiet) + 1)
    refused = refusals(view).evidence[filer] >= FAMILY_FLOOR
    if (
        stores < policy.only_answered_stores
        or len(np.unique(view.complaint[dropped])) < policy.only_answered_complaints
        or defended > policy.only_answered_defended
        or unprompted > share / 5
    ):
        return None
    return Finding(
        filer=filer,
        detector="only_when_answered",
        family="conduct",
        strength=share - unprompted,
        log_odds=_EVIDENCE,
        numbers={
            "dropped": len(dropped), "stores": stores, "stood": len(stood),
            "defended_share": round(defended, 4), "unanswered": len(quiet),
            "withdrawn_unanswered": own,
        },
        complaints=view.complaints_of(dropped),
        least=policy.only_answered_complaints,
        echo=("withdrawn_when_answered",) if refused else _DROPS,
    )  # fmt: skip
