"""For how many days claims held listings down, by month: those undone apart from those that stand.

It counts what happened and names nobody. A listing that two claims hold at once counts for each.
"""

from __future__ import annotations

import numpy as np

from abuse.arrays import Floats, Times
from abuse.record.columns import codes, times
from abuse.record.fold import MERITS
from abuse.record.table import ClaimTable

Rows = list[list[object]]
_DAY = np.timedelta64(1, "D")
_TAKEN_BACK = ("reinstated", "withdrawn")


def days_down(table: ClaimTable) -> Rows:
    """Return rows of month, days undone, days that stand.

    A claim's days are undone where it was reinstated or withdrawn after its takedown, or graded
    unfounded or manifestly so, and not graded founded.
    """
    claims = table.claims
    since, until = times(claims, "removed_at"), times(claims, "reinstated_at")
    for column in ("withdrawn_at", "gone_at"):
        until = np.where(np.isnat(until), times(claims, column), until)
    until = np.where(np.isnat(until), np.datetime64(table.as_of.replace(tzinfo=None)), until)
    down = ~np.isnat(since) & (until > since)
    if not down.any():
        return []
    state, states = codes(claims, "outcome")
    merit, merits = codes(claims, "merit")
    taken_back = np.isin(state, [i for i, name in enumerate(states) if name in _TAKEN_BACK])
    graded = [merits.index(name) if name in merits else -1 for name in MERITS[1:]]
    undone = (taken_back | np.isin(merit, graded[1:])) & ~(merit == graded[0])
    first, last = since[down].min().astype("M8[M]"), until[down].max().astype("M8[M]")
    bounds = np.arange(first, last + 2).astype("M8[us]")
    parts = [_between(bounds, since[down & who], until[down & who]) for who in (undone, ~undone)]
    return [
        [str(month.astype("M8[M]")), round(float(a), 1), round(float(b), 1)]
        for month, a, b in zip(bounds[:-1], *parts, strict=True)
    ]


def _between(bounds: Times, since: Times, until: Times) -> Floats:
    """Return the days that times have between each two bounds that follow on each other."""
    between: Floats = np.diff(_before(bounds, since) - _before(bounds, until))
    return between


def _before(bounds: Times, moments: Times) -> Floats:
    """Return, for each bound, the days since all moments before it, summed."""
    origin = bounds[0]
    days = np.sort((moments - origin) / _DAY)
    at = (bounds - origin) / _DAY
    count = np.searchsorted(days, at)
    summed: Floats = count * at - np.r_[0.0, np.cumsum(days)][count]
    return summed
