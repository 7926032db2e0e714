"""What became of each claim: the one definition that folds events in time order.

It follows the claim's state machine; an event that the machine does not allow in the state that the
claim is in changes nothing, whether it came from a file or from a database. Nothing is inferred: no
outcome is no outcome, and a merit is there only where a person gave it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from abuse.arrays import Bools, Ints, Times

# Events at the same instant are taken in this order, whatever order the rows came in.
KINDS: Final = (
    "amendment", "takedown", "rejection", "counter_notice", "demand_report", "reinstatement",
    "withdrawal", "listing_gone", "lapse", "appeal", "appeal_decision", "grading",
)  # fmt: skip
STATES: Final = (
    "received", "removed", "countered", "rejected", "reinstated", "withdrawn", "moot", "closed",
)  # fmt: skip
MERITS: Final = ("", "founded", "unfounded", "manifestly_unfounded")

_S = {name: code for code, name in enumerate(STATES)}
_K = {name: code for code, name in enumerate(KINDS)}


def _transitions() -> npt.NDArray[np.int8]:
    """Next (state, listing down) by kind, state and whether the listing is down; -1 = not allowed.

    A history knows a takedown, not whether it stood by an earlier one or overturned a refusal; a
    reinstatement without a counter-notice overturns the removal.
    """
    table = np.full((len(KINDS), len(STATES), 2, 2), -1, dtype=np.int8)

    def step(kind: str, states: str, to: str, down: int, only: tuple[int, ...] = (0, 1)) -> None:
        for state in states.split():
            for was in only:
                table[_K[kind], _S[state], was] = (_S[to], was if down < 0 else down)

    step("takedown", "received countered rejected reinstated", "removed", 1)
    step("rejection", "received", "rejected", 0)
    step("rejection", "countered", "rejected", 0, only=(0,))
    step("counter_notice", "received removed", "countered", -1)
    step("reinstatement", "countered", "reinstated", 0, only=(1,))
    step("reinstatement", "removed", "reinstated", 0)
    step("withdrawal", "received removed countered", "withdrawn", 0)
    step("listing_gone", "received removed countered", "moot", -1)
    step("lapse", "received", "closed", -1)
    return table


_TABLE: Final = _transitions()
_CLOSED: Final = np.array([s not in ("received", "countered") for s in STATES])


@dataclass(frozen=True)
class Outcomes:
    """Columns, one entry a claim; times are datetime64[us] with NaT where it did not happen."""

    state: npt.NDArray[np.int8]
    merit: npt.NDArray[np.int8]
    removed_at: Times
    countered_at: Times
    decided_at: Times
    withdrawn_at: Times
    reinstated_at: Times
    gone_at: Times
    demanded_at: Times
    adverse_at: Times


def fold(
    n: int,
    claim: Ints,
    at: Times,
    kind: Ints,
    merit: Ints,
) -> Outcomes:
    """Fold events into one row a claim.

    Parameters
    ----------
    n : int
        Number of claims.
    claim, at, kind, merit : arrays of the same length
        Position of the claim, time, index into `KINDS`, index into `MERITS`. Any order.

    Returns
    -------
    Outcomes

    Examples
    --------
    >>> day = np.array(["2026-01-01", "2026-01-03", "2026-01-02"], "M8[us]")
    >>> kinds = np.array([KINDS.index(k) for k in ("takedown", "withdrawal", "counter_notice")])
    >>> none = np.zeros(3, np.int64)
    >>> folded = fold(1, none, day, kinds, none)
    >>> STATES[folded.state[0]], str(folded.countered_at[0])[:10]
    ('withdrawn', '2026-01-02')
    """
    at = at.astype("M8[us]")
    order = np.lexsort((merit, kind, at, claim))
    claim, at, kind, merit = claim[order], at[order], kind[order], merit[order]
    first = np.r_[True, claim[1:] != claim[:-1]] if len(claim) else np.zeros(0, bool)
    start = np.flatnonzero(first)
    rank = np.arange(len(claim)) - np.repeat(start, np.diff(np.r_[start, len(claim)]))
    folded = _empty(n)
    down = np.zeros(n, np.int8)
    by_rank = np.argsort(rank, kind="stable")
    bounds = np.r_[0, np.cumsum(np.bincount(rank))] if len(rank) else np.zeros(1, np.int64)
    for low, high in pairwise(bounds):
        rows = by_rank[low:high]
        _apply(folded, down, claim[rows], at[rows], kind[rows], merit[rows])
    return folded


def _empty(n: int) -> Outcomes:
    times = [np.full(n, np.datetime64("NaT", "us"), "M8[us]") for _ in range(8)]
    return Outcomes(np.zeros(n, np.int8), np.zeros(n, np.int8), *times)


def _apply(
    out: Outcomes,
    down: npt.NDArray[np.int8],
    claim: Ints,
    at: Times,
    kind: Ints,
    merit: Ints,
) -> None:
    """Apply one event to each of some distinct claims."""
    was = out.state[claim]
    to = _TABLE[kind, was, down[claim]].copy()
    moved = to[:, 0] >= 0
    out.state[claim[moved]] = to[moved, 0]
    down[claim[moved]] = to[moved, 1]

    def note(column: Times, rows: Bools, last: bool) -> None:
        rows = rows if last else rows & np.isnat(column[claim])
        column[claim[rows]] = at[rows]

    state = to[:, 0]
    note(out.removed_at, moved & (state == _S["removed"]), last=False)
    note(out.countered_at, moved & (kind == _K["counter_notice"]), last=False)
    decided = np.isin(state, [_S["removed"], _S["rejected"], _S["reinstated"]])
    note(out.decided_at, moved & decided, last=True)
    note(out.withdrawn_at, moved & (state == _S["withdrawn"]), last=True)
    note(out.reinstated_at, moved & (state == _S["reinstated"]), last=True)
    note(out.gone_at, moved & (state == _S["moot"]), last=True)
    note(out.demanded_at, kind == _K["demand_report"], last=False)

    graded = (merit > 0) & (moved | ((kind == _K["grading"]) & _CLOSED[was]))
    out.merit[claim[graded]] = merit[graded]
    answered = (state == _S["withdrawn"]) & ~np.isnat(out.countered_at[claim])
    against = moved & (np.isin(state, [_S["rejected"], _S["reinstated"]]) | answered)
    note(out.adverse_at, against | (graded & (merit >= 2)), last=True)
