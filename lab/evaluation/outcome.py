"""What the scan said of each filer of a market, beside what the filer is. Values only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from abuse.arrays import Bools, Floats
from abuse.market import Truth
from abuse.score.judging import LEVELS
from lab.evaluation.walk import Walk

# An impostor is to be checked before a takedown, not boycotted: its own finding is what counts.
IMPOSTOR = "impostor"
# An innocent of no named kind.
ORDINARY = "ordinary"
# One that may be warned, and no more.
CARELESS = "careless"


@dataclass(frozen=True)
class Filed:
    """What a filer filed: the kind of right of most of its complaints, how many complaints and
    claims, and how many claims it lost: refused, put back, or graded unfounded or worse."""

    right: str
    complaints: int
    claims: int = 0
    lost: int = 0


@dataclass(frozen=True)
class Outcome:
    """One filer of one market: what it is, what the scan said of it, and what it filed, if any.

    `in_time` is of an account that turned: whether it was at warning or more soon after
    (`lab.evaluation.turned`).
    """

    market: str
    reference: str
    truth: Truth
    score: float
    level: str
    ring: str | None
    detectors: tuple[str, ...] = ()
    filed: Filed | None = None
    in_time: bool | None = None

    @property
    def lost(self) -> int:
        return self.filed.lost if self.filed else 0

    @property
    def met(self) -> bool:
        """Whether it was warned, as an abuser ought to be; an impostor, or named by its finding."""
        named = self.truth.pattern == IMPOSTOR and IMPOSTOR in self.detectors
        return named or self.at_least("warning")

    def at_least(self, level: str) -> bool:
        return LEVELS.index(self.level) >= LEVELS.index(level)


@dataclass(frozen=True)
class Seen:
    """One filer of a market: what it is, and the highest level that any look gave it."""

    truth: Truth
    level: str


@dataclass(frozen=True)
class Measured:
    """One market: its size, an outcome a filer, and what each peer scored them, in that order.

    `walk` is the same market month by month, `seen` who was hit by any look of its last year,
    where those were asked for.
    """

    market: str
    complaints: int
    outcomes: list[Outcome]
    peers: dict[str, list[float]] = field(default_factory=dict)
    left_out: int = 0
    walk: Walk | None = None
    seen: list[Seen] | None = None

    def renamed(self, before: str) -> Measured:
        """The same market by a name that no other maker's has."""
        name = f"{before}, {self.market}"
        outcomes = [replace(outcome, market=name) for outcome in self.outcomes]
        return replace(self, market=name, outcomes=outcomes)


def columns(outcomes: Sequence[Outcome]) -> tuple[Bools, Floats]:
    """Who abuses, and the scores."""
    true = np.array([o.truth.pattern is not None for o in outcomes], bool)
    return true, np.array([o.score for o in outcomes], float)
