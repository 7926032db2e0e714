"""Figures of a scan against the truth, of one market or of several pooled.

Values only; markets are read and scanned in `measuring`, bars are in `bars`, tables in `tables`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from abuse.market import Truth
from abuse.score.judging import LEVELS
from lab.evaluation.findings import Named, by_detector
from lab.evaluation.kinds import by_kind, innocent_of, pattern_of
from lab.evaluation.measures import average_precision, best_f1, brier, calibration_error
from lab.evaluation.outcome import IMPOSTOR, Outcome, columns
from lab.evaluation.strata import Calibration, by_right, by_size
from lab.evaluation.strategies import Strategic, by_strategy
from lab.evaluation.tallies import Tally

# How rings hide; a ring that is not camouflaged is plain, whatever else it does.
HIDING: dict[str, Callable[[Truth], bool]] = {
    "plain": lambda truth: not truth.camouflaged,
    "camouflaged": lambda truth: truth.camouflaged,
    "slow": lambda truth: truth.slow,
    "hidden": lambda truth: truth.hidden,
    "crowded": lambda truth: truth.crowded,
}


@dataclass(frozen=True)
class Rings:
    """Planted rings of one kind: how many, how well each was named (mean F1), their members."""

    rings: int
    f1: float
    members: Tally


@dataclass(frozen=True)
class Figures:
    """What is measured of one market, or of several pooled.

    `patterns` and `innocents` count filers by kind, `rings` members of rings by how these hide (a
    ring may be in several lines); `ring_f1` is the mean over planted rings of the best match, None
    without any; `precision` is that of boycott review, `precisions` that of each level or a higher
    one, None where nobody reached it; `impostors_met` are those that are named or at warning or
    more; `detectors` says about whom each detector's findings are; `by_right` and `by_size` how
    well the score is calibrated among filers of one kind of right and of one size.

    Filers with a strategy are counted in `filers`, `abusers`, the precisions and `strategies`
    alone: all else is of plants and innocents that nobody set against the detector.
    """

    filers: int
    abusers: int
    average_precision: float
    precision: float | None
    precisions: dict[str, float | None]
    brier: float
    calibration_error: float
    ring_f1: float | None
    patterns: dict[str, Tally]
    rings: dict[str, Rings]
    innocents: dict[str, Tally]
    detectors: dict[str, Named]
    impostors_met: int
    strategies: list[Strategic]
    by_right: dict[str, Calibration]
    by_size: dict[str, Calibration]

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Figures:
        """Measure; no two outcomes may be of one filer."""
        base = [o for o in outcomes if o.truth.strategy is None]
        true, score = columns(base)
        precisions = {level: _precision(outcomes, level) for level in LEVELS[1:]}
        return cls(
            filers=len(outcomes),
            abusers=sum(o.truth.pattern is not None for o in outcomes),
            average_precision=average_precision(true, score),
            precision=precisions["boycott_review"],
            precisions=precisions,
            brier=brier(true, score),
            calibration_error=calibration_error(true, score),
            ring_f1=_ring_f1(base),
            patterns=by_kind(base, pattern_of, Tally.of),
            rings=_rings(base),
            innocents=by_kind(base, innocent_of, Tally.of),
            detectors=by_detector(base),
            impostors_met=sum(map(_impostor_met, base)),
            strategies=by_strategy(outcomes),
            by_right=by_right(base),
            by_size=by_size(base),
        )


def _precision(outcomes: Sequence[Outcome], level: str) -> float | None:
    reached = [o for o in outcomes if o.at_least(level)]
    right = sum(o.truth.pattern is not None for o in reached)
    return right / len(reached) if reached else None


def _impostor_met(outcome: Outcome) -> bool:
    named = IMPOSTOR in outcome.detectors or outcome.at_least("warning")
    return outcome.truth.pattern == IMPOSTOR and named


def _rings(outcomes: Sequence[Outcome]) -> dict[str, Rings]:
    """Rings by how they hide; a kind that no ring is of is left out."""
    members = [o for o in outcomes if o.truth.pattern and o.truth.ring]
    by_pattern = {}
    for name, is_so in HIDING.items():
        some = [o for o in members if is_so(o.truth)]
        if some:
            planted = {(o.market, str(o.truth.ring)) for o in some}
            f1 = _ring_f1(outcomes, planted)
            by_pattern[name] = Rings(len(planted), f1 or 0.0, Tally.of(some))
    return by_pattern


def _ring_f1(
    outcomes: Sequence[Outcome], only: Collection[tuple[str, str]] | None = None
) -> float | None:
    """Mean over planted rings of the best match; rings of two markets never mix."""
    planted: dict[tuple[str, str], set[str]] = defaultdict(set)
    members: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for o in outcomes:
        if o.truth.pattern and o.truth.ring:
            planted[o.market, o.truth.ring].add(o.reference)
        if o.ring:
            members[o.market][o.ring].add(o.reference)
    values = [
        best_f1(ring, members[name[0]].values())
        for name, ring in planted.items()
        if only is None or name in only
    ]
    return sum(values) / len(values) if values else None
