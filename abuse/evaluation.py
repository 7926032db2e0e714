"""Figures of a scan against the truth: over all markets, and of the worst one.

Values and their rendering; markets are made and scanned elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from abuse.market import Truth
from abuse.measures import (
    Bin,
    average_precision,
    best_f1,
    brier,
    calibration_error,
    reliability,
)

LEVELS = ("none", "watch", "warning", "boycott_review")


@dataclass(frozen=True)
class Outcome:
    """One filer of one market: what it is, and what the scan said of it."""

    seed: int
    reference: str
    truth: Truth
    score: float
    level: str
    ring: str | None

    def at_least(self, level: str) -> bool:
        return LEVELS.index(self.level) >= LEVELS.index(level)


@dataclass(frozen=True)
class Tally:
    """Filers of one kind, and how many of them reached each level or a higher one."""

    filers: int
    watch: int
    warning: int
    boycott_review: int

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Tally:
        return cls(len(outcomes), *(sum(o.at_least(v) for o in outcomes) for v in LEVELS[1:]))


@dataclass(frozen=True)
class Figures:
    """What is measured of one market, or of several pooled.

    `patterns` and `innocents` count filers by kind; `ring_f1` is the mean over planted rings of the
    best match; `precision` of boycott review is None where nobody reached it.
    """

    filers: int
    abusers: int
    average_precision: float
    precision: float | None
    brier: float
    calibration_error: float
    ring_f1: float
    patterns: dict[str, Tally]
    innocents: dict[str, Tally]

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Figures:
        """Measure; no two outcomes may be of one filer."""
        true = np.array([o.truth.pattern is not None for o in outcomes], bool)
        score = np.array([o.score for o in outcomes], float)
        flagged = [o for o in outcomes if o.at_least("boycott_review")]
        right = sum(o.truth.pattern is not None for o in flagged)
        return cls(
            filers=len(outcomes),
            abusers=int(true.sum()),
            average_precision=average_precision(true, score),
            precision=right / len(flagged) if flagged else None,
            brier=brier(true, score),
            calibration_error=calibration_error(true, score),
            ring_f1=_ring_f1(outcomes),
            patterns=_tallies(outcomes, lambda o: o.truth.pattern),
            innocents=_tallies(outcomes, _innocent),
        )


@dataclass(frozen=True)
class Evaluation:
    """All markets pooled, and each for itself."""

    complaints: int
    pooled: Figures
    by_seed: dict[int, Figures]
    reliability: list[Bin]

    @classmethod
    def of(cls, outcomes: Sequence[Outcome], complaints: int) -> Evaluation:
        if not outcomes:
            raise ValueError("an evaluation needs at least one market")
        groups: dict[int, list[Outcome]] = defaultdict(list)
        for outcome in outcomes:
            groups[outcome.seed].append(outcome)
        true = np.array([o.truth.pattern is not None for o in outcomes], bool)
        score = np.array([o.score for o in outcomes], float)
        by_seed = {seed: Figures.of(group) for seed, group in groups.items()}
        return cls(complaints, Figures.of(outcomes), by_seed, reliability(true, score))

    def worst(self, name: str) -> tuple[int, float | None]:
        """The seed with the worst value of a measure, and that value; None if no seed has any."""
        sign = -1.0 if name in ("brier", "calibration_error") else 1.0
        values = {seed: getattr(figures, name) for seed, figures in self.by_seed.items()}
        known = {seed: value for seed, value in values.items() if value is not None}
        if not known:
            return next(iter(values)), None
        seed = min(known, key=lambda s: sign * known[s])
        return seed, known[seed]

    def as_json(self) -> dict[str, Any]:
        """Plain values, with the worst of each measure."""
        worst = {name: self.worst(name) for name, _ in _MEASURES}
        return asdict(self) | {
            "worst": {name: {"seed": seed, "value": value} for name, (seed, value) in worst.items()}
        }

    def as_table(self) -> str:
        """For people."""
        return "\n".join(_table(self))


def _innocent(outcome: Outcome) -> str | None:
    truth = outcome.truth
    return None if truth.pattern else truth.innocent_kind or "ordinary"


def _tallies(
    outcomes: Sequence[Outcome], kind: Callable[[Outcome], str | None]
) -> dict[str, Tally]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if name := kind(outcome):
            groups[name].append(outcome)
    return {name: Tally.of(groups[name]) for name in sorted(groups)}


def _ring_f1(outcomes: Sequence[Outcome]) -> float:
    """Mean over planted rings of the best match; rings of two markets never mix."""
    planted: dict[tuple[int, str], set[str]] = defaultdict(set)
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for o in outcomes:
        if o.truth.ring:
            planted[o.seed, o.truth.ring].add(o.reference)
        if o.ring:
            found[o.seed][o.ring].add(o.reference)
    values = [best_f1(ring, found[seed].values()) for (seed, _), ring in planted.items()]
    return sum(values) / len(values) if values else 0.0


_MEASURES = (
    ("average_precision", "average precision"),
    ("precision", "precision at boycott review"),
    ("ring_f1", "rings named (F1)"),
    ("brier", "Brier score"),
    ("calibration_error", "calibration error"),
)


def _table(evaluation: Evaluation) -> list[str]:
    pooled, seeds = evaluation.pooled, evaluation.by_seed
    lines = [
        f"{len(seeds)} markets of {evaluation.complaints:,} complaints, {pooled.filers:,} filers, "
        f"{pooled.abusers} of them abusers.",
        "",
        f"{'':<30}{'pooled':>8}{'worst':>8}  seed",
    ]
    for name, said in _MEASURES:
        seed, worst = evaluation.worst(name)
        value = getattr(pooled, name)
        lines.append(f"{said:<30}{_shown(value):>8}{_shown(worst):>8}  {seed}")
    for title, tallies in (("abuse found", pooled.patterns), ("innocents", pooled.innocents)):
        heads = "".join(f"{head:>16}" for head in ("watch or more", "warning or more", "review"))
        lines += ["", f"{title:<22}{'filers':>8}{heads}"]
        for name, tally in tallies.items():
            counts = (tally.watch, tally.warning, tally.boycott_review)
            cells = "".join(f"{f'{c} ({c / tally.filers:.2f})':>16}" for c in counts)
            lines.append(f"{name:<22}{tally.filers:>8}{cells}")
    lines += ["", f"{'score between':<22}{'filers':>8}{'mean score':>16}{'abusers':>16}"]
    for b in evaluation.reliability:
        span = f"{b.low:.1f} and {b.high:.1f}"
        lines.append(f"{span:<22}{b.count:>8}{b.mean:>16.3f}{b.share:>16.3f}")
    return lines


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
