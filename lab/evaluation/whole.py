"""An evaluation as a whole: all markets pooled, mean, worst, peers and replay beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lab.evaluation.figures import Figures
from lab.evaluation.looks import Looks
from lab.evaluation.measures import Bin, reliability
from lab.evaluation.missed import Missed, missed
from lab.evaluation.outcome import Measured, columns
from lab.evaluation.peers import Peer, Scores, peers
from lab.evaluation.replays import Replayed


@dataclass(frozen=True)
class Evaluation:
    """All markets pooled and each for itself; peers, replay and looks of the same ones."""

    complaints: dict[str, int]
    pooled: Figures
    by_market: dict[str, Figures]
    reliability: list[Bin]
    peers: list[Peer]
    missed: list[Missed]
    replayed: Replayed | None = None
    looks: Looks | None = None

    @classmethod
    def of(cls, measured: Sequence[Measured], every: int | None = None) -> Evaluation:
        if not measured:
            raise ValueError("an evaluation needs at least one market")
        walks = [one.walk for one in measured if one.walk]
        outcomes = [outcome for one in measured for outcome in one.outcomes]
        true, score = columns([o for o in outcomes if o.truth.strategy is None])
        return cls(
            {one.market: one.complaints for one in measured},
            Figures.of(outcomes),
            {one.market: Figures.of(one.outcomes) for one in measured},
            reliability(true, score),
            peers([_scores(one) for one in measured]) if measured[0].peers else [],
            missed(outcomes),
            Replayed.of(walks) if walks else None,
            Looks.of(every, [seen for one in measured for seen in one.seen or ()])
            if every
            else None,
        )

    def mean(self, name: str) -> float | None:
        """A measure's mean over the markets that have it."""
        known = [value for _, value in self._known(name)]
        return sum(known) / len(known) if known else None

    def worst(self, name: str) -> tuple[str, float | None]:
        """The market with the worst value of a measure, and that value; None if none has any."""
        sign = -1.0 if name in ("brier", "calibration_error") else 1.0
        known = self._known(name)
        if not known:
            return next(iter(self.by_market)), None
        return min(known, key=lambda pair: sign * pair[1])

    def _known(self, name: str) -> list[tuple[str, float]]:
        values = ((market, getattr(figures, name)) for market, figures in self.by_market.items())
        return [(market, value) for market, value in values if value is not None]


def _scores(measured: Measured) -> Scores:
    true, score = columns(measured.outcomes)
    reviewed = np.array([o.at_least("boycott_review") for o in measured.outcomes], bool)
    base = np.array([o.truth.strategy is None for o in measured.outcomes], bool)
    others = {name: np.array(values, float)[base] for name, values in measured.peers.items()}
    return Scores(measured.market, true[base], score[base], reviewed[base], others)
