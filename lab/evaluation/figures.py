"""Figures of a scan against the truth, of one market or of several pooled.

Values only; markets are read and scanned in `measuring`, bars are in `bars`, tables in `tables`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
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

# Of rings of which a boycott review is asked, the claims that they lost together at least.
LOST = 10
ASKED = ("plain", "camouflaged")
# Who holds a true right and uses it for what it covers and for what it does not: shown apart.
HALF_GENUINE = "half_genuine"


@dataclass(frozen=True)
class Rings:
    """Planted rings of one kind: how many, how well each was named (mean F1), their members."""

    rings: int
    f1: float
    members: Tally


@dataclass(frozen=True)
class Share:
    """Filers of whom something is asked, and how many meet it."""

    filers: int
    met: int

    @property
    def value(self) -> float | None:
        return self.met / self.filers if self.filers else None


@dataclass(frozen=True)
class Figures:
    """What is measured of one market, or of several pooled.

    `patterns` and `innocents` count filers by kind, `rings` members of rings by how these hide (a
    ring may be in several lines); `ring_f1` is the mean over planted rings of the best match, None
    without any; `precision` is that of boycott review, `precisions` that of each level or a higher
    one, None where nobody reached it; `impostors_met` are those that are named or at warning or
    more. `losing` counts members of rings that lost `LOST` claims or more together, by `plain` and
    `camouflaged`; `lone` the abusers of no ring but the half-genuine, and those of them who were
    warned (impostors: or named); `turned` the accounts that were good first, and those that were
    warned soon after they turned. `detectors` says about whom each detector's findings are;
    `by_right` and `by_size` how well the score is calibrated among filers of one kind of right and
    of one size.

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
    losing: dict[str, Tally]
    lone: Share
    turned: Share
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
            impostors_met=sum(o.met for o in base if o.truth.pattern == IMPOSTOR),
            losing=_losing(base),
            lone=_lone(base),
            turned=_turned(outcomes),
            strategies=by_strategy(outcomes),
            by_right=by_right(base),
            by_size=by_size(base),
        )


def _precision(outcomes: Sequence[Outcome], level: str) -> float | None:
    reached = [o for o in outcomes if o.at_least(level)]
    right = sum(o.truth.pattern is not None for o in reached)
    return right / len(reached) if reached else None


def _lone(outcomes: Sequence[Outcome]) -> Share:
    some = [o for o in outcomes if is_lone(o.truth)]
    return Share(len(some), sum(o.met for o in some))


def is_lone(truth: Truth) -> bool:
    """Whether it abuses, alone, and is not half genuine."""
    return truth.pattern not in (None, HALF_GENUINE) and truth.ring is None


def _turned(outcomes: Sequence[Outcome]) -> Share:
    known = [o.in_time for o in outcomes if o.in_time is not None]
    return Share(len(known), sum(known))


def losing_rings(outcomes: Sequence[Outcome]) -> set[tuple[str, str | None]]:
    """Planted rings whose members lost `LOST` claims or more together, each with its market."""
    lost: Counter[tuple[str, str | None]] = Counter()
    for o in outcomes:
        if o.truth.pattern and o.truth.ring:
            lost[o.market, o.truth.ring] += o.lost
    return {ring for ring, count in lost.items() if count >= LOST}


def _losing(outcomes: Sequence[Outcome]) -> dict[str, Tally]:
    rings = losing_rings(outcomes)
    some = [o for o in outcomes if o.truth.pattern and (o.market, o.truth.ring) in rings]
    by_hiding = {name: [o for o in some if HIDING[name](o.truth)] for name in ASKED}
    return {name: Tally.of(members) for name, members in by_hiding.items() if members}


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
