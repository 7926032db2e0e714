"""What scores say of labelled filers, and how well it fits their labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from abuse.arrays import Floats
from abuse.fitting.measures import (
    brier,
    calibration_error,
    log_loss,
    precision_and_recall,
    ranking,
)
from abuse.fitting.parts import Labelled
from abuse.fitting.results import Quality, Reached
from abuse.score.judging import LEVELS, Verdict


def quality(verdicts: Sequence[Verdict], labelled: Labelled) -> Quality:
    """Measure scores against the labels, each counting for as many filers as it stands for."""
    abuse, weight = labelled.abuse, labelled.weight
    score: Floats = np.array([each.score for each in verdicts], np.float64)
    rank_of = np.array([LEVELS.index(each.level) for each in verdicts], np.int64)
    levels = {}
    for rank, level in enumerate(LEVELS[1:], 1):
        named = rank_of >= rank
        levels[level] = Reached(int(named.sum()), *precision_and_recall(abuse, named, weight))
    return Quality(
        ranking(abuse, score, weight),
        brier(abuse, score, weight),
        log_loss(abuse, score, weight),
        calibration_error(abuse, score, weight),
        levels,
    )
