"""What came in and what became of it, by month, kind of right and channel: figures for a dashboard.

Counts of the same outcomes that the scan judges by, with nothing inferred. It accuses nobody and
names nobody.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from abuse.arrays import Bools, Ints, Times, positions
from abuse.explain.downtime import days_down
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
        and their share. ``days_down``: month, days undone, days that stand (`downtime.days_down`).
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
