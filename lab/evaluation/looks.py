"""The last year of a market looked at every so many days: which honest filers any look would hit.

Each look is a scan of what was known then, and none knows of another: a level that any of them
gives counts. What the ladder makes of levels is the replay's (`lab.evaluation.walk`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from scipy import stats

from abuse.market import Truth
from abuse.policy import Policy
from abuse.record.history import History
from abuse.score.judging import LEVELS
from lab.evaluation.kinds import by_kind, innocent_of, pattern_of, together
from lab.evaluation.outcome import Seen

YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class Ever:
    """Filers of one kind, and how many any look would have warned or put to boycott review."""

    filers: int
    warned: int
    reviewed: int

    @classmethod
    def of(cls, some: Sequence[Seen]) -> Ever:
        ranks = [LEVELS.index(one.level) for one in some]
        return cls(
            len(ranks),
            sum(rank >= LEVELS.index("warning") for rank in ranks),
            sum(rank >= LEVELS.index("boycott_review") for rank in ranks),
        )

    @property
    def most(self) -> float:
        """The largest share of such filers ever warned that this count allows, with 95 %.

        The upper end of the one-sided interval of Clopper and Pearson (1934), Biometrika 26.
        """
        if self.warned >= self.filers:
            return 1.0
        return float(stats.beta.ppf(0.95, self.warned + 1, self.filers - self.warned))


def moments(history: History, every: int) -> Iterator[datetime]:
    """The end of each look of the last year, oldest first; the last is the record's own end."""
    newest = history.newest or datetime.max.replace(tzinfo=UTC)
    oldest = max(history.oldest or newest, newest - YEAR)
    for back in range((newest - oldest).days // every, -1, -1):
        yield newest - back * timedelta(days=every)


def look(history: History, truth: Mapping[str, Truth], policy: Policy, every: int) -> list[Seen]:
    """Scan a market as of every so many days of its last year."""
    from abuse.scanning import scan

    highest: dict[str, int] = defaultdict(int)
    for moment in moments(history, every):
        for filer in scan(history.until(moment), policy, explain=False).filers:
            rank = LEVELS.index(filer.level)
            highest[filer.reference] = max(highest[filer.reference], rank)
    known = set(history.filers)
    return [Seen(what, LEVELS[highest[name]]) for name, what in truth.items() if name in known]


@dataclass(frozen=True)
class Looks:
    """All looks at all markets, by pattern and by kind of innocent; those with a strategy apart."""

    every: int
    patterns: dict[str, Ever]
    innocents: dict[str, Ever]

    @classmethod
    def of(cls, every: int, seen: Sequence[Seen]) -> Looks:
        plain = [one for one in seen if one.truth.strategy is None]
        patterns, innocents = (by_kind(plain, of, Ever.of) for of in (pattern_of, innocent_of))
        return cls(every, patterns, innocents)

    def honest(self, but: str) -> Ever:
        """All innocents but those of one kind."""
        return together(Ever, (ever for kind, ever in self.innocents.items() if kind != but))
