"""What each part of a scan brings: the same markets without it, as differences to the whole scan.

It computes from outcomes; `measuring` scans, `parts` says how a part is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from lab.evaluation.kinds import together
from lab.evaluation.outcome import CARELESS, IMPOSTOR, ORDINARY, Measured
from lab.evaluation.tallies import Tally
from lab.evaluation.whole import Evaluation


@dataclass(frozen=True)
class Reached:
    """What a scan reaches on some markets, all pooled but the average precision: that is a mean.

    Recall is of plants without a strategy: at warning or more (an impostor also if it is named),
    and at boycott review (impostors apart, who are to be checked, not boycotted). Innocents are
    those of a named kind, when warned without the careless. Of those with a strategy, `plotting`
    are abusers, and `framed` innocents.
    """

    average_precision: float
    ring_f1: float | None
    precision: float | None
    warned: float
    reviewed: float
    plotting_reviewed: int
    plotting_warned: int
    innocents_reviewed: int
    innocents_warned: int
    framed_reviewed: int
    framed_warned: int
    calibration_error: float

    @classmethod
    def of(cls, evaluation: Evaluation) -> Reached:
        pooled = evaluation.pooled
        named = {kind: t for kind, t in pooled.innocents.items() if kind != ORDINARY}
        others = together(Tally, (t for kind, t in named.items() if kind != CARELESS))
        framed, plotting = (
            together(Tally, (each.tally for each in pooled.strategies if each.innocent is innocent))
            for innocent in (True, False)
        )
        patterns = pooled.patterns
        caught = sum(t.warning for kind, t in patterns.items() if kind != IMPOSTOR)
        abusers = together(Tally, patterns.values()).filers
        boycotted = together(Tally, (t for kind, t in patterns.items() if kind != IMPOSTOR))
        return cls(
            average_precision=evaluation.mean("average_precision") or 0.0,
            ring_f1=pooled.ring_f1,
            precision=pooled.precision,
            warned=_share(caught + pooled.impostors_met, abusers),
            reviewed=_share(boycotted.boycott_review, boycotted.filers),
            plotting_reviewed=plotting.boycott_review,
            plotting_warned=plotting.warning,
            innocents_reviewed=together(Tally, named.values()).boycott_review,
            innocents_warned=others.warning,
            framed_reviewed=framed.boycott_review,
            framed_warned=framed.warning,
            calibration_error=pooled.calibration_error,
        )


@dataclass(frozen=True)
class Left:
    """A scan without one part: each figure less that of the whole scan.

    `deviation` is the standard error of the difference of average precision, over markets (None of
    one); `levels` says how many filers come to another level, `scores` how many to another score.
    A figure that one of both lacks has no difference.
    """

    part: str
    change: dict[str, float | None]
    deviation: float | None
    levels: int
    scores: int


@dataclass(frozen=True)
class Ablation:
    """The whole scan of some markets, and the same without each part."""

    markets: int
    whole: Reached
    without: list[Left]

    @classmethod
    def of(cls, parts: Sequence[str], measured: Sequence[Sequence[Measured]]) -> Ablation:
        """Compare; the first of `measured` is the whole scan, the others are without each part."""
        whole, *rest = measured
        before = Evaluation.of(whole)
        left = [_left(part, before, whole, one) for part, one in zip(parts, rest, strict=True)]
        return cls(len(whole), Reached.of(before), left)


def _left(
    part: str, before: Evaluation, whole: Sequence[Measured], rest: Sequence[Measured]
) -> Left:
    after = Evaluation.of(rest)
    pairs = [
        (one, other)
        for mine, theirs in zip(whole, rest, strict=True)
        for one, other in zip(mine.outcomes, theirs.outcomes, strict=True)
    ]
    had, has = Reached.of(before), Reached.of(after)
    names = [field.name for field in fields(Reached)]
    return Left(
        part,
        {name: _less(getattr(has, name), getattr(had, name)) for name in names},
        _deviation(before, after),
        sum(one.level != other.level for one, other in pairs),
        sum(round(one.score, 6) != round(other.score, 6) for one, other in pairs),
    )


def _less(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before


def _deviation(before: Evaluation, after: Evaluation) -> float | None:
    change = [
        after.by_market[market].average_precision - figures.average_precision
        for market, figures in before.by_market.items()
    ]
    return float(np.std(change, ddof=1) / len(change) ** 0.5) if len(change) > 1 else None


def _share(count: int, whole: int) -> float:
    return count / whole if whole else 0.0
