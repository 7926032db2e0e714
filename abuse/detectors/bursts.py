"""Conduct: a burst of filing against the filer's own past, beyond what its peers do.

Weak by design: honest campaigns look the same, so it colours other evidence, reaches no level alone
and is no second family. A campaign before a sales day is no finding unless it exceeds what others
do there.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from abuse.findings import Finding
from abuse.policy import Policy
from abuse.record.view import View
from abuse.targets.rhythm import Windows, surprising
from abuse.targets.seasons import sales

# The evidence of the deepest case; what it weighs the shapes say (`abuse.policy.shapes`).
_MOST: Final = 4.0


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag the most surprising window of each filer that has one, outside honest campaigns.

    Notes
    -----
    Whom it may wrong: a brand that comes upon a nest of copies. See
    `abuse.targets.rhythm.surprising` for the null.
    """
    if not view.n_complaints:
        return []
    windows = surprising(view, policy)
    kept = np.flatnonzero(~windows.excused)
    keys = (windows.start, -windows.count, windows.p, windows.filer)
    order = kept[np.lexsort([key[kept] for key in keys])]
    worst = order[np.unique(windows.filer[order], return_index=True)[1]]
    return [_finding(view, policy, windows, spot) for spot in worst.tolist()]


def _finding(view: View, policy: Policy, windows: Windows, spot: int) -> Finding:
    count, expected = int(windows.count[spot]), float(windows.expected[spot])
    complaints = windows.complaints[windows.start[spot] : windows.start[spot] + count]
    begun = str(view.complaint_filed[complaints[0]].astype("M8[D]"))
    past, season, width = windows.past[spot], windows.season[spot], policy.burst_window_days
    sale = sales()[windows.sale[spot]].name if windows.sale[spot] >= 0 else ""
    return Finding(
        filer=int(windows.filer[spot]),
        detector="bursts",
        family="conduct",
        strength=max(0.0, 1 - expected / count),
        log_odds=_MOST * min(1.0, count / (4 * policy.burst_min_complaints) + 0.5),
        numbers={
            "complaints": count, "expected": round(expected, 3), "window_days": width,
            "past_days": int(past), "from": begun, "season": round(float(season), 3),
            "sale": sale, "allowed": round(float(windows.allowed[spot]), 1) if sale else 0,
            "p": float(f"{windows.p[spot]:.3g}"),
        },
        complaints=tuple(complaints[:200].tolist()),
        least=policy.burst_min_complaints,
    )  # fmt: skip
