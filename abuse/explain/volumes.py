"""What came in and what became of it, by month, kind of right and channel: figures for a dashboard.

Counts of the same outcomes that the scan judges by, with nothing inferred. It accuses nobody and
names nobody.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from abuse.arrays import Bools, Floats, Ints, Times, positions
from abuse.record.columns import codes, numbers, times
from abuse.record.fold import MERITS, STATES
from abuse.record.table import ClaimTable

Rows = list[list[object]]
_UNFOUNDED = ("rejected", "reinstated")


def volumes(table: ClaimTable, channels: pa.Table | None = None) -> dict[str, Rows]:
    """Return figures by name, each as rows.

    Parameters
    ----------
    table : ClaimTable
    channels : pyarrow.Table, optional
        Columns ``complaint`` (key) and ``channel``, for the figures by channel.

    Returns
    -------
    dict of str to rows
        ``volumes``: month, complaints, claims. ``outcomes``: month, taken down, refused, withdrawn,
        otherwise closed, by the month of the outcome. ``time_to_decision``: month, decisions, and
        their median and 90th percentile in days since the filing. ``unfounded_by_right`` and
        ``unfounded_by_channel``: name, claims with an outcome, those refused or graded unfounded,
        and their share. ``days_down``: month, days undone, days that stand (`days_down`).
    """
    claims, complaints = table.claims, table.complaints
    complaint = numbers(claims, "complaint")
    filed = times(complaints, "filed_at")
    state, merit = _coded(claims, "outcome", STATES), _coded(claims, "merit", MERITS)
    decided = times(claims, "decided_at")
    ended = decided.copy()
    for column in ("withdrawn_at", "gone_at"):
        other = times(claims, column)
        ended = np.where(np.isnat(ended), other, ended)
    is_refused = np.isin(state, [STATES.index(name) for name in _UNFOUNDED])
    upheld = state == STATES.index("removed")
    counts = is_refused | upheld | (merit > 0)
    founded = merit == MERITS.index("founded")
    bad = counts & (is_refused | (merit >= MERITS.index("unfounded"))) & ~founded
    kind, kinds = codes(complaints, "right_kind")
    figures = {
        "volumes": _volumes(filed, filed[complaint]),
        "outcomes": _outcomes(ended, state),
        "time_to_decision": _waits(decided, filed[complaint]),
        "days_down": days_down(table),
        "unfounded_by_right": _shares(kind[complaint], kinds, counts, bad),
    }
    if channels is not None:
        figures["unfounded_by_channel"] = _by_channel(complaints, channels, complaint, counts, bad)
    return figures


def _coded(claims: pa.Table, column: str, known: tuple[str, ...]) -> Ints:
    code, names = codes(claims, column)
    return np.array([*(known.index(name) for name in names), 0], np.int64)[code]


def _months(
    moments: Times,
) -> tuple[Times, Ints, Bools]:
    """The months of moments, each once in order; which one each has; and which have one."""
    known = ~np.isnat(moments)
    months, at = np.unique(moments[known].astype("M8[M]"), return_inverse=True)
    return months, at.astype(np.int64), known


def _volumes(filed: Times, of_claim: Times) -> Rows:
    months, at, _ = _months(filed)
    complaints = np.bincount(at, minlength=len(months))
    claims = np.bincount(np.searchsorted(months, of_claim.astype("M8[M]")), minlength=len(months))
    return [[str(m), int(a), int(b)] for m, a, b in zip(months, complaints, claims, strict=True)]


def _outcomes(ended: Times, state: Ints) -> Rows:
    months, at, known = _months(ended)
    parts = (("removed",), _UNFOUNDED, ("withdrawn",), ("moot", "closed"))
    columns = [
        np.bincount(
            at[np.isin(state[known], [STATES.index(name) for name in names])],
            minlength=len(months),
        )
        for names in parts
    ]
    return [[str(month), *map(int, row)] for month, *row in zip(months, *columns, strict=True)]


def _waits(decided: Times, filed: Times) -> Rows:
    months, at, known = _months(decided)
    days = (decided[known] - filed[known]) / np.timedelta64(1, "D")
    order = np.lexsort((days, at))
    parts = np.split(days[order], np.cumsum(np.bincount(at, minlength=len(months)))[:-1])
    return [
        [str(month), len(part), *(round(float(np.quantile(part, q)), 2) for q in (0.5, 0.9))]
        for month, part in zip(months, parts, strict=False)
    ]


def _by_channel(
    complaints: pa.Table,
    channels: pa.Table,
    complaint: Ints,
    counts: Bools,
    bad: Bools,
) -> Rows:
    code, names = codes(channels, "channel")
    spot = positions(numbers(channels, "complaint"), numbers(complaints, "key"))
    # The last place stands for a complaint whose channel is not known.
    of_complaint = np.r_[code, -1][spot]
    return _shares(of_complaint[complaint], names, counts, bad)


def _shares(group: Ints, names: list[str], counts: Bools, bad: Bools) -> Rows:
    size = len(names) + 1
    total, refused = (np.bincount(group[which] + 1, minlength=size) for which in (counts, bad))
    return [
        [name, int(n), int(k), round(int(k) / int(n), 4)]
        for name, n, k in zip(["", *names], total, refused, strict=True)
        if n
    ]


_DAY = np.timedelta64(1, "D")
_TAKEN_BACK = ("reinstated", "withdrawn")


def days_down(table: ClaimTable) -> Rows:
    """Return rows of month, days undone, days that stand. A listing that two claims hold at once
    counts for each.

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
