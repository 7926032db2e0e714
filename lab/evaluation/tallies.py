"""Filers of one kind, counted by the level that they reached. Values only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from abuse.score.judging import LEVELS
from lab.evaluation.outcome import IMPOSTOR, Outcome


@dataclass(frozen=True)
class Tally:
    """Filers of one kind, how many reached each level or a higher one, and how many are named.

    `impostor` counts those with a finding of the detector of that name.
    """

    filers: int
    watch: int
    warning: int
    boycott_review: int
    impostor: int = 0

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Tally:
        watch, warning, review = (sum(o.at_least(v) for o in outcomes) for v in LEVELS[1:])
        named = sum(IMPOSTOR in o.detectors for o in outcomes)
        return cls(len(outcomes), watch, warning, review, named)
