"""The due process, simulated: from the levels of each month to a warning and a boycott.

As the ladder has it: no boycott without a warning that stood for the policy's days and a complaint
filed after it; a boycott has an end. What people would have weighed (an answer, a grade, an appeal)
is not simulated: each filer at the level is taken to be warned, then boycotted, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from abuse.policy import Policy
from abuse.score.judging import LEVELS

WARNING = LEVELS.index("warning")
REVIEW = LEVELS.index("boycott_review")


@dataclass(frozen=True)
class Measure:
    """What one filer would have met with: a warning, and perhaps a boycott from-to."""

    warned_at: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def binds(self, moment: datetime) -> bool:
        """Whether the boycott is in force."""
        if self.starts_at is None or self.ends_at is None:
            return False
        return self.starts_at <= moment < self.ends_at


def measures(
    moments: Sequence[datetime],
    levels: Sequence[Mapping[int, int]],
    filed: Mapping[int, Sequence[datetime]],
    policy: Policy,
) -> dict[int, Measure]:
    """Walk each filer through the months.

    Parameters
    ----------
    moments : sequence of datetime
        When each scan looked, ascending.
    levels : sequence of mapping
        For each moment the rank of the level by filer; a filer that is missing has rank 0.
    filed : mapping
        When each filer filed its complaints.
    policy : Policy
        Its ``backtest_warning_days`` and ``backtest_term_days``.

    Returns
    -------
    dict
        By filer; who was never warned is not in it.

    Examples
    --------
    >>> from datetime import UTC
    >>> months = [datetime(2026, month, 28, tzinfo=UTC) for month in (1, 2)]
    >>> found = measures(months, [{7: 3}, {7: 3}], {7: [datetime(2026, 2, 3, tzinfo=UTC)]},
    ...                  Policy(backtest_term_days=30))
    >>> [str(at.date()) for at in (found[7].warned_at, found[7].starts_at, found[7].ends_at)]
    ['2026-01-28', '2026-02-28', '2026-03-30']
    """
    taken: dict[int, Measure] = {}
    patience = timedelta(days=policy.backtest_warning_days)
    term = timedelta(days=policy.backtest_term_days)
    for moment, ranks in zip(moments, levels, strict=True):
        for filer, rank in ranks.items():
            if rank < WARNING:
                continue
            warned = taken.setdefault(filer, Measure(moment))
            if rank < REVIEW or warned.starts_at or moment < warned.warned_at + patience:
                continue
            if any(warned.warned_at < at <= moment for at in filed.get(filer, ())):
                taken[filer] = Measure(warned.warned_at, moment, moment + term)
    return taken
