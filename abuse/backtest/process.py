"""The due process, simulated: from the levels of each month to a warning and a boycott.

As the ladder has it: no boycott without a warning that stood for the policy's days and a complaint
filed after it; a boycott has an end. What people would have weighed (an answer, a grade, an appeal)
is not simulated: each filer at the level is taken to be warned, then boycotted, once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from abuse.policy import Policy
from abuse.score.judging import LEVELS

WARNING = LEVELS.index("warning")
REVIEW = LEVELS.index("boycott_review")


@dataclass(frozen=True)
class Measure:
    """What one filer would have met with: a warning, and perhaps a boycott from-to.

    `reviewed_at` is when it was first at the level of a boycott review, whatever came of it.
    """

    warned_at: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    reviewed_at: datetime | None = None

    def binds(self, moment: datetime) -> bool:
        """Whether the boycott is in force."""
        if self.starts_at is None or self.ends_at is None:
            return False
        return self.starts_at <= moment < self.ends_at


class DueProcess:
    """The ladder of one policy, walked with every filer from month to month.

    Parameters
    ----------
    policy : Policy
        Its ``backtest_warning_days`` and ``backtest_term_days``.

    Attributes
    ----------
    measures : dict
        By filer; who was never warned is not in it.

    Examples
    --------
    >>> from datetime import UTC
    >>> january, february = (datetime(2026, month, 28, tzinfo=UTC) for month in (1, 2))
    >>> process = DueProcess(Policy(backtest_term_days=30))
    >>> process.step(january, {7: 3}, {})
    >>> process.step(february, {7: 3}, {7: datetime(2026, 2, 3, tzinfo=UTC)})
    >>> found = process.measures[7]
    >>> [str(at.date()) for at in (found.warned_at, found.starts_at, found.ends_at)]
    ['2026-01-28', '2026-02-28', '2026-03-30']
    """

    def __init__(self, policy: Policy) -> None:
        self.measures: dict[int, Measure] = {}
        self._patience = timedelta(days=policy.backtest_warning_days)
        self._term = timedelta(days=policy.backtest_term_days)

    def warned(self, moment: datetime) -> dict[int, datetime]:
        """When each filer was warned whose case is not over by then: what a scan is to know."""
        return {
            filer: measure.warned_at
            for filer, measure in self.measures.items()
            if measure.ends_at is None or moment < measure.ends_at
        }

    def step(
        self, moment: datetime, ranks: Mapping[int, int], newest: Mapping[int, datetime]
    ) -> None:
        """Warn and boycott by what a scan found.

        Parameters
        ----------
        moment : datetime
            When the scan looked, later than at any step before.
        ranks : mapping
            The rank of the level by filer; a filer that is missing has rank 0.
        newest : mapping
            When each filer filed its newest complaint by then.
        """
        for filer, rank in ranks.items():
            if rank < WARNING:
                continue
            case = self.measures.setdefault(filer, Measure(moment))
            if rank < REVIEW:
                continue
            case = replace(case, reviewed_at=case.reviewed_at or moment)
            self.measures[filer] = case
            if case.starts_at or moment < case.warned_at + self._patience:
                continue
            if filer in newest and newest[filer] > case.warned_at:
                ends_at = moment + self._term
                self.measures[filer] = replace(case, starts_at=moment, ends_at=ends_at)
