"""Conduct: a burst of filing against the filer's own past, beyond what the whole market does.

Weak by design: honest campaigns before a sales day look the same, so it colours other evidence and
never moves a level by itself.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from abuse.findings import Finding, plural
from abuse.policy import Policy
from abuse.view import Ints, View


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag windows with far more complaints than the filer's past and the market's season explain.

    Notes
    -----
    Expected count: the filer's own rate over the days before, times the market's growth over the
    same days (never less than one). A filer without a past of that length is not judged.
    """
    if not view.n_cases:
        return []
    day = view.case_filed.astype("M8[D]").astype(np.int64)
    start = int(day.min())
    market = np.cumsum(np.bincount(day - start, minlength=int(day.max()) - start + 1))
    out = []
    for filer, mine in enumerate(view.cases_by_filer):
        if len(mine) >= policy.burst_min_complaints:
            finding = _worst(view, policy, filer, mine, day[mine] - start, market)
            if finding:
                out.append(finding)
    return out


def _between(total: Ints, low: Ints, high: Ints) -> Ints:
    """Market complaints on days low <= d < high."""
    padded = np.r_[0, total]
    last = len(total)
    counts: Ints = padded[high.clip(0, last)] - padded[low.clip(0, last)]
    return counts


def _worst(
    view: View, policy: Policy, filer: int, mine: Ints, day: Ints, market: Ints
) -> Finding | None:
    width, past = policy.burst_window_days, policy.burst_past_days
    first = np.searchsorted(day, day, "left")
    inside = np.searchsorted(day, day + width, "left") - first
    before = first - np.searchsorted(day, day - past, "left")
    seen = np.minimum(day - day[0], past)
    busy = _between(market, day, day + width) - inside
    usual = (_between(market, day - past, day) - before) * width / np.maximum(seen, 1)
    season = np.clip((busy + 5) / (usual + 5), 1.0, 10.0)
    expected = (before + 1.0) * width / np.maximum(seen, 1) * season
    # A filer's own rhythm varies: twice the Poisson variance (negative binomial).
    p = stats.nbinom.sf(inside - 1, expected, 0.5)
    odd = (
        (seen >= past / 3)
        & (inside >= policy.burst_min_complaints)
        & (inside >= policy.burst_ratio * expected)
        & (p < policy.burst_p)
    )
    if not odd.any():
        return None
    spot = int(np.lexsort((np.arange(len(p)), -inside, np.where(odd, p, 2.0)))[0])
    count = int(inside[spot])
    cases = mine[first[spot] : first[spot] + count]
    begun = str(view.case_filed[cases[0]].astype("M8[D]"))
    return Finding(
        filer=filer,
        detector="bursts",
        family="conduct",
        strength=float(np.clip(1 - expected[spot] / count, 0, 1)),
        log_odds=policy.burst_cap * min(1.0, count / (4 * policy.burst_min_complaints) + 0.5),
        summary=(
            f"Filed {plural(count, 'complaint')} in the {width} days from {begun}, against "
            f"{expected[spot]:.1f} expected from its own {int(seen[spot])} days before and the "
            f"market's season (x{season[spot]:.1f})."
        ),
        numbers={
            "complaints": count, "expected": round(float(expected[spot]), 3),
            "window_days": width, "past_days": int(seen[spot]), "from": begun,
            "season": round(float(season[spot]), 3), "p": float(f"{p[spot]:.3g}"),
        },
        complaints=tuple(cases[:200].tolist()),
    )  # fmt: skip
