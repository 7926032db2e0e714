"""A market month by month: whom the replayed ladder would have warned, and whom boycotted when.

The replay is `abuse.backtest`; here its cases are set beside the truth. It counts no share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from abuse.arrays import Times
from abuse.backtest.months import Month
from abuse.backtest.results import WarnedCase
from abuse.market import Truth
from abuse.policy import Policy
from abuse.record.history import History
from abuse.record.view import View


@dataclass(frozen=True)
class Met:
    """One filer: what it is, and what it met with.

    `reviewed`: it was boycotted, or is at boycott review at the record's end; `in_term`: and that
    within the term after its warning. Of its `claims` so many were filed `before` the end of the
    month in which it was warned, all where it never was.
    """

    truth: Truth
    warned: bool
    boycotted: bool
    reviewed: bool
    in_term: bool
    claims: int = 0
    before: int = 0


@dataclass(frozen=True)
class RingMet:
    """One planted ring, and which share of its claims was filed before it was warned.

    `before_first`: before the month's end at which its first member was warned; `before_half`:
    before that at which half of them had been; None where that never came.
    """

    members: int
    warned: int
    before_first: float | None
    before_half: float | None


@dataclass(frozen=True)
class Walk:
    """One market walked through: its filers in the order of the truth, and its planted rings."""

    term_days: int
    filers: list[Met]
    rings: list[RingMet]


def walk(history: History, truth: Mapping[str, Truth], policy: Policy) -> Walk:
    """Replay all months of a market under a policy.

    Raises
    ------
    BacktestError
        When the record is empty.
    """
    from abuse.backtest.replay import backtest

    newest = history.newest or datetime.max.replace(tzinfo=UTC)
    first, last = Month.at(history.oldest or newest), Month.at(newest)
    replay = backtest(history, first, last, {"in force": policy}).replays[0]
    cases = {case.reference: case for case in replay.cases}
    term = timedelta(days=replay.term_days)
    view = View(history.until(newest))
    filed = {
        name: view.filed[claims]
        for name, claims in zip(
            view.table.filers["reference"].to_pylist(), view.claims_by_filer, strict=True
        )
    }
    rings: dict[str, list[str]] = {}
    for name, what in truth.items():
        if what.pattern and what.ring and what.strategy is None:
            rings.setdefault(what.ring, []).append(name)
    return Walk(
        replay.term_days,
        [_met(what, cases.get(name), last, term, filed.get(name)) for name, what in truth.items()],
        [_ring(members, cases, filed) for _, members in sorted(rings.items())],
    )


def _met(
    truth: Truth, case: WarnedCase | None, last: Month, term: timedelta, filed: Times | None = None
) -> Met:
    claims = np.zeros(0, "M8[us]") if filed is None else filed
    if case is None:
        never = len(claims)
        return Met(truth, False, False, False, False, claims=never, before=never)
    before = int((claims <= _moment(case.warned)).sum())
    reviewed = case.boycotted_in or (last if case.level_at_end == "boycott_review" else None)
    return Met(
        truth,
        warned=True,
        boycotted=case.boycotted_in is not None,
        reviewed=reviewed is not None,
        in_term=reviewed is not None and reviewed.end - case.warned.end <= term,
        claims=len(claims),
        before=before,
    )


def _moment(month: Month) -> np.datetime64:
    return np.datetime64(month.end.replace(tzinfo=None), "us")


def _ring(
    members: Sequence[str], cases: Mapping[str, WarnedCase], filed: Mapping[str, Times]
) -> RingMet:
    """Set a ring's warnings, one a member at most, beside all that its members filed."""
    none: Times = np.zeros(0, "M8[us]")
    claims = np.concatenate([filed.get(name, none) for name in members])
    warned = sorted(cases[name].warned for name in members if name in cases)
    half = -(-len(members) // 2)

    def before(nth: int) -> float | None:
        if len(warned) < nth or not len(claims):
            return None
        return float((claims <= _moment(warned[nth - 1])).mean())

    return RingMet(len(members), len(warned), before(1), before(half))
